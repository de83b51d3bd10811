import { describe, expect, it, test } from 'vitest';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { fc } from '../../support/property.ts';

const SECRET = 'p"ss/wörd + 100%';

function redacted(text: string, ...secrets: string[]): string {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.redact(text);
}

describe('a secret is redacted from output', () => {
  it.each([
    ['in clear', `key ${SECRET}.`, 'key ***.'],
    ['each time', `${SECRET} and ${SECRET}`, '*** and ***'],
    ['as a part of a word', `x${SECRET}y`, 'x***y'],
    ['in a URL', `?key=${encodeURIComponent(SECRET)}&x=1`, '?key=***&x=1'],
    ['in JSON', JSON.stringify({ key: SECRET }), '{"key":"***"}'],
    ['in JSON, with a text around it', JSON.stringify(`Bearer ${SECRET}`), '"Bearer ***"'],
  ])('%s', (_, text, clean) => {
    expect(redacted(text, SECRET)).toBe(clean);
  });

  it('the longest first if one contains another', () => {
    for (const secrets of [
      ['abcdef', 'abcdef123456'],
      ['abcdef123456', 'abcdef'],
    ])
      expect(redacted('abcdef123456 abcdef', ...secrets)).toBe('*** ***');
  });

  it.each(['', 'a', 'admin'])('but "%s" is too short to be one, and an ordinary text stays whole', (short) => {
    expect(redacted('an admin asked for a team', short)).toBe('an admin asked for a team');
  });

  it('and nothing else', () => {
    expect(redacted('nothing secret here')).toBe('nothing secret here');
    expect(redacted('nothing secret here', SECRET)).toBe('nothing secret here');
  });
});

test('any secret in any context is redacted', () => {
  const secret = fc
    .stringMatching(/^[\x21-\x7e]{6,40}$/)
    .filter((text) => !'***'.includes(text) && !/^\*+$/.test(text));
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (key, before, after) => {
      expect(redacted(`${before} ${key} ${after}`, key)).not.toContain(key);
      expect(redacted(JSON.stringify({ said: `${before} ${key} ${after}` }), key)).not.toContain(
        JSON.stringify(key).slice(1, -1),
      );
      expect(redacted(`https://x/?k=${encodeURIComponent(key)}`, key)).not.toContain(encodeURIComponent(key));
    }),
  );
});
