import type { Json } from '../entities/entity-schema.ts';

/** The values that fill a method's body. */
interface BodyValues {
  /** The whole ticket, with unset fields as null. */
  readonly ticket: Json;
  /** Variables of the runbook and of the tenant (`halo_url`), inserted as text. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A variable that neither the ticket nor the runbook has. The step fails. */
export class UnknownVariable extends Error {
  constructor(name: string) {
    super(`Variable <<${name}>> could not be resolved`);
  }
}

const OPENING = '<<';
const CLOSING = '>>';

/**
 * Renders a method's body without correcting it: text without `!` inside quotes becomes broken JSON.
 *
 * - `<<ticket^summary>>`: a JSON value; `<<ticket^summary!>>`: the bare text, not escaped (inferred)
 * - `<<ticket>>`: the whole ticket; `<<ticket^CFname>>` and `<<CFname>>`: a custom field
 * - an unset field: `null`, or nothing as bare text (both inferred)
 * - any other name: a variable, inserted unchanged with or without `!`
 *
 * @throws UnknownVariable
 */
export function renderBody(body: string, values: BodyValues): string {
  let rendered = '';
  let rest = body;
  for (;;) {
    const start = rest.indexOf(OPENING);
    const end = rest.indexOf(CLOSING, start + OPENING.length);
    if (start < 0 || end < 0) return rendered + rest;
    rendered += rest.slice(0, start) + inserted(rest.slice(start + OPENING.length, end), values);
    rest = rest.slice(end + CLOSING.length);
  }
}

function inserted(expression: string, { ticket, variables }: BodyValues): string {
  const isBare = expression.endsWith('!');
  const name = isBare ? expression.slice(0, -1) : expression;
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (variable !== undefined) return variable;
  const value = fieldOf(name, ticket);
  if (!isBare || (typeof value === 'object' && value !== null)) return JSON.stringify(value);
  return value === null ? '' : String(value);
}

function fieldOf(name: string, ticket: Json): unknown {
  const [first, ...path] = name.replace(/^(?=CF)/, 'ticket^').split('^');
  if (first !== 'ticket') throw new UnknownVariable(name);
  return path.reduce<unknown>((value, field) => {
    const fields = value === ticket ? { ...ticket, ...customFieldsOf(ticket) } : value;
    if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, field)) throw new UnknownVariable(name);
    return (fields as Json)[field];
  }, ticket);
}

function customFieldsOf({ customfields }: Json): Json {
  return Object.fromEntries((customfields as readonly Json[]).map(({ name, value }) => [name, value]));
}
