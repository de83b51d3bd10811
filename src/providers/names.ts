import { fieldsIn, Unknown, type Value } from '../engine/values.ts';

/** A row that is referred to by name or id. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** Kinds of things that fields refer to by id. */
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

/** What ids stand for, as far as lists were read: names by id. */
export type Names = { readonly [Kind in NameKind]?: ReadonlyMap<string, string> };

/** Names of the rows of a list, by id. Where several ids have the same name, the id tells which one is meant. */
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

/** What an id, or a row that comes with one, is called; `(ID 7)` where nothing tells. Pure. */
export function nameOfReference(reference: Value, names: ReadonlyMap<string, string> | undefined): string {
  const { id = reference, name } = fieldsIn(reference);
  if (id instanceof Unknown) return id.called ?? id.label;
  const known = names?.get(String(id));
  if (known !== undefined) return known;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : `(ID ${id})`;
}
