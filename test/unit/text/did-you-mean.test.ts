import { describe, expect, it, test } from 'vitest';
import { didYouMean, similarNames } from '../../../src/text/did-you-mean.ts';
import { fc } from '../../support/property.ts';

describe('similar names', () => {
  const names = ['Ops', 'Operations', 'Service Desk', 'Network', 'Networks', 'Netwark', 'Network EU'];
  it.each([
    ['a letter too few', 'Servce Desk', ['Service Desk']],
    ['other capitals', 'OPS', ['Ops']],
    ['the nearest first, three at most', 'Networ', ['Network', 'Networks', 'Network EU']],
    ['a part of a name', 'desk', ['Service Desk']],
    ['a name with more around it', 'Team Ops', ['Ops']],
    ['nothing where all are far', 'Marketing', []],
    ['nothing for nothing', '', []],
  ])('%s: %s', (_, wanted, found) => {
    expect(similarNames(wanted, names)).toEqual(found);
  });

  it('a typing error is closer than a name that contains the text', () => {
    expect(similarNames('source.nam', ['source.teams', 'source.name', 'a source.nam'])[0]).toBe('source.name');
  });
});

test.each([
  ['Ops', ['Opps'], 'Did you mean "Opps"?'],
  ['Ops', ['Op', 'Opps'], 'Did you mean "Op" or "Opps"?'],
  ['Ops', ['Marketing'], undefined],
  ['Ops', [], undefined],
])('for %s among %j the hint is %s', (wanted, names, hint) => {
  expect(didYouMean(wanted, names)).toBe(hint);
});

test('the name itself comes first, and only existing names are returned', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(name, fc.array(name), (wanted, others) => {
      const found = similarNames(wanted, [...others, wanted]);
      expect(found[0]?.toLowerCase()).toBe(wanted.toLowerCase());
      expect(found.length).toBeLessThanOrEqual(3);
      for (const each of found) expect([...others, wanted]).toContain(each);
    }),
  );
});
