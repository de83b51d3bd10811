import { fieldsOf, parseJson } from '../text/json.ts';
import { filled } from './json.ts';
import { variablesOf } from './template.ts';
import { variableType } from './ticket-variables.ts';

/** Where ilert finds the name of a ticket's priority in what Halo sends. */
export const PRIORITY_NAME: readonly string[] = ['ticket', 'priority', 'name'];

/** Marks what Halo fills in; no payload contains this character itself. */
const FILLED = '\ue000';

/**
 * Whether a payload sends something at a path; a variable on the way that may be an object, such as `<<ticket>>`, may bring
 * all that is below it. Pure.
 */
export function sendsAt(template: string, path: readonly string[]): boolean {
  const [wholes, others] = [true, false].map((isWhole) =>
    variablesOf(template).filter(({ name }) => mayBeObject(name) === isWhole),
  );
  const text = filled(filled(template, others ?? [], '0', '0'), wholes ?? [], `"${FILLED}"`, FILLED);
  let value = parseJson(text);
  for (const part of path) {
    if (typeof value === 'string' && value.includes(FILLED)) return true;
    value = fieldsOf(value)[part];
  }
  return value !== undefined;
}

function mayBeObject(name: string): boolean {
  const type = variableType(name);
  return type === undefined || type === 'object' || type === 'unknown';
}
