import { type Id, NO_ID } from '../../engine/resource.ts';
import { isRaw, type Raw } from '../../providers/row-reader.ts';
import { inLowerCase } from '../../text/json.ts';

/** Reads the rows of a list: an array, or an object that contains one (fact `halo-lists`). Names are in lower case. */
export function rowsIn(body: unknown): Raw[] {
  const lists = Array.isArray(body) ? [body] : Object.values(isRaw(body) ? body : {}).filter(Array.isArray);
  return lists.flat().filter(isRaw).map(inLowerCase);
}

/** The ID of a row; undefined if it has none. */
export function idIn({ id }: Raw): Id | undefined {
  return (typeof id === 'number' || typeof id === 'string') && id !== NO_ID ? id : undefined;
}

/** Whether two IDs are the same: GUIDs may differ in case, and numbers come as text. */
export function isSame(one: unknown, other: Id): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

/** Whether a list contains the row with this ID. */
export function hasRow(rows: readonly Raw[], id: Id): boolean {
  return rows.some((row) => isSame(row.id, id));
}
