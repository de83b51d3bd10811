import { describe, expect, it } from 'vitest';
import { settingsOf } from '../config/settings-of.ts';

const withPayload = (text: string) => settingsOf({ env: { HALO_PAYLOAD: 'mine.json' }, files: { 'mine.json': text } });

describe('a payload file is refused with what it is if it is', () => {
  it.each([
    ['an export of a method', { name: 'send', method: 1, requestbody: '{"id": <<ticket^id>>}' }],
    ['an export of a custom integration', [{ name: 'ilert', resourcebaseurl: 'https://api.ilert.com/', methods: [] }]],
    ['an export of a runbook', { name: 'ilert runbook', type: 1, steps: [{ requestbody: '<<ticket^id>>' }] }],
  ])('%s', async (_, exported) => {
    const { problems } = await withPayload(JSON.stringify(exported, null, 2));
    expect(problems).toEqual([
      {
        message: 'Payload mine.json is a whole export of HaloITSM, not a payload.',
        hint: expect.stringContaining('"requestbody"'),
      },
    ]);
  });

  it.each([
    ['a no-break space', '{\n\u00a0 "id": <<ticket^id>>\n}', 2, 1, 'no-break space (U+00A0)'],
    ['a zero-width space', '{\n  "id":\u200b <<ticket^id>>\n}', 2, 8, 'zero-width space (U+200B)'],
    ['such a character in a variable', '{\n  "id": "<<ticket^\u200bid>>"\n}', 2, 19, 'zero-width space (U+200B)'],
  ])('one with %s where none may be', async (_, text, line, column, name) => {
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
