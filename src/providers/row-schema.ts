import * as z from 'zod';
import { type Id, NO_ID } from '../engine/resource.ts';
import { isRaw, type Raw, type Recognisable, unrecognisable } from './row-reader.ts';

/** Reads a row; undefined if it is unusable. */
export interface RowReader<T> {
  (raw: Raw): T | undefined;
  /** The fields that identify rows of this kind. */
  readonly recognisable: Recognisable;
}

export function rowReader<T>(read: (raw: Raw) => T | undefined, recognisable: Recognisable): RowReader<T> {
  return Object.assign(read, { recognisable });
}

/** A list, or a page of one. */
export interface Page<T> {
  readonly rows: T[];
  /** The number of entries received, including unusable ones. */
  readonly size: number;
  /** The number of entries in the whole list, if the answer says so. */
  readonly total: number | undefined;
}

/** The objects of a list, and its number of entries. */
export interface Listed extends Omit<Page<Raw>, 'rows'> {
  readonly entries: readonly Raw[];
}

/** Whether an object has a field, other than an ID, that identifies rows of this kind. */
export function isOfKind(raw: Raw, { recognisable }: RowReader<unknown>): boolean {
  return Object.entries(recognisable).some(([name, isReadable]) => name !== 'id' && isReadable(raw[name]));
}

/** Reads one row. @param asked the ID that was requested, which replaces an unreadable one */
export function rowOf<T>(read: RowReader<T>, asked?: Id): z.ZodType<T> {
  return z.unknown().transform((body, context) => {
    const row = isRaw(body) ? read(body) : undefined;
    if (row !== undefined && (row as { id?: unknown }).id !== NO_ID) return row;
    if (row !== undefined && asked !== undefined && isRaw(body) && isOfKind(body, read)) return { ...row, id: asked };
    context.addIssue(isRaw(body) ? 'has no id' : 'is not one object');
    return z.NEVER;
  });
}

/**
 * Reads the rows of a list.
 *
 * @param listIn finds the list in an answer; undefined if there is none
 * @param fewest as for `unrecognisable`
 */
export function pageOf<T>(
  read: RowReader<T>,
  listIn: (body: unknown) => Listed | undefined,
  fewest?: number,
): z.ZodType<Page<T>> {
  return z.unknown().transform((body, context) => {
    const list = listIn(body);
    const wrong = list ? unrecognisable(list.entries, list.size, read.recognisable, fewest) : 'is not a list';
    if (list && wrong === undefined) {
      const { entries, size, total } = list;
      return { size, total, rows: entries.flatMap((raw) => read(raw) ?? []) };
    }
    context.addIssue(wrong ?? '');
    return z.NEVER;
  });
}
