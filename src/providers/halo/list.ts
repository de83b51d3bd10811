import { MAX_ROWS } from '../../http/api-failures.ts';
import type { Page } from '../row-schema.ts';

/** The most rows of a page, whatever `page_size` says (fact `halo-pages`). */
export const PAGE_SIZE = 100;
/** Rows of a list that is not asked for by page, where the tenant cuts it (fact `halo-pages`). */
const USUAL_PAGE = 50;
/** Pages that are requested at once if the length of a list is unknown: 500 rows, and the end. */
const FIRST_PAGES = 6;

/** Whether there may be rows behind so many. */
function isFullPage(size: number): boolean {
  return size > 0 && size % USUAL_PAGE === 0;
}

/** How a list is read. */
export interface ListSource<T> {
  /** The list as it comes when it is not asked for by page. */
  readonly first: () => Promise<Page<T>>;
  /** A page of it, counted from 1. */
  readonly page: (number: number) => Promise<Page<T>>;
  /** What makes a row the same as in another answer. */
  readonly keyOf: (row: T) => unknown;
  /** How many pages it had when it was last read: they are asked for at once. */
  readonly expected: number;
  /** Whether the tenant was seen to show a part of it only, whatever page is asked for. */
  readonly isCut: boolean;
  /** The error for a list without end. */
  readonly endless: () => Error;
  /** Is told how many rows have been read so far. */
  readonly show?: (rows: number) => void;
}

/** What was read of a list. */
export interface ReadList<T> {
  readonly rows: T[];
  /** How many pages are worth asking for at once the next time. */
  readonly pages: number;
  /** Set if the tenant shows only a part of the list, whichever page is requested; with the total, if it is known. */
  readonly cut?: { readonly total: number | undefined };
}

/**
 * Reads the whole of a list. Where the first answer may be only a part of it, its pages are read, several at the same
 * time, and merged by key: rows may move between pages, and change, while they are read.
 *
 * The document names paging parameters for few lists, and what is unknown is ignored (fact `halo-unknown-parameters`).
 */
export async function readList<T>(source: ListSource<T>): Promise<ReadList<T>> {
  const { first, page, keyOf, expected, isCut: wasCut, endless, show } = source;
  const all = new Map<unknown, T>();
  /** Entries of all pages, with those that can't be used. */
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
    if ((done + batch) * PAGE_SIZE > 2 * MAX_ROWS) throw endless();
    const before = all.size;
    const pages = await read(done + 1, batch);
    done += batch;
    const rows = [...all.values()];
    // Nothing new: the end, or a tenant that does not page. An uncounted list that is longer than a page was not cut.
    const isCut = all.size === before && (total === undefined ? start.size <= PAGE_SIZE : all.size < total);
    if (isCut && !(total === undefined && isEnd(pages))) return { rows, pages: 0, cut: { total } };
    if (isEnd(pages) || all.size === before) return { rows, pages: done };
    batch *= total === undefined ? 2 : 1;
  }
}
