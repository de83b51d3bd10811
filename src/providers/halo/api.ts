import * as z from 'zod';
import { type Id, NO_ID, type StoredRow, type WriteRequest } from '../../engine/resource.ts';
import { type Fields, onTheWire } from '../../engine/values.ts';
import { ApiError } from '../../errors/api-error.ts';
import { call } from '../../http/api-call.ts';
import { tooManyRows } from '../../http/api-failures.ts';
import type { HttpClient } from '../../http/client.ts';
import type { HttpRequest } from '../../http/request.ts';
import type { Service } from '../../http/service.ts';
import type { RowReader } from '../row-schema.ts';
import type { HaloSession } from './auth.ts';
import { TruncatedList } from './cut-list.ts';
import { type CatalogueRow, EVENT_CATALOGUE, namesEvents } from './event-catalogue.ts';
import { PAGE_SIZE, readList } from './list.ts';
import { withEventNumber, withSteps } from './required.ts';
import {
  type AnyRow,
  agentRow,
  anyRow,
  type EventRow,
  eventRow,
  type IntegrationRow,
  integrationRow,
  lookupRow,
  type MethodRow,
  methodRow,
  namedRow,
  oneOf,
  pageOf,
  priorityRow,
  RUNBOOK_TYPE,
  type WebhookRow,
  webhookRow,
  writtenRow,
} from './schemas.ts';

/**
 * Keeps the rows that match the request: tenants ignore parameters that they do not know (fact
 * `halo-unknown-parameters`). If no row has the field, trusts the service to have filtered.
 */
function only<T>(field: keyof T, wanted: Id): (rows: readonly T[]) => T[] {
  return (rows) =>
    rows.some((row) => row[field] !== undefined) ? rows.filter((row) => isSame(row[field], wanted)) : [...rows];
}

/** The row's ID, or its name if it has no usable ID. */
function keyOfRow(row: unknown): string {
  const { id, name } = row as { readonly id?: unknown; readonly name?: unknown };
  return id === NO_ID ? ` ${name}` : String(id).toLowerCase();
}

/** Whether two IDs are the same. GUIDs may differ in case. */
function isSame(one: unknown, other: unknown): boolean {
  return one !== undefined && String(one).toLowerCase() === String(other).toLowerCase();
}

/** A tenant that ignores `type` lists other webhooks too. A row without a type may be a runbook. */
function runbooksIn(rows: readonly WebhookRow[]): WebhookRow[] {
  return rows.filter(({ type }) => type === undefined || type === null || type === RUNBOOK_TYPE);
}

/** The names of lists in messages, by path. */
const LISTS: Readonly<Record<string, string>> = {
  CustomIntegration: 'custom integrations',
  CustomIntegrationMethod: 'methods',
  Webhook: 'runbooks',
  Notification: 'events',
  Lookup: 'event types',
  Status: 'statuses',
  TicketType: 'ticket types',
  Priority: 'priorities',
  Team: 'teams',
  Agent: 'agents',
};

/** The largest number of runs to request. */
const MAX_RUNS = 100_000;

/** Whether the rows of a list include the one that is searched for. */
export type IsThere<Row> = (rows: readonly Row[]) => boolean | Promise<boolean>;

interface ListOptions<T> {
  /** As for `unrecognisable`. */
  readonly fewest?: number;
  readonly isThere?: IsThere<T>;
}

/** Whether a request creates a row: it posts one without an ID. */
function isCreate(method: HttpRequest['method'], json: unknown): boolean {
  return method === 'POST' && Array.isArray(json) && ((json[0] as Fields).id ?? undefined) === undefined;
}

export type HaloClient = ReturnType<typeof createHaloClient>;

/** A client for the parts of Halo's API that this program needs. Every call may reject with `ApiError`. */
export function createHaloClient(http: HttpClient, service: Service, url: string, session: HaloSession) {
  async function send<T>(
    shape: z.ZodType<T>,
    method: HttpRequest['method'],
    path: string,
    options: { json?: unknown; repeatable: boolean },
  ): Promise<T> {
    const attempt = async (token: string) =>
      call(
        http,
        service,
        { method, url: `${url}/api${path}`, headers: { authorization: `Bearer ${token}` }, ...options },
        shape,
      );
    const token = await session.token();
    try {
      return await attempt(token);
    } catch (error) {
      // Refused before it was processed, so one more attempt with a new token is safe, even for a create.
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      session.drop(token);
      return attempt(await session.token());
    }
  }

  const get = <T>(shape: z.ZodType<T>, path: string) => send(shape, 'GET', path, { repeatable: true });

  /** The number of pages of each list when it was last read, by path. */
  const pagesOf = new Map<string, number>();
  /** The paths of lists that the tenant shows only in part. */
  const cutLists = new Set<string>();

  async function list<T>(
    read: RowReader<T>,
    path: string,
    keyOf: (row: T) => unknown = keyOfRow,
    { fewest, isThere }: ListOptions<T> = {},
  ): Promise<T[]> {
    const pageQuery = `${path.includes('?') ? '&' : '?'}pageinate=true&page_size=${PAGE_SIZE}&page_no=`;
    const name = LISTS[path.slice(1).split('?')[0] ?? ''];
    const activity = { service: service.name, ...(name && { list: name }) };
    const reading = (show: (rows: number) => void) =>
      readList({
        show,
        first: () => get(pageOf(read, fewest), path),
        page: (number) => get(pageOf(read, fewest), `${path}${pageQuery}${number}`),
        keyOf,
        expected: pagesOf.get(path) ?? 0,
        isTruncated: cutLists.has(path),
        tooManyRowsError: () => tooManyRows(service, `/api${path}`),
      });
    const { rows, pages, cut } = await http.activities.during(activity, reading);
    pagesOf.set(path, pages);
    if (cut) cutLists.add(path);
    if (cut && isThere && !(await isThere(rows))) throw new TruncatedList(service, path, rows.length, cut.total);
    return rows;
  }

  return {
    /** @param isThere whether the row sought is there. @throws CutList if not, and the list is incomplete */
    customIntegrations: (isThere?: IsThere<IntegrationRow>) =>
      list(integrationRow, '/CustomIntegration', keyOfRow, { ...(isThere && { isThere }) }),
    customIntegration: (id: Id) =>
      get(oneOf(integrationRow, id), `/CustomIntegration/${id}?includedetails=true&includemethods=true`),
    methods: (integrationId: Id, isThere?: IsThere<MethodRow>) =>
      // Our integration's methods must be readable, even if there is only one.
      list(methodRow, `/CustomIntegrationMethod?integration_id=${integrationId}`, keyOfRow, {
        fewest: 1,
        ...(isThere && { isThere }),
      }).then(only<MethodRow>('integration_id', integrationId)),
    /** The methods of all integrations (fact `methods-of-all`). Parameter and error as for `customIntegrations`. */
    everyMethod: (isThere?: IsThere<MethodRow>) =>
      list(methodRow, '/CustomIntegrationMethod', keyOfRow, { ...(isThere && { isThere }) }),
    method: (id: Id) => get(oneOf(methodRow, id), `/CustomIntegrationMethod/${id}?includedetails=true`),
    runbooks: (isThere?: IsThere<WebhookRow>) =>
      list(webhookRow, `/Webhook?showall=true&type=${RUNBOOK_TYPE}`, keyOfRow, { ...(isThere && { isThere }) }).then(
        runbooksIn,
      ),
    /** Webhooks of all types, including runbooks, or only of the tenant's default type (inferred). */
    webhooks: () => list(webhookRow, '/Webhook?showall=true'),
    /** Includes its steps. @throws ApiError if they can't be read: a write would lose them */
    runbook: (id: Id) => get(oneOf(webhookRow, id), `/Webhook/${id}?includedetails=true`).then(withSteps(service)),
    events: (runbookId: Id, isThere?: IsThere<EventRow>) =>
      // Our runbook's events must be readable, even if there is only one.
      list(eventRow, `/Notification?webhook_id=${runbookId}`, keyOfRow, {
        fewest: 1,
        ...(isThere && { isThere }),
      }).then(only<EventRow>('webhook_id', runbookId)),
    /** The events of all runbooks, as far as the first answer contains them (fact `every-event`). */
    everyEvent: () => get(pageOf(eventRow), '/Notification?showall=true').then(({ rows }) => rows),
    /** @throws ApiError if an event of our runbook has a number that can't be read */
    withEventNumber: withEventNumber(service),
    event: (id: Id) => get(oneOf(eventRow, id), `/Notification/${id}?includedetails=true`),

    /** The event catalogue. If the filtered list is incomplete, reads all lookups (fact `lookup-filter`). */
    async eventCatalogue() {
      const inCatalogue = only<CatalogueRow>('lookupid', EVENT_CATALOGUE);
      const keyOf = ({ lookupid, id }: CatalogueRow) => `${lookupid} ${id}`;
      const filtered = inCatalogue(await list(lookupRow, `/Lookup?lookupid=${EVENT_CATALOGUE}`, keyOf));
      if (namesEvents(filtered)) return filtered;
      const all = await list(lookupRow, '/Lookup?count=1000', keyOf);
      return [...filtered, ...all.filter(({ lookupid }) => lookupid === EVENT_CATALOGUE)];
    },

    statuses: () => list(namedRow, '/Status'),
    // The API document at hand does not describe these three lists, but Halo's own clients read them.
    ticketTypes: () => list(namedRow, '/TicketType'),
    priorities: () => list(priorityRow, '/Priority', ({ priorityid, name }) => `${priorityid} ${name}`),
    teams: () => list(namedRow, '/Team'),
    /** Includes disabled agents, so that an error can say why one of them can't be notified (fact `agents`). */
    agents: () => list(agentRow, '/Agent?includeenabled=true&includedisabled=true'),

    /** Logs a ticket; `fields` as in `Faults` of the API document. If the answer is lost, does not log it again. */
    createTicket: (fields: Fields) =>
      send(oneOf(anyRow), 'POST', '/Tickets', { json: [onTheWire(fields)], repeatable: false }),
    updateTicket: (id: Id, fields: Fields) =>
      send(oneOf(anyRow), 'POST', '/Tickets', { json: [{ id, ...(onTheWire(fields) as object) }], repeatable: true }),
    deleteTicket: (id: Id) => send(z.unknown(), 'DELETE', `/Tickets/${id}`, { repeatable: true }),

    /** All runbooks' runs, oldest first. A small count hides the newest (fact `runs-oldest-first`), so it grows. */
    async runs() {
      for (let count = 1_000; ; ) {
        const { rows, size, total = size } = await get(pageOf(anyRow), `/Automation?count=${count}`);
        if ((size < count && size >= total) || count >= MAX_RUNS) return rows;
        count = Math.min(Math.max(total + 1, count * 10), MAX_RUNS);
      }
    },
    /** Calls of a runbook: the first page and the last two, since the order of the list is not known. */
    async deliveriesOf(runbookId: Id, methodId: Id | undefined) {
      const page = (number: number) =>
        get(
          pageOf(anyRow),
          `/WebhookEvent?webhook_id=${runbookId}&pageinate=true&page_size=${PAGE_SIZE}&page_no=${number}`,
        );
      const first = await page(1);
      const last = Math.ceil((first.total ?? first.size) / PAGE_SIZE);
      const ends = await Promise.all([last - 1, last].filter((number) => number > 1).map(page));
      // A call without a runbook ID is recognised by its method.
      const isOurs = ({ webhook_id, integration_method_id }: AnyRow) =>
        isSame(webhook_id ?? undefined, runbookId) || (!webhook_id && isSame(integration_method_id, methodId));
      return [first, ...ends].flatMap(({ rows }) => rows).filter(isOurs);
    },

    /** All rows of any list, for experiments, and whether the tenant shows only part of it, whichever page is requested. */
    async everyRow(path: string) {
      let isCut = false;
      const noticeCut = () => {
        isCut = true;
        return true;
      };
      const rows = await list(anyRow, path, keyOfRow, { isThere: noticeCut });
      return { rows, isCut };
    },

    /**
     * Sends any request and returns the answer as it is, for experiments. A create, which has no ID, is sent only once.
     *
     * @param path below `/api`
     */
    request: (method: HttpRequest['method'], path: string, json?: unknown) =>
      send(z.unknown(), method, path, { ...(json !== undefined && { json }), repeatable: !isCreate(method, json) }),

    /** Sends a write of a plan. Returns the row, or nothing after a deletion. Retries only updates and deletions. */
    write({ method, path, body }: WriteRequest): Promise<StoredRow | undefined> {
      const json = body === undefined ? undefined : onTheWire(body);
      const isNew = isCreate(method, json);
      const row = oneOf(writtenRow(path), isNew || !Array.isArray(json) ? undefined : (json[0] as { id: Id }).id);
      // After a deletion, an answer other than the row or nothing does not show whether the row still exists.
      return send<StoredRow | undefined>(method === 'DELETE' ? z.union([z.undefined(), row]) : row, method, path, {
        ...(json !== undefined && { json }),
        repeatable: !isNew,
      });
    },
  };
}
