import type { QueryKinds, QueryValues } from '../../http/query.ts';
import { badRequest } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { HaloState } from '../state.ts';

/** A query parameter that limits a list to rows whose field has its value, case-insensitively. */
export interface Filter {
  readonly type: 'int' | 'string';
  /** The field, if its name differs from the parameter's. */
  readonly field?: string;
  /** Which rows of others are listed; by default those with the value. */
  readonly others?: 'unless-missing' | 'all';
}

export interface List {
  /** Its path below `/api`. */
  readonly name: string;
  /** The field with the rows if this list is usually an object; if not set, an array. */
  readonly field?: string;
  readonly filters?: Readonly<Record<string, Filter>>;
  /** Query parameters besides the filters and those of every list. */
  readonly query?: QueryKinds;
  /** The tenant's own rows, as listed. */
  readonly rows: (query: QueryValues) => readonly Json[];
  /** Which rows are listed, besides the filters. @param query without parameters that the tenant ignores */
  readonly isListed?: (row: Json, query: QueryValues) => boolean;
}

const ORDERS = ['', '2', '3', '4', '5'];

/** The parameters for ordering and paging a list. */
export const listQuery = {
  count: { type: 'int', min: 0 },
  page_no: { type: 'int', min: 1 },
  page_size: { type: 'int', min: 1 },
  pageinate: { type: 'bool' },
  order: { type: 'string' },
  orderdesc: { type: 'bool' },
} as const satisfies QueryKinds;

const furtherOrders: QueryKinds = Object.fromEntries(
  ORDERS.slice(1).flatMap((n) => [
    [`order${n}`, { type: 'string' }],
    [`orderdesc${n}`, { type: 'bool' }],
  ]),
);

/** Rows of a page if the client gives no size (inferred). */
const DEFAULT_PAGE_SIZE = 50;

/** The maximum number of rows on a page, whatever `page_size` says. */
const LARGEST_PAGE = 100;

/** Lists a tenant's rows and those of others in the tenant's style. */
export function listRoute(state: HaloState, list: List): Route {
  const { name, field, filters = {}, query: kinds = {}, rows, isListed = () => true } = list;
  // Every tenant respects `showall`, but not every tenant the other parameters.
  const ignorable = [...Object.keys(filters), ...Object.keys(kinds)].filter((each) => each !== 'showall');
  return {
    name,
    method: 'GET',
    path: `/api/${name}`,
    query: { ...listQuery, ...furtherOrders, ...filters, ...kinds },
    handle({ query: asked }) {
      const { wrapped = field !== undefined, counts, usualPage, omitsNulls, omittedFields, pages } = state.lists;
      const query = asked.without(state.lists.filters ? ignored(state) : ignorable);
      const listed = (candidates: readonly Json[], ofOthers: boolean) =>
        candidates.filter((row) => passes(filters, query, row, ofOthers) && isListed(row, query));
      const own = listed(rows(query), false);
      const others = listed(state.others[name] ?? [], true);
      const all = state.othersFirst ? [...others, ...own] : [...own, ...others];
      const page = pageOfRows(state, all, pages ? asked : asked.without(['pageinate']), usualPage);
      const isShown = ([field, value]: [string, unknown]) =>
        !(omitsNulls && value === null) && !omittedFields.includes(field);
      const shown = page.map((row) => Object.fromEntries(Object.entries(row).filter(isShown)));
      if (!wrapped) return { status: 200, body: shown };
      const count = counts ? { record_count: all.length } : {};
      return { status: 200, body: { ...count, [field ?? name.toLowerCase()]: shown } };
    },
  };
}

function ignored(state: HaloState): readonly string[] {
  return state.contradicts('halo-lists-filtered') ? ['webhook_id', 'integration_id', 'type'] : [];
}

function passes(filters: Readonly<Record<string, Filter>>, query: QueryValues, row: Json, ofOthers: boolean): boolean {
  return Object.entries(filters).every(([name, { field = name, others }]) => {
    const wanted = query.string(name);
    if (wanted === undefined || (ofOthers && others === 'all')) return true;
    const value = row[field] ?? undefined;
    if (value === undefined) return ofOthers && others === 'unless-missing';
    return String(value).toLowerCase() === wanted.toLowerCase();
  });
}

/** Returns the rows that a list shows: a page with `pageinate=true`, else the first `count` or `usual` ones. */
export function pageOfRows(state: HaloState, rows: readonly Json[], query: QueryValues, usual = rows.length): Json[] {
  const ordered = inOrder(rows, query);
  if (!query.bool('pageinate')) return ordered.slice(0, query.int('count') ?? usual);
  const largest = state.contradicts('halo-pages') ? rows.length : LARGEST_PAGE;
  const size = Math.min(query.int('page_size') ?? DEFAULT_PAGE_SIZE, largest);
  const start = ((query.int('page_no') ?? 1) - 1) * size;
  return ordered.slice(start, start + size);
}

function inOrder(rows: readonly Json[], query: QueryValues): Json[] {
  const sorted = [...rows];
  // From the least to the most important, since sorting is stable.
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
