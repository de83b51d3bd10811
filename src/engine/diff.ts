import { Secret } from '../secret/secret.ts';
import type { FieldChange } from './resource.ts';
import { type Fields, sameValue, Unknown, type Value } from './values.ts';

/** Returns the fields of a row that differ from the wanted ones; `view` is the row in the form of `props`. */
export function changedFields(view: Fields, props: Fields): FieldChange[] {
  return Object.keys(props)
    .filter((field) => !sameValue(view[field], props[field]))
    .map((field) => ({ field, before: view[field], after: props[field] }));
}

/** Returns the wanted fields that have changed. */
export function onlyChanged(props: Fields, changes: readonly FieldChange[]): Fields {
  const changed = new Set(changes.map(({ field }) => field));
  return Object.fromEntries(Object.entries(props).filter(([field]) => changed.has(field)));
}

/** Whether a value is the planned one, with unknown parts filled in. */
export function fillsIn(planned: Value, actual: Value): boolean {
  if (planned instanceof Unknown) return true;
  if (planned instanceof Secret || actual instanceof Secret || !isNested(planned) || !isNested(actual))
    return sameValue(planned, actual);
  const names = new Set([...Object.keys(planned), ...Object.keys(actual)]);
  return [...names].every((name) => fillsIn(planned[name], actual[name]));
}

function isNested(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !(value instanceof Secret) && !(value instanceof Unknown);
}
