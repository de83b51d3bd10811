import type { QueryKinds, QueryValues } from '../../http/query.ts';
import type { Route } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { HaloState } from '../state.ts';
import { listQuery, pageOfRows } from './list-answer.ts';

/** How a tenant answers lists; tenants differ in that (facts `halo-lists`, `halo-pages`). */
export interface ListStyle {
  /** Whether lists are arrays, or objects with one in them; undefined: as each route usually does. */
  wrapped: boolean | undefined;
  /** Whether an object tells how many rows the whole list has. */
  counts: boolean;
  /** Whether `pageinate` is heeded, or ignored as what is unknown. */
  pages: boolean;
  /** Rows of a list that is not asked for by page; undefined: all of them. */
  usualPage: number | undefined;
  /** Whether parameters such as `webhook_id` and `type` choose rows, or are ignored. */
  filters: boolean;
  /** Whether fields that are null are left out of rows. */
  omitsNulls: boolean;
}

/** A list as it is asked for by most. */
export const USUAL_LISTS: ListStyle = {
  wrapped: undefined,
  counts: true,
  pages: true,
  usualPage: undefined,
  filters: true,
  omitsNulls: false,
};

/** A route that lists rows. */
export interface List {
  /** Its path below `/api`. */
  readonly name: string;
  readonly query?: QueryKinds;
  /** The field that holds the rows, where this list is usually an object; without it, an array. */
  readonly field?: string;
  /** The tenant's rows that are asked for. @param query without what the tenant ignores */
  readonly rows: (query: QueryValues) => readonly Json[];
  /** Whether a row of others, of which nothing is known, is asked for. */
  readonly isAsked?: (row: Json, query: QueryValues) => boolean;
}

/** Lists a tenant's rows and those of others, in the tenant's own way. */
export function listRoute(
  state: HaloState,
  { name, query: kinds = {}, field, rows, isAsked = () => true }: List,
): Route {
  return {
    name,
    method: 'GET',
    path: `/api/${name}`,
    query: { ...listQuery, ...kinds },
    handle({ query: asked }) {
      const { filters, wrapped = field !== undefined, counts, usualPage, omitsNulls, pages } = state.lists;
      const query = filters ? asked : asked.without(Object.keys(kinds).filter((each) => each !== 'showall'));
      const others = (state.others[name] ?? []).filter((row) => isAsked(row, query));
      const all = state.othersFirst ? [...others, ...rows(query)] : [...rows(query), ...others];
      const page = pageOfRows(all, pages ? asked : asked.without(['pageinate']), usualPage).map((row) =>
        omitsNulls ? withoutNulls(row) : row,
      );
      if (!wrapped) return { status: 200, body: page };
      return {
        status: 200,
        body: { ...(counts && { record_count: all.length }), [field ?? name.toLowerCase()]: page },
      };
    },
  };
}

/** A row of others as it is listed, for routes that read one by its id. */
export function otherRow({ others }: HaloState, name: string, id: string | undefined): Json | undefined {
  return others[name]?.find((row) => row.id !== null && row.id !== undefined && String(row.id) === id);
}

function withoutNulls(row: Json): Json {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
