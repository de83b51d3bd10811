import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wholeTicket } from '../../../sandbox/halo/resources/ticket-view.ts';
import { renderBody } from '../../../sandbox/halo/runbooks/body-renderer.ts';
import { HaloState } from '../../../sandbox/halo/state.ts';
import { ticketValues } from '../../../src/diagnostics/verify/test-ticket.ts';
import { checkTemplate } from '../../../src/payload/check.ts';
import { renderTemplate } from '../../../src/payload/template.ts';
import { packageRoot } from '../../support/cli.ts';

const shipped = (name: string) => readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');
const KNOWN = ['onCallTeam', 'assetCount'];
const VARIABLES = { halo_url: 'https://desk.example.com', onCallTeam: 'Network', assetCount: '3' };
const HOSTILE = 'He said "no" \\ and\r\nleft\tü 📮 <<ticket^id>>';

/** Creates a ticket with quotes and line breaks in its texts, and most fields unset. */
function newTicket() {
  const state = new HaloState(() => Date.UTC(2026, 4, 4, 8, 15, 30));
  return wholeTicket(
    state,
    state.addTicket(HOSTILE, { details: HOSTILE, customfields: [{ name: 'CFaffectedUsers', value: 12 }] }),
  );
}

/** Bodies as vendors and users publish them. */
const ACCEPTED: readonly (readonly [string, string])[] = [
  ["ilert's recommended payload", shipped('recommended')],
  ["ilert's full payload", shipped('full')],
  ['lines of Windows, as in an export', shipped('recommended').replaceAll('\n', '\r\n')],
  [
    'a number behind a prefix, as a deduplication key',
    '{"dedup_key": "HaloPSA-<<ticket^id>>", "summary": <<ticket^summary>>}',
  ],
  ['a number in quotes', '{"ticket": {"id": "<<ticket^id>>", "status": {"id": "<<ticket^status^id>>"}}}'],
  ['a number as bare text, quoted', '{"ticketId": "<<ticket^id!>>", "clientId": "<<ticket^client_id!>>"}'],
  ['a number as bare text without quotes', '{"ticket": {"id": <<ticket^id>>, "site_id": <<ticket^site_id!>>}}'],
  ['a link with a typed address', '{"url": "https://desk.example.com/ticket?id=<<ticket^id>>&showmenu=false"}'],
  ["a link with the tenant's address as bare text", '{"url": "<<halo_url!>>/ticket?id=<<ticket^id>>"}'],
  [
    "a link with the tenant's address",
    '{"links": [{"href": "<<halo_url>>/ticket?id=<<ticket^id!>>", "text": "Ticket"}]}',
  ],
  ['custom fields', '{"ticket": <<ticket>>, "asset": <<CFassetTag>>, "impact": <<ticket^CFbusinessImpact>>}'],
  ['a custom field with a number, in quotes', '{"users": "<<CFaffectedUsers>>", "of": "<<ticket^CFaffectedUsers!>>"}'],
  [
    'variables of the runbook in quotes',
    '{"team": "<<onCallTeam>>", "again": "<<onCallTeam!>>", "assets": <<assetCount>>}',
  ],
  [
    'names as bare text',
    '{"status": "<<ticket^status^name!>>", "client": "<<ticket^client_name!>>: <<ticket^priority^name!>>"}',
  ],
  [
    'an event in one line, with a nested object',
    '{"event_action":"trigger","payload":{"source":<<ticket^client_name>>,"severity":"critical","custom_details":{"status":<<ticket^status>>,"p":<<ticket^priority^priorityid>>}}}',
  ],
  [
    'dates and empty fields',
    '{"from": <<ticket^dateoccurred>>, "to": <<ticket^dateclosed>>, "cat": <<ticket^category_4>>, "due": "<<ticket^deadlinedate!>>"}',
  ],
  [
    'typographic quotes and special spaces inside a text',
    '{"text": "“Ticket”\u00a0«<<ticket^id>>» // <new> & {more}"}',
  ],
];

describe('a published payload is accepted, and renders to JSON:', () => {
  it.each(ACCEPTED)('%s', (_, body) => {
    expect(checkTemplate(body, KNOWN)).toEqual([]);
    expect(() => JSON.parse(renderBody(body, { ticket: newTicket(), variables: VARIABLES }))).not.toThrow();
    const test = { id: 900_000_001, summary: HOSTILE, details: HOSTILE, closed: false };
    expect(() => JSON.parse(renderTemplate(body, ticketValues(body, test, '2026-05-04T08:15:30.000Z')))).not.toThrow();
  });
});

const EXPORTED_METHOD = { name: 'send', method: 1, path: '/x', requestbody: '{"a": <<ticket^id>>}' };

/** Each with the position of the cause, its description, and the remedy. */
const REJECTED: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  ['a text in quotes', '{\n  "a": "<<ticket^summary>>"\n}', '2:9', /already includes quotes/, /<<ticket\^summary!>>/],
  [
    'a text as bare text without quotes',
    '{"a": <<ticket^summary!>>}',
    '1:7',
    /inserted without quotes/,
    /"<<ticket\^summary!>>"/,
  ],
  ['a misspelled field', '{"a": <<ticket^sumary>>}', '1:7', /no variable <<ticket\^sumary>>/, /"ticket\^summary"/],
  ['a field without ticket^', '{"a": <<summary>>}', '1:7', /no variable <<summary>>/, /"ticket\^summary"/],
  ['a field with a dot', '{"a": <<ticket.summary>>}', '1:7', /no variable/, /^Write <<ticket\^summary>>\.$/],
  ['a field in capitals', '{"a": <<Ticket^ID>>}', '1:7', /no variable/, /^Write <<ticket\^id>>\.$/],
  ['spaces in a variable', '{"a": << ticket^id >>}', '1:7', /no variable << ticket\^id >>/, /^Write <<ticket\^id>>\.$/],
  ['a variable that is not closed', '{"a": <<ticket^id>}', '1:7', /this << has no matching >>/, /JSON/],
  [
    'brackets escaped by a web page',
    '{"a": &lt;&lt;ticket^id&gt;&gt;}',
    '1:7',
    /&lt;&lt;ticket\^id&gt;&gt; is not a Halo variable/,
    /<<ticket\^id>>/,
  ],
  ['guillemets', '{"a": «ticket^summary»}', '1:7', /«ticket\^summary» is not a Halo variable/, /<<ticket\^summary>>/],
  [
    'single brackets',
    '{\n"a": "<ticket^summary!>"}',
    '2:7',
    /<ticket\^summary!> is not a Halo variable/,
    /<<ticket\^summary!>>/,
  ],
  [
    'braces around a name of Halo',
    '{"a": "{{ticket^id}}"}',
    '1:8',
    /\{\{ticket\^id\}\} is not a Halo variable/,
    /<<ticket\^id>>/,
  ],
  [
    "another product's variables",
    '{"a": "{{ issue.key }}"}',
    '1:8',
    /another product's variable/,
    /<<ticket\^summary>>/,
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the shell replaces
  ["a shell's variable", '{"a": "${ISSUE_KEY}"}', '1:8', /another product's variable/, /<<ticket\^summary>>/],
  ['a comma too many', '{\n  "a": <<ticket^id>>,\n}', '2:21', /comma before \} is one too many/, /JSON/],
  ['a comma too many in a list', '[<<ticket^id>>, ]', '1:15', /comma before \] is one too many/, /JSON/],
  ['a comment', '{\n  // id\n  "a": <<ticket^id>>}', '2:3', /no comments/, /JSON/],
  ['single quotes', "{'a': <<ticket^id>>}", '1:2', /not single ones/, /JSON/],
  ['typographic quotes', '{“a”: <<ticket^id>>}', '1:2', /“ \(U\+201C\) is a typographic quote/, /plain "/],
  ['typographic quotes around a variable', '{"a": “<<ticket^summary!>>”}', '1:7', /typographic quote/, /plain "/],
  [
    'a no-break space',
    '{\n\u00a0 "a": <<ticket^id>>}',
    '2:1',
    /an invisible character, a no-break space \(U\+00A0\)/,
    /plain space/,
  ],
  [
    'an invisible character',
    '{"a"\u200b: <<ticket^id>>}',
    '1:5',
    /an invisible character, a zero-width space \(U\+200B\)/,
    /delete it/,
  ],
  ['a zero-width joiner', '{"a"\u200d: <<ticket^id>>}', '1:5', /\(U\+200D\) is an invisible character/, /Delete it/],
  ['a missing comma', '{"a": 1\n"b": <<ticket^id>>}', '2:1', /comma expected/, /JSON/],
  [
    'an exported runbook',
    JSON.stringify({ name: 'r', type: 1, steps: [{ step_id: 1, steptype: 2 }] }),
    '1:1',
    /complete runbook/,
    /method's body/,
  ],
  [
    'an exported custom integration',
    JSON.stringify([{ name: 'i', resourcebaseurl: 'https://x', methods: [EXPORTED_METHOD] }]),
    '1:1',
    /complete custom integration/,
    /requestbody/,
  ],
  ['an exported method', JSON.stringify(EXPORTED_METHOD), '1:1', /complete method/, /requestbody/],
];

describe('a broken payload is rejected with its cause:', () => {
  it.each(REJECTED)('%s', (_, body, place, message, hint) => {
    const [first, ...more] = checkTemplate(body, KNOWN);
    expect(`${first?.line}:${first?.column}`).toBe(place);
    expect(first?.message).toMatch(message);
    expect(first?.hint).toMatch(hint);
    expect(more).toEqual([]);
  });
});
