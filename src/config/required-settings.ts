import { type FieldKey, fieldOf, fields, serviceOf } from './settings.ts';

const required = fields.filter(({ isRequired }) => isRequired);
const keys = (of: typeof fields): readonly FieldKey[] => of.map(({ key }) => key);

/** What `apply` requires. */
export const TO_APPLY = keys(required);

/** What is required to sign in to both services. */
export const CREDENTIALS = keys(required.filter(({ role }) => role === 'sign-in' || role === 'account'));

/** What identifies Halo's API application. */
export const APPLICATION = keys(required.filter((field) => field.role === 'sign-in' && serviceOf(field) === 'halo'));

/** Returns those of the required settings that remain if only one service is used. */
export function requiredFor(
  only: 'ilert' | 'halo' | undefined,
  wanted: readonly FieldKey[] = TO_APPLY,
): readonly FieldKey[] {
  return only === undefined ? wanted : wanted.filter((key) => serviceOf(fieldOf(key)) === only);
}
