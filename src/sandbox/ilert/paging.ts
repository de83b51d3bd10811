import type { QueryKinds, QueryValues } from '../query.ts';

/** The two parameters every list takes, with the largest page the document allows. */
export function pagingQuery(largest: number): QueryKinds {
  return { 'start-index': { type: 'int', min: 0 }, 'max-results': { type: 'int', min: 1, max: largest } };
}

/** One page: from `start-index` (default 0), `max-results` rows (default as documented per route). */
export function page<Row>(rows: readonly Row[], query: QueryValues, usual: number): Row[] {
  const start = query.int('start-index') ?? 0;
  return rows.slice(start, start + (query.int('max-results') ?? usual));
}
