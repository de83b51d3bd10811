import type { FieldChange } from './resource.ts';
import { type Fields, sameValue } from './values.ts';

/** The wanted fields that a row has otherwise; `view` gives the row in the form of what is wanted. */
export function changedFields(view: Fields, wanted: Fields): FieldChange[] {
  return Object.keys(wanted)
    .filter((field) => !sameValue(view[field], wanted[field]))
    .map((field) => ({ field, before: view[field], after: wanted[field] }));
}

/** Of the wanted fields, those that changed. */
export function onlyChanged(wanted: Fields, changes: readonly FieldChange[]): Fields {
  const changed = new Set(changes.map(({ field }) => field));
  return Object.fromEntries(Object.entries(wanted).filter(([field]) => changed.has(field)));
}
