import type { Contradiction } from '../../contradictions.ts';
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
 * @param contradicted facts about rendering that do not hold
 * @throws UnknownVariable
 */
export function renderBody(
  body: string,
  values: BodyValues,
  contradicted: ReadonlySet<Contradiction> = new Set(),
): string {
  let rendered = '';
  let rest = body;
  for (;;) {
    const start = rest.indexOf(OPENING);
    const end = rest.indexOf(CLOSING, start + OPENING.length);
    if (start < 0 || end < 0) return rendered + rest;
    rendered += rest.slice(0, start) + inserted(rest.slice(start + OPENING.length, end), values, contradicted);
    rest = rest.slice(end + CLOSING.length);
  }
}

function inserted(
  expression: string,
  { ticket, variables }: BodyValues,
  contradicted: ReadonlySet<Contradiction>,
): string {
  const isBare = expression.endsWith('!');
  const name = isBare ? expression.slice(0, -1) : expression;
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (variable !== undefined) return variable;
  const value = fieldOf(name, ticket);
  if (value === undefined) {
    if (contradicted.has('template-unresolved-method')) return `${OPENING}${expression}${CLOSING}`;
    throw new UnknownVariable(name);
  }
  if (contradicted.has('template-fields') && name.split('^').length > 2) return isBare ? '' : 'null';
  if (value === null) return isBare || contradicted.has('template-unset') ? '' : 'null';
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'string') return textOf(value, isBare, contradicted);
  return typeof value === 'number' && !isBare && contradicted.has('template-numbers') ? `"${value}"` : String(value);
}

/** A text, bare or as a JSON value. */
function textOf(value: string, isBare: boolean, contradicted: ReadonlySet<Contradiction>): string {
  if (isBare !== contradicted.has('template-values')) return value;
  return contradicted.has('template-escaping') ? `"${value}"` : JSON.stringify(value);
}

/** Returns undefined for a variable that is not a field of the ticket. */
function fieldOf(name: string, ticket: Json): unknown {
  const [first, ...path] = name.replace(/^(?=CF)/, 'ticket^').split('^');
  if (first !== 'ticket') return undefined;
  return path.reduce<unknown>((value, field) => {
    const fields = value === ticket ? { ...ticket, ...customFieldsOf(ticket) } : value;
    if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, field)) return undefined;
    return (fields as Json)[field];
  }, ticket);
}

function customFieldsOf({ customfields }: Json): Json {
  return Object.fromEntries((customfields as readonly Json[]).map(({ name, value }) => [name, value]));
}
