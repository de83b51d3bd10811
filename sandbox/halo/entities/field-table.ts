/**
 * Type of a field in Halo's document: `!` where it may not be null, `[X]` a list of the entity X (or of plain
 * objects), the bare name of an entity for a nested one.
 */
export type FieldType = string;

/** The fields of one entity and their types. */
export type FieldTable = ReadonlyMap<string, FieldType>;

/** Turns `{ type: 'names, separated by blanks' }` into a table. */
export function fieldTable(namesByType: Readonly<Record<FieldType, string>>): FieldTable {
  return new Map(
    Object.entries(namesByType).flatMap(([type, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name): [string, FieldType] => [name, type]),
    ),
  );
}
