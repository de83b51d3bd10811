import { haloVariables, variableType } from '../../../../payload/ticket-variables.ts';

/** Text with everything that a body may break at, in pieces. A variable in it must not be replaced. */
export const PIECES = {
  'double quotes': 'He said "no"',
  'a backslash': String.raw`C:\new`,
  HTML: '<b>bold</b> &amp;',
  'an umlaut and an emoji': 'ü 🔔',
  'a variable': '<<ticket^id>>',
} as const;

/** The details of the ticket: all pieces, on lines of their own. */
export const DETAILS = Object.values(PIECES).join('\r\n');

/** Fields that a new ticket usually lacks. */
export const OFTEN_UNSET = ['category_4', 'category_3', 'category_2', 'reportedby', 'oppcompanyname', 'workflow_name'];

/** Fields whose values are long texts, which other probes show. */
const FREE_TEXTS = ['ticket^summary', 'ticket^details', 'ticket^details_html'];

/** The fields of a ticket that Halo lists, with their types (fact `template-fields`). */
export const FIELDS: readonly { readonly name: string; readonly type: 'number' | 'text' }[] = haloVariables.flatMap(
  (name) => {
    const type = variableType(name);
    return (type === 'number' || type === 'text') && !FREE_TEXTS.includes(name) ? [{ name, type }] : [];
  },
);

/** What the bodies contain, by the name of the probe: fields of a JSON object. */
const PROBES = {
  values: '"json": <<ticket^summary>>, "plain": "<<ticket^summary!>>"',
  numbers: '"json": <<ticket^id>>, "plain": <<ticket^id!>>, "quoted": "<<ticket^id>>", "plainQuoted": "<<ticket^id!>>"',
  fields: FIELDS.map(({ name }) => `"${name}": <<${name}>>`).join(', '),
  unset: [
    ...OFTEN_UNSET.map((field) => `"${field}": <<ticket^${field}>>, "${field}!": "<<ticket^${field}!>>"`),
    '"dateclosed": <<ticket^dateclosed>>',
  ].join(', '),
  unknownField: '"json": <<ticket^prove_no_such_field>>',
  escaping: '"json": <<ticket^details>>',
  plainText: '"plain": "<<ticket^details!>>"',
  unresolved: '"json": "<<prove_no_such_variable>>"',
} as const;

export type Probe = keyof typeof PROBES;

/** The probes of each runbook. One that may make its step fail ends its runbook. */
export const CHAINS: readonly (readonly Probe[])[] = [
  ['values', 'numbers'],
  ['fields'],
  ['unset', 'unknownField'],
  ['escaping', 'plainText'],
  ['unresolved'],
];

/** The template of a method's body. Sent to an alert source, it creates an alert of its own. */
export function bodyOf(probe: Probe): string {
  return `{"ticket": {"id": "${idOf(probe)}", "summary": "${probe}"}, "probe": {${PROBES[probe]}}}`;
}

/** The ID of the ticket in the body of a probe. */
function idOf(probe: Probe): string {
  return `prove-${probe}`;
}
