import { fieldsOf, parseJson } from '../text/json.ts';
import { filled } from './json.ts';
import { variablesOf } from './template.ts';
import { variableType } from './ticket-variables.ts';

/** Where ilert finds the name of a ticket's priority in what Halo sends. */
export const PRIORITY_NAME: readonly string[] = ['ticket', 'priority', 'name'];

/** Stands for a whole object; payloads don't contain this character themselves. */
const OBJECT = '\ue000';

/**
 * Whether a payload sends a text or a number at a path. A variable on the way that may be an object, such as
 * `<<ticket>>`, may include everything below it, unless it is within quotes. Pure.
 */
export function sendsAt(template: string, path: readonly string[]): boolean {
  const variables = variablesOf(template);
  const mayBe = (object: boolean) => variables.filter(({ name }) => mayBeObject(name) === object);
  const text = filled(filled(template, mayBe(false), '0', '0'), mayBe(true), `"${OBJECT}"`, '0');
  let value = parseJson(text);
  for (const part of path) {
    if (value === OBJECT) return true;
    value = fieldsOf(value)[part];
  }
  return value !== undefined && typeof value !== 'object' && value !== OBJECT;
}

function mayBeObject(name: string): boolean {
  const type = variableType(name);
  return type === undefined || type === 'object' || type === 'unknown';
}
