import type { QueryKinds, QueryValues } from '../../http/query.ts';
import { badRequest } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';

const ORDERS = ['', '2', '3', '4', '5'];

/** The parameters of a list that can be ordered and paged. */
export const listQuery: QueryKinds = {
  count: { type: 'int', min: 0 },
  page_no: { type: 'int', min: 1 },
  page_size: { type: 'int', min: 1 },
  pageinate: { type: 'bool' },
  ...Object.fromEntries(
    ORDERS.flatMap((n) => [
      [`order${n}`, { type: 'string' }],
      [`orderdesc${n}`, { type: 'bool' }],
    ]),
  ),
};

/** Rows of a page where the client does not say; inferred. */
const USUAL_PAGE = 50;

/** No page has more rows, whatever `page_size` says. */
const LARGEST_PAGE = 100;

/**
 * The rows that a list shows: a page of them with `pageinate=true`, else the first `count`.
 *
 * @param usual how many, where the client says neither; undefined: all
 */
export function pageOfRows(rows: readonly Json[], query: QueryValues, usual?: number): Json[] {
  const ordered = inOrder(rows, query);
  if (query.bool('pageinate')) return paged(ordered, query);
  return cut(ordered, query, usual);
}

/** A list the way some of Halo's routes answer: `{record_count, <name>: [...]}`, with the number of rows of all pages. */
export function countedList(name: string, rows: readonly Json[], query: QueryValues): Json {
  return { record_count: rows.length, [name]: pageOfRows(rows, query) };
}

/** The first `count` rows. */
export function cut<Row>(rows: readonly Row[], query: QueryValues, usual = rows.length): Row[] {
  return rows.slice(0, query.int('count') ?? usual);
}

function paged<Row>(rows: readonly Row[], query: QueryValues): Row[] {
  const size = Math.min(query.int('page_size') ?? USUAL_PAGE, LARGEST_PAGE);
  const start = ((query.int('page_no') ?? 1) - 1) * size;
  return rows.slice(start, start + size);
}

function inOrder(rows: readonly Json[], query: QueryValues): Json[] {
  const sorted = [...rows];
  // From the least important to the most: sorting is stable.
  for (const n of ORDERS.toReversed()) {
    const field = query.string(`order${n}`);
    if (field === undefined) continue;
    if (rows.length > 0 && !rows.some((row) => field in row)) throw badRequest(`Cannot order by "${field}".`);
    const direction = query.bool(`orderdesc${n}`) ? -1 : 1;
    sorted.sort((one, other) => direction * compared(one[field], other[field]));
  }
  return sorted;
}

function compared(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one ?? '') < String(other ?? '') ? -1 : Number(String(one ?? '') > String(other ?? ''));
}
