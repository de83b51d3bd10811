import { MAX_ROWS } from '../../http/api-failures.ts';
import type { Page } from '../row-schema.ts';

/** The maximum number of rows on a page, whatever `page_size` says (fact `halo-pages`). */
export const PAGE_SIZE = 100;
/** The number of rows at which a tenant cuts a list requested without pages (fact `halo-pages`). */
const DEFAULT_PAGE_SIZE = 50;
/** Pages requested at once if the length of a list is unknown: 500 rows, and the end. */
const FIRST_PAGES = 6;

/** Whether more rows may follow after this number. */
function isFullPage(size: number): boolean {
  return size > 0 && size % DEFAULT_PAGE_SIZE === 0;
}

/** How to read a list. */
export interface ListSource<T> {
  /** Reads the list without paging. */
  readonly first: () => Promise<Page<T>>;
  /** Reads a page, counted from 1. */
  readonly page: (number: number) => Promise<Page<T>>;
  /** Identifies the same row in different answers. */
  readonly keyOf: (row: T) => unknown;
  /** How many pages the list had when it was last read. They are requested at once. */
  readonly expected: number;
  /** Whether the tenant was seen to show only part of the list, whichever page is requested. */
  readonly isTruncated: boolean;
  /** Creates the error for a list without end. */
  readonly tooManyRowsError: () => Error;
  /** Receives the number of rows read so far. */
  readonly show?: (rows: number) => void;
}

/** The result of reading a list. */
export interface ReadList<T> {
  readonly rows: T[];
  /** How many pages to request at once next time. */
  readonly pages: number;
  /** Set if the tenant shows only part of the list, whichever page is requested. Includes the total, if known. */
  readonly cut?: { readonly total: number | undefined };
}

/**
 * Reads a whole list. If the first answer may be incomplete, reads its pages, several at a time, and merges them by
 * key: rows may change or move between pages meanwhile.
 *
 * The API document names paging parameters for few lists. Unknown ones are ignored (fact `halo-unknown-parameters`).
 */
export async function readList<T>(source: ListSource<T>): Promise<ReadList<T>> {
  const { first, page, keyOf, expected, isTruncated: wasCut, tooManyRowsError, show } = source;
  const all = new Map<unknown, T>();
  /** Entries of all pages, including unusable ones. */
  let entries = 0;
  const take = (pages: readonly Page<T>[]) => {
    for (const row of pages.flatMap(({ rows }) => rows)) all.set(keyOf(row), row);
    show?.(all.size);
  };
  const read = async (from: number, count: number) => {
    const pages = await Promise.all(Array.from({ length: count }, (_, index) => page(from + index)));
    entries += pages.reduce((sum, { size }) => sum + size, 0);
    take(pages);
    return pages;
  };
  const [start, early] = await Promise.all([first(), read(1, expected)]);
  const { total } = start;
  take([start]);
  const isEnd = (last: readonly Page<T>[]) =>
    total === undefined ? last.some(({ size }) => !isFullPage(size)) : Math.max(start.size, entries) >= total;
  if (isEnd(early.length > 0 ? early : [start])) return { rows: [...all.values()], pages: expected };
  if (wasCut) return { rows: [...all.values()], pages: 0, cut: { total } };
  let batch = total === undefined ? FIRST_PAGES : Math.max(Math.ceil(total / PAGE_SIZE) - expected, 1);
  for (let done = expected; ; ) {
    if ((done + batch) * PAGE_SIZE > 2 * MAX_ROWS) throw tooManyRowsError();
    const before = all.size;
    const pages = await read(done + 1, batch);
    done += batch;
    const rows = [...all.values()];
    // Nothing new: the end, or a tenant without paging. An uncounted list that is longer than a page was not cut.
    const isCut = all.size === before && (total === undefined ? start.size <= PAGE_SIZE : all.size < total);
    if (isCut && !(total === undefined && isEnd(pages))) return { rows, pages: 0, cut: { total } };
    if (isEnd(pages) || all.size === before) return { rows, pages: done };
    batch *= total === undefined ? 2 : 1;
  }
}
