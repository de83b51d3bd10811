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
import { CutList } from './cut-list.ts';
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
 * Keeps the rows that belong to what was asked for: tenants ignore parameters that they do not know (fact
 * `halo-unknown-parameters`). If no row has the field, the service is trusted to have filtered.
 */
function only<T>(field: keyof T, wanted: Id): (rows: readonly T[]) => T[] {
  return (rows) =>
    rows.some((row) => row[field] !== undefined) ? rows.filter((row) => isSame(row[field], wanted)) : [...rows];
}

/** Its id, or its name if it has no usable id. */
function keyOfRow(row: unknown): string {
  const { id, name } = row as { readonly id?: unknown; readonly name?: unknown };
  return id === NO_ID ? ` ${name}` : String(id).toLowerCase();
}

/** Whether two ids are the same; GUIDs come in any case. */
function isSame(one: unknown, other: unknown): boolean {
  return one !== undefined && String(one).toLowerCase() === String(other).toLowerCase();
}

/** Runbooks are listed with other webhooks where a tenant ignores `type`; a row that has no type may be one. */
function runbooksIn(rows: readonly WebhookRow[]): WebhookRow[] {
  return rows.filter(({ type }) => type === undefined || type === null || type === RUNBOOK_TYPE);
}

/** What is listed, for people, by the path of the list. */
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

/** Of so many runs, whatever their number, no more are listed. */
const MOST_RUNS = 100_000;

/** Whether what is sought is among the rows of a list. */
export type IsThere<Row> = (rows: readonly Row[]) => boolean | Promise<boolean>;

interface ListOptions<T> {
  /** As for `unrecognisable`. */
  readonly fewest?: number;
  readonly isThere?: IsThere<T>;
}

export type HaloClient = ReturnType<typeof createHaloClient>;

/** Halo's API, as far as this program needs it. Every call may reject with `ApiFault`. */
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
      // Refused before it was looked at: a new token, once, is safe even for a create.
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      session.drop(token);
      return attempt(await session.token());
    }
  }

  const get = <T>(shape: z.ZodType<T>, path: string) => send(shape, 'GET', path, { repeatable: true });

  /** How many pages each list had when it was last read, by its path. */
  const pagesOf = new Map<string, number>();
  /** Lists of which the tenant shows a part only, by their paths. */
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
        isCut: cutLists.has(path),
        endless: () => tooManyRows(service, `/api${path}`),
      });
    const { rows, pages, cut } = await http.activities.during(activity, reading);
    pagesOf.set(path, pages);
    if (cut) cutLists.add(path);
    if (cut && isThere && !(await isThere(rows))) throw new CutList(service, path, rows.length, cut.total);
    return rows;
  }

  return {
    /** @param isThere whether what is sought is among rows. @throws CutList where it is not, and not all are shown */
    customIntegrations: (isThere?: IsThere<IntegrationRow>) =>
      list(integrationRow, '/CustomIntegration', keyOfRow, { ...(isThere && { isThere }) }),
    customIntegration: (id: Id) =>
      get(oneOf(integrationRow, id), `/CustomIntegration/${id}?includedetails=true&includemethods=true`),
    methods: (integrationId: Id, isThere?: IsThere<MethodRow>) =>
      // Our own integration's methods must be readable, even if there is only one.
      list(methodRow, `/CustomIntegrationMethod?integration_id=${integrationId}`, keyOfRow, {
        fewest: 1,
        ...(isThere && { isThere }),
      }).then(only<MethodRow>('integration_id', integrationId)),
    /** The methods of all integrations (fact `methods-of-all`). @param isThere as for `customIntegrations`. @throws CutList as there */
    everyMethod: (isThere?: IsThere<MethodRow>) =>
      list(methodRow, '/CustomIntegrationMethod', keyOfRow, { ...(isThere && { isThere }) }),
    method: (id: Id) => get(oneOf(methodRow, id), `/CustomIntegrationMethod/${id}?includedetails=true`),
    runbooks: (isThere?: IsThere<WebhookRow>) =>
      list(webhookRow, `/Webhook?showall=true&type=${RUNBOOK_TYPE}`, keyOfRow, { ...(isThere && { isThere }) }).then(
        runbooksIn,
      ),
    /** Webhooks of any type, runbooks too, or of the type that the tenant lists where none is asked for (inferred). */
    webhooks: () => list(webhookRow, '/Webhook?showall=true'),
    /** With its steps. @throws ApiError where they can't be read: a write would lose them */
    runbook: (id: Id) => get(oneOf(webhookRow, id), `/Webhook/${id}?includedetails=true`).then(withSteps(service)),
    events: (runbookId: Id, isThere?: IsThere<EventRow>) =>
      // Our own runbook's events must be readable, even if there is only one.
      list(eventRow, `/Notification?webhook_id=${runbookId}`, keyOfRow, {
        fewest: 1,
        ...(isThere && { isThere }),
      }).then(only<EventRow>('webhook_id', runbookId)),
    /** The events of all runbooks, as far as they come with the first answer (fact `every-event`). */
    everyEvent: () => get(pageOf(eventRow), '/Notification?showall=true').then(({ rows }) => rows),
    /** @throws ApiError if an event of our runbook has a number that can't be read */
    withEventNumber: withEventNumber(service),
    event: (id: Id) => get(oneOf(eventRow, id), `/Notification/${id}?includedetails=true`),

    /** The event catalogue. A tenant may answer the filter with nothing, or with a part: then all lookups are read (fact `lookup-filter`). */
    async eventCatalogue() {
      const inCatalogue = only<CatalogueRow>('lookupid', EVENT_CATALOGUE);
      const keyOf = ({ lookupid, id }: CatalogueRow) => `${lookupid} ${id}`;
      const filtered = inCatalogue(await list(lookupRow, `/Lookup?lookupid=${EVENT_CATALOGUE}`, keyOf));
      if (namesEvents(filtered)) return filtered;
      const all = await list(lookupRow, '/Lookup?count=1000', keyOf);
      return [...filtered, ...all.filter(({ lookupid }) => lookupid === EVENT_CATALOGUE)];
    },

    statuses: () => list(namedRow, '/Status'),
    // These three lists are not in the part of the API document that is at hand; Halo's own clients read them.
    ticketTypes: () => list(namedRow, '/TicketType'),
    priorities: () => list(priorityRow, '/Priority', ({ priorityid, name }) => `${priorityid} ${name}`),
    teams: () => list(namedRow, '/Team'),
    /** Disabled ones too, so that it can be said why one of them can't be notified (fact `agents`). */
    agents: () => list(agentRow, '/Agent?includeenabled=true&includedisabled=true'),

    /** Logs a ticket; `fields` as in `Faults` of the API document. Where the answer is lost it is not logged again. */
    createTicket: (fields: Fields) =>
      send(oneOf(anyRow), 'POST', '/Tickets', { json: [onTheWire(fields)], repeatable: false }),
    updateTicket: (id: Id, fields: Fields) =>
      send(oneOf(anyRow), 'POST', '/Tickets', { json: [{ id, ...(onTheWire(fields) as object) }], repeatable: true }),
    deleteTicket: (id: Id) => send(z.unknown(), 'DELETE', `/Tickets/${id}`, { repeatable: true }),

    /** Runs of all runbooks, oldest first. A small count hides the newest (fact `runs-oldest-first`), so it grows until all are there. */
    async runs() {
      for (let count = 1_000; ; ) {
        const { rows, size, total = size } = await get(pageOf(anyRow), `/Automation?count=${count}`);
        if ((size < count && size >= total) || count >= MOST_RUNS) return rows;
        count = Math.min(Math.max(total + 1, count * 10), MOST_RUNS);
      }
    },
    /** Calls that a runbook made: the first page and the last two, since the order of the list is not known. */
    async deliveriesOf(runbookId: Id, methodId: Id | undefined) {
      const page = (number: number) =>
        get(
          pageOf(anyRow),
          `/WebhookEvent?webhook_id=${runbookId}&pageinate=true&page_size=${PAGE_SIZE}&page_no=${number}`,
        );
      const first = await page(1);
      const last = Math.ceil((first.total ?? first.size) / PAGE_SIZE);
      const ends = await Promise.all([last - 1, last].filter((number) => number > 1).map(page));
      // A call without a runbook id is recognised by its method.
      const isOurs = ({ webhook_id, integration_method_id }: AnyRow) =>
        isSame(webhook_id ?? undefined, runbookId) || (!webhook_id && isSame(integration_method_id, methodId));
      return [first, ...ends].flatMap(({ rows }) => rows).filter(isOurs);
    },

    /** Sends a writing request of a plan; answers the row, or nothing after a deletion. An update has an id and may be repeated. */
    write({ method, path, body }: WriteRequest): Promise<StoredRow | undefined> {
      const json = body === undefined ? undefined : onTheWire(body);
      const isCreate = method === 'POST' && Array.isArray(json) && (json[0] as Fields).id === undefined;
      const row = oneOf(writtenRow(path), isCreate || !Array.isArray(json) ? undefined : (json[0] as { id: Id }).id);
      // After a deletion, anything but the row or nothing leaves it open if it is gone.
      return send<StoredRow | undefined>(method === 'DELETE' ? z.union([z.undefined(), row]) : row, method, path, {
        ...(json !== undefined && { json }),
        repeatable: !isCreate,
      });
    },
  };
}
