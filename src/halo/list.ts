import { MOST_ROWS } from '../api.ts';
import type { Page } from './shapes.ts';

/** The most rows of a page, whatever `page_size` says (facts: "wire format"). */
export const PAGE_SIZE = 100;
/** Rows of a list that is not asked for by page, where the tenant cuts it (facts: "wire format"). */
const USUAL_PAGE = 50;
/** Pages that are asked for at the same time at first, where the length of a list is not told. */
const FIRST_PAGES = 3;

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
  /** The error for a list without end. */
  readonly endless: () => Error;
}

/**
 * Reads the whole of a list. Where the first answer may be only a part of it, its pages are read, several at the same
 * time, and merged by key: rows may move between pages, and change, while they are read.
 */
export async function readList<T>({ first, page, keyOf, endless }: ListSource<T>): Promise<T[]> {
  const start = await first();
  const { total } = start;
  if (isWhole(start)) return start.rows;
  const all = new Map(start.rows.map((row) => [keyOf(row), row]));
  let batch = total === undefined ? FIRST_PAGES : Math.ceil(total / PAGE_SIZE);
  for (let last = 0; ; ) {
    if ((last + batch) * PAGE_SIZE > 2 * MOST_ROWS) throw endless();
    const pages = await Promise.all(Array.from({ length: batch }, (_, index) => page(last + index + 1)));
    const before = all.size;
    for (const row of pages.flatMap(({ rows }) => rows)) all.set(keyOf(row), row);
    const isEnd = total === undefined ? pages.some(({ size }) => !isFullPage(size)) : all.size >= total;
    // Nothing new: the end, or a tenant that does not page.
    if (isEnd || all.size === before) return [...all.values()];
    last += batch;
    batch *= total === undefined ? 2 : 1;
  }
}

function isWhole({ size, total }: Page<unknown>): boolean {
  return total === undefined ? !isFullPage(size) : size >= total;
}
