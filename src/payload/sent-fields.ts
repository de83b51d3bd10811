import { fieldsOf, parseJson } from '../text/json.ts';
import { filled } from './json.ts';
import { variablesOf } from './template.ts';

/** Where ilert finds the name of a ticket's priority in what Halo sends. */
export const PRIORITY_NAME: readonly string[] = ['ticket', 'priority', 'name'];

/** Marks what Halo fills in; no payload contains this character itself. */
const FILLED = '\ue000';

/**
 * Whether a payload sends something at a path; a variable on the way, such as `<<ticket>>`, may bring all that is below it.
 * Pure.
 */
export function sendsAt(template: string, path: readonly string[]): boolean {
  let value = parseJson(filled(template, variablesOf(template), `"${FILLED}"`, FILLED));
  for (const part of path) {
    if (typeof value === 'string' && value.includes(FILLED)) return true;
    value = fieldsOf(value)[part];
  }
  return value !== undefined;
}
