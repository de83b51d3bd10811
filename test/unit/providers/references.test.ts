import { describe, expect, it, test } from 'vitest';
import type { Named } from '../../../src/providers/names.ts';
import { findReference } from '../../../src/providers/references.ts';
import { fc } from '../../support/property.ts';

const teams: readonly Named[] = [
  { id: 12, name: 'Ops' },
  { id: 34, name: 'Service Desk' },
  { id: 56, name: 'Twice' },
  { id: 78, name: 'Twice' },
  { id: 90, name: ' Blanks ' },
];

const NEAREST = 'Did you mean "Ops"? Also available: "Service Desk", "Twice", "Blanks".';
const LISTED = 'Available: "Ops", "Service Desk", "Twice", "Blanks".';

const find = (wanted: string, rows = teams, kind = 'team') => findReference(kind, wanted, rows, '--team');

describe('a team is found', () => {
  it.each([
    ['by its name', 'Ops', 12],
    ['by its id', '34', 34],
    ['by its id, where its name is not the only one', '78', 78],
    ['by its name without the blanks around it', 'Blanks', 90],
  ])('%s', (_, wanted, id) => {
    expect(find(wanted)).toBe(id);
  });
});

describe('a team is refused', () => {
  it.each([
    ['that there is not, with the nearest', 'Opps', 'ilert has no team "Opps" (--team).', NEAREST],
    ['in other capitals, with the right ones', 'OPS', 'ilert has no team "OPS" (--team).', NEAREST],
    ['like no other', 'Xyzzy', 'ilert has no team "Xyzzy" (--team).', LISTED],
    ['by a part of an id', '1', 'ilert has no team "1" (--team).', LISTED],
    [
      'of which there are two, with their ids',
      'Twice',
      '2 teams are named "Twice" (--team).',
      'Use the ID instead: 56, 78.',
    ],
  ])('%s', (_, wanted, message, hint) => {
    const code = message.includes(' are named ') ? 'name-ambiguous' : 'name-unknown';
    expect(find(wanted)).toEqual({ code, message, hint });
  });

  it('where there is none at all', () => {
    expect(find('Ops', [])).toEqual({
      code: 'name-unknown',
      message: 'ilert has no team "Ops" (--team).',
      hint: 'There are none. Create one in ilert first.',
    });
  });

  it.each([
    ['one', [{ id: 1, name: 'Ops' }], 'Available: "Ops".'],
    ['one that is similar', [{ id: 1, name: 'Xyzzz' }], 'Did you mean "Xyzzz"?'],
    ['more than a few', 'abcdef'.split('').map((name, id) => ({ id, name })), '6 are available, for example "a".'],
    [
      'one without a name',
      [
        { id: 1, name: 'Ops' },
        { id: 2, name: ' ' },
      ],
      'Available: "Ops".',
    ],
    ['none with a name', [{ id: 7, name: '' }], 'None of those in ilert has a name: use the ID of the one you mean.'],
  ])('where there is %s', (_, rows, hint) => {
    expect(find('Xyzzy', rows)).toMatchObject({ hint });
  });

  it('where its id is the name of another, with a way to say each', () => {
    const rows = [...teams, { id: 99, name: '12' }];
    expect(find('12', rows)).toEqual({
      code: 'name-ambiguous',
      message: '2 teams are named "12" (--team).',
      hint: 'Use the ID instead: the name "Ops" for that ID, 99.',
    });
    expect(find('Ops', rows)).toBe(12);
    expect(find('99', rows)).toBe(99);
  });
});

test.each([
  ['escalation policy', '2 escalation policies are named'],
  ['support hours', '2 support hours are named'],
  ['service', '2 services are named'],
])('several of kind %s are told as "%s"', (kind, message) => {
  expect(find('Twice', teams, kind)).toMatchObject({ message: expect.stringContaining(message) });
});

test('what is found has the id or the name, and no other has', () => {
  const row = fc.record({ id: fc.integer({ min: 1, max: 20 }), name: fc.stringMatching(/^[a-c0-9 ]{1,2}$/) });
  const rows = fc.uniqueArray(row, { selector: ({ id }) => id });
  fc.assert(
    fc.property(rows, fc.stringMatching(/^[a-c0-9]{1,2}$/), (all, wanted) => {
      const hits = all.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
      const found = find(wanted, all);
      if (typeof found === 'number') expect(hits.map(({ id }) => id)).toEqual([found]);
      else expect(hits.length).not.toBe(1);
    }),
  );
});
