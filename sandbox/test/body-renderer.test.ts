import { describe, expect, it } from 'vitest';
import { renderBody } from '../halo/runbooks/body-renderer.ts';

const ticket = {
  id: 7,
  summary: 'He said "no" \\ <<x>>\nü',
  team: null,
  status: { id: 1, name: 'New' },
  customfields: [
    { name: 'CFasset', value: 'PC "1"' },
    { name: 'CFusers', value: null },
  ],
};
const variables = { halo_url: 'https://desk.example.com' };
const rendered = (body: string) => renderBody(body, { ticket, variables });

describe('the simulated Halo renders', () => {
  it.each([
    ['a text as a JSON value', '<<ticket^summary>>', JSON.stringify(ticket.summary)],
    ['the bare text as it is', '<<ticket^summary!>>', ticket.summary],
    ['a number, with and without !', '<<ticket^id>> <<ticket^id!>>', '7 7'],
    ['a number inside a text', '"HaloPSA-<<ticket^id>>"', '"HaloPSA-7"'],
    ['an unset field as null', '<<ticket^team>>', 'null'],
    ['an unset field as bare text: nothing', '"<<ticket^team!>>"', '""'],
    ['the whole ticket', '<<ticket>>', JSON.stringify(ticket)],
    ['an object', '<<ticket^status>>', '{"id":1,"name":"New"}'],
    ['a custom field in both spellings', '<<CFasset>> <<ticket^CFasset>>', '"PC \\"1\\"" "PC \\"1\\""'],
    ['an unset custom field as null', '<<CFusers>>', 'null'],
    [
      "the tenant's address in both forms",
      '"<<halo_url>>" "<<halo_url!>>"',
      '"https://desk.example.com" '.repeat(2).trim(),
    ],
    ['no variable', '{"a": "<b> << c"}', '{"a": "<b> << c"}'],
  ])('%s', (_, body, text) => {
    expect(rendered(body)).toBe(text);
  });

  it('a text without ! inside quotes as invalid JSON, like Halo', () => {
    expect(() => JSON.parse(rendered('{"a": "<<ticket^summary>>"}'))).toThrow(SyntaxError);
  });

  it.each(['ticket^nothing', 'ticket^id^x', 'summary', 'CFunknown', 'ticket^constructor', '', ' ticket^id'])(
    'not <<%s>>, which neither the ticket nor the runbook has',
    (name) => {
      expect(() => rendered(`{"a": <<${name}>>}`)).toThrow(`Variable <<${name}>> could not be resolved`);
    },
  );
});
