import { type FieldKey, fieldOf, fields, serviceOf } from './settings.ts';

const required = fields.filter(({ isRequired }) => isRequired);
const keys = (of: typeof fields): readonly FieldKey[] => of.map(({ key }) => key);

/** What `apply` requires. */
export const TO_APPLY = keys(required);

/** What signing in to both services requires. */
export const CREDENTIALS = keys(required.filter(({ role }) => role === 'sign-in' || role === 'account'));

/** The API application of Halo. */
export const APPLICATION = keys(required.filter((field) => field.role === 'sign-in' && serviceOf(field) === 'halo'));

/** What is left of required settings where one service alone is worked on. */
export function requiredFor(
  only: 'ilert' | 'halo' | undefined,
  wanted: readonly FieldKey[] = TO_APPLY,
): readonly FieldKey[] {
  return only === undefined ? wanted : wanted.filter((key) => serviceOf(fieldOf(key)) === only);
}
