import { fieldsIn, Unknown, type Value } from '../engine/values.ts';

/** A row that others refer to by name or ID. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** Kinds of rows that fields refer to by ID. */
export type NameKind =
  | 'escalationPolicy'
  | 'team'
  | 'supportHours'
  | 'service'
  | 'users'
  | 'schedules'
  | 'ticketType'
  | 'priority'
  | 'agent';

/** Names by ID, from the lists that were read. */
export type Names = { readonly [Kind in NameKind]?: ReadonlyMap<string, string> };

/** Names of the rows of a list, by ID. If several rows share a name, the ID is added. */
export function namesIn(rows: readonly Named[]): ReadonlyMap<string, string> {
  const isUnique = (wanted: string) =>
    new Set(rows.filter(({ name }) => name.trim() === wanted).map(({ id }) => id)).size === 1;
  return new Map(
    rows.flatMap(({ id, name }) => {
      const trimmed = name.trim();
      if (trimmed === '') return [];
      return [[String(id), isUnique(trimmed) ? trimmed : `${trimmed} (ID ${id})`] as const];
    }),
  );
}

/** Returns the name for an ID, or for a row that contains one; `(ID 7)` if unknown. Pure. */
export function nameOfReference(reference: Value, names: ReadonlyMap<string, string> | undefined): string {
  const { id = reference, name } = fieldsIn(reference);
  if (id instanceof Unknown) return id.called ?? id.label;
  const known = names?.get(String(id));
  if (known !== undefined) return known;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : `(ID ${id})`;
}
