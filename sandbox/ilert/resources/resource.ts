import type { QueryKinds, QueryValues } from '../../http/query.ts';
import { notFound } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import type { IlertState } from '../state.ts';
import { byId, type Json } from '../views.ts';

/** A kind of row with its operations in ilert's API, all under one path. */
export interface Resource<Row extends { id: number }> {
  /** Its path below `/api`. */
  readonly name: string;
  /** Its name in the 404 for a missing row. */
  readonly noun: string;
  readonly rows: Row[];
  /** Called before rows are listed or read, to apply changes due to time. */
  readonly refresh?: () => void;
  readonly list: {
    /** The maximum number of rows on a page, and the default (50). */
    readonly largestPage: number;
    readonly usualPage?: number;
    readonly query?: QueryKinds;
    readonly isListed?: (row: Row, query: QueryValues) => boolean;
    readonly newestFirst?: boolean;
    readonly show: (row: Row) => Json;
  };
  readonly read?: {
    readonly query?: QueryKinds;
    /** Finds a row by something other than its ID. */
    readonly find?: (idOrKey: string) => Row | undefined;
    readonly show: (row: Row, query: QueryValues) => Json;
  };
  readonly write?: {
    readonly create: (body: unknown) => Row;
    readonly replace: (row: Row, body: unknown) => void;
    readonly show: (row: Row) => Json;
    /** Refuses to delete a row that is in use. */
    readonly checkDeletion?: (row: Row) => void;
  };
}

/** The routes of a resource: list, read, create, replace, delete, as far as it has them. */
export function resourceRoutes<Row extends { id: number }>(state: IlertState, resource: Resource<Row>): Route[] {
  const { name, noun, rows, refresh, list, read, write } = resource;
  const path = `/api/${name}`;
  const routes: Route[] = [
    {
      name,
      method: 'GET',
      path,
      query: {
        'start-index': { type: 'int', min: 0 },
        'max-results': { type: 'int', min: 1, max: list.largestPage },
        ...list.query,
      },
      handle({ query }) {
        refresh?.();
        const listed = rows.filter((row) => list.isListed?.(row, query) ?? true);
        const own = (list.newestFirst ? listed.toReversed() : listed).map(list.show);
        const others = state.others[name] ?? [];
        const all = state.othersFirst ? [...others, ...own] : [...own, ...others];
        if (state.contradicts('ilert-lists')) return { status: 200, body: all };
        const start = query.int('start-index') ?? 0;
        const size = query.int('max-results') ?? list.usualPage ?? 50;
        return { status: 200, body: all.slice(start, start + size) };
      },
    },
  ];
  if (read) {
    routes.push({
      name,
      method: 'GET',
      path: `${path}/:id`,
      query: read.query ?? {},
      handle({ params: { id = '' }, query }) {
        refresh?.();
        return { status: 200, body: read.show(read.find?.(id) ?? findRow(rows, id, noun), query) };
      },
    });
  }
  if (write) {
    routes.push(
      {
        name,
        method: 'POST',
        path,
        body: 'json',
        handle({ body }) {
          const row = write.create(body);
          const location = `${state.origin}${path}/${row.id}`;
          return { status: 201, headers: { location }, body: write.show(row) };
        },
      },
      {
        name,
        method: 'PUT',
        path: `${path}/:id`,
        body: 'json',
        handle({ params, body }) {
          const row = findRow(rows, params.id, noun);
          write.replace(row, body);
          return { status: 200, body: write.show(row) };
        },
      },
      {
        name,
        method: 'DELETE',
        path: `${path}/:id`,
        handle({ params }) {
          const row = findRow(rows, params.id, noun);
          write.checkDeletion?.(row);
          rows.splice(rows.indexOf(row), 1);
          return { status: 204 };
        },
      },
    );
  }
  return routes;
}

/**
 * Finds the row with the ID in a path.
 *
 * @throws Refusal 404
 */
export function findRow<Row extends { id: number }>(rows: readonly Row[], id: string | undefined, noun: string): Row {
  const row = id !== undefined && /^\d+$/.test(id) ? byId(rows, Number(id)) : undefined;
  if (!row) throw notFound(`There is no such ${noun}.`);
  return row;
}
