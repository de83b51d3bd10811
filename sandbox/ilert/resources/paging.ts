import type { QueryKinds, QueryValues } from '../../http/query.ts';
import type { IlertState, OtherRows } from '../state.ts';

type Json = Record<string, unknown>;

/** The two parameters every list takes, with the largest page the document allows. */
export function pagingQuery(largest: number): QueryKinds {
  return { 'start-index': { type: 'int', min: 0 }, 'max-results': { type: 'int', min: 1, max: largest } };
}

/** The account's own rows of a list, as it shows them, together with those of others. */
export function withOthers({ others, othersFirst }: IlertState, list: keyof OtherRows, own: readonly Json[]): Json[] {
  return othersFirst ? [...others[list], ...own] : [...own, ...others[list]];
}

/** One page: from `start-index` (default 0), `max-results` rows (default as documented per route). */
export function page<Row>(rows: readonly Row[], query: QueryValues, usual: number): Row[] {
  const start = query.int('start-index') ?? 0;
  return rows.slice(start, start + (query.int('max-results') ?? usual));
}
