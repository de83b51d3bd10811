import type { QueryKinds, QueryValues } from '../../http/query.ts';
import { badRequest, notFound } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import type { EntityName } from '../entities/entities.ts';
import { type Json, postedElement } from '../entities/entity-schema.ts';
import type { HaloState } from '../state.ts';
import { type List, listRoute } from './lists.ts';

/** A kind of row with its operations in Halo's API, all under one path. */
export interface Resource<Row extends { id: number | string }> {
  /** Its path below `/api`, also for `state.forbid` and messages. */
  readonly name: string;
  /** Its name in the 404 for a missing row. */
  readonly noun: string;
  readonly rows: Row[];
  /** The row in lists and deletions. */
  readonly listed: (row: Row) => Json;
  /** The row in reads and posts; `listed` by default. @param query undefined after a post */
  readonly detailed?: (row: Row, query?: QueryValues) => Json;
  /** How rows are listed. If not set, the caller adds its own list. */
  readonly list?: Pick<List, 'field' | 'filters' | 'query' | 'isListed'>;
  readonly read?: {
    readonly query?: QueryKinds;
    /** True: rows of others can be read too. */
    readonly others?: boolean;
  };
  readonly post?: Post<Row>;
  readonly delete?: {
    readonly query?: QueryKinds;
    /** Says which rows refer to this one; undefined if none do. */
    readonly children?: (row: Row) => string | undefined;
  };
}

/** How rows are created and updated. */
interface Post<Row> {
  readonly entity: EntityName;
  /** Creates or updates a row from an element with valid types. */
  readonly save: (element: Json) => Row;
  /** The answer: the row or an array of it, depending on the route (fact `halo-written-row`). */
  readonly answer: 'row' | 'array';
  /** Creates a row from a document with `_is_new`, as a page posts it after "Import from JSON". */
  readonly importRow?: (document: unknown) => Row;
}

/** The routes of a resource: list, read, create or update, delete, as far as it has them. */
export function resourceRoutes<Row extends { id: number | string }>(
  state: HaloState,
  { name, noun, rows, listed, detailed = listed, list, read = {}, post, delete: deletion }: Resource<Row>,
): Route[] {
  const path = `/api/${name}`;
  const routes: Route[] = [
    {
      name,
      method: 'GET',
      path: `${path}/:id`,
      query: read.query ?? {},
      handle({ params, query }) {
        const other = read.others ? otherRow(state, name, params.id) : undefined;
        return { status: 200, body: other ?? detailed(findRow(rows, params.id, noun), query) };
      },
    },
  ];
  if (list) routes.push(listRoute(state, { ...list, name, rows: () => rows.map(listed) }));
  if (post) {
    routes.push({
      name,
      method: 'POST',
      path,
      body: 'json',
      handle({ body }) {
        const shown = detailed(saved(post, body));
        return { status: 200, body: post.answer === 'array' ? [shown] : shown };
      },
    });
  }
  if (deletion) {
    routes.push({
      name,
      method: 'DELETE',
      path: `${path}/:id`,
      query: deletion.query ?? {},
      handle({ params }) {
        const row = findRow(rows, params.id, noun);
        const children = state.refusesOrphans ? deletion.children?.(row) : undefined;
        if (children !== undefined) throw badRequest(children);
        const shown = listed(row);
        removeRow(rows, row);
        return { status: 200, body: shown };
      },
    });
  }
  return routes;
}

function saved<Row extends { id: number | string }>({ entity, save, importRow }: Post<Row>, body: unknown): Row {
  const isImport = importRow && Array.isArray(body) && body.length === 1 && Boolean(body[0]?._is_new);
  return isImport ? importRow(body[0]) : save(postedElement(entity, body));
}

/**
 * Finds the row with the ID in a path or a body.
 *
 * @throws Refusal 404
 */
export function findRow<Row extends { id: number | string }>(rows: readonly Row[], id: unknown, noun: string): Row {
  const row = rows.find((candidate) => String(candidate.id) === String(id).toLowerCase());
  if (!row) throw notFound(`There is no such ${noun}.`);
  return row;
}

/** Removes a row from its list. */
export function removeRow<Row>(rows: Row[], row: Row): void {
  rows.splice(rows.indexOf(row), 1);
}

function otherRow({ others }: HaloState, name: string, id: string | undefined): Json | undefined {
  return others[name]?.find((row) => row.id !== null && row.id !== undefined && String(row.id) === id);
}
