import { describe, expect, it } from 'vitest';
import { settingsOf } from '../config/settings-of.ts';

const withPayload = (text: string) => settingsOf({ env: { HALO_PAYLOAD: 'mine.json' }, files: { 'mine.json': text } });

describe('a payload file is refused with what it is if it is an export of a whole', () => {
  it.each([
    ['method', { name: 'send', method: 1, requestbody: '{"id": <<ticket^id>>}' }],
    ['custom integration', [{ name: 'ilert', resourcebaseurl: 'https://api.ilert.com/', methods: [] }]],
    ['runbook', { name: 'ilert runbook', type: 1, steps: [{ steptype: 2, note: '<<ticket^id>>' }] }],
  ])('%s', async (kind, exported) => {
    const { problems } = await withPayload(JSON.stringify(exported, null, 2));
    expect(problems).toEqual([
      {
        place: { file: expect.stringMatching(/mine\.json$/), line: 1, column: 1 },
        message: `Payload mine.json, line 1 column 1: this is a complete ${kind} exported from Halo, not the body of a method.`,
        hint: expect.stringContaining('"requestbody"'),
      },
    ]);
  });
});

describe('a payload file', () => {
  it.each([
    ['a no-break space', '{\n\u00a0 "id": <<ticket^id>>\n}', 2, 1, 'no-break space (U+00A0)'],
    ['a zero-width space', '{\n  "id":\u200b <<ticket^id>>\n}', 2, 8, 'zero-width space (U+200B)'],
    ['such a character in a variable', '{\n  "id": "<<ticket^\u200bid>>"\n}', 2, 19, 'zero-width space (U+200B)'],
  ])('is refused if it has %s where none may be', async (_, text, line, column, name) => {
    const { messages } = await withPayload(text);
    expect(messages).toEqual([
      `Payload mine.json, line ${line} column ${column}: there is an invisible character, a ${name}.`,
    ]);
  });
});

describe('a payload file is accepted', () => {
  it.each([
    ['with such characters in its texts', '{"id": <<ticket^id>>, "note": "50\u00a0% \u200b"}'],
    ['with a field that an export has as well', '{"id": <<ticket^id>>, "steps": [1]}'],
  ])('%s', async (_, text) => {
    expect((await withPayload(text)).messages).toEqual([]);
  });
});
