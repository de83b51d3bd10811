import { type Id, NO_ID } from '../../engine/resource.ts';
import { isRaw, numericId, type Raw } from '../../providers/row-reader.ts';
import { inLowerCase } from '../../text/json.ts';

/**
 * Reads the rows of a list: an array, or an object that contains one (fact `halo-lists`); the longest, if there are
 * several. Names are in lower case.
 */
export function rowsIn(body: unknown): Raw[] {
  const lists = Array.isArray(body) ? [body] : Object.values(isRaw(body) ? body : {}).filter(Array.isArray);
  const [longest = []] = lists.toSorted((one, other) => other.length - one.length);
  return longest.filter(isRaw).map(inLowerCase);
}

/** A row as an object or in an array of one (fact `halo-written-row`); undefined if there is none. */
export function rowIn(body: unknown): Raw | undefined {
  const [first] = Array.isArray(body) && body.length === 1 ? body : [body];
  return isRaw(first) ? first : undefined;
}

/** The ID of a row, as a number if it is one; undefined if it has none. */
export function idIn({ id }: Raw): Id | undefined {
  const number = numericId(id);
  if (number !== undefined) return number;
  return typeof id === 'string' && id !== NO_ID ? id : undefined;
}

/** Whether two IDs are the same: GUIDs may differ in case, and numbers come as text. */
export function isSame(one: unknown, other: Id): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

/** Whether a list contains the row with this ID. */
export function hasRow(rows: readonly Raw[], id: Id): boolean {
  return rows.some((row) => isSame(row.id, id));
}
