import * as z from 'zod';
import { ApiFault, call, endless, MOST_ROWS, type Service } from '../api.ts';
import type { Http, HttpRequest } from '../http.ts';
import type { Id, Row, WriteRequest } from '../resources/resource.ts';
import { RUNBOOK_TYPE } from '../resources/runbook.ts';
import { type Fields, onTheWire } from '../resources/value.ts';
import { EVENT_CATALOGUE } from './event-catalogue.ts';
import type { HaloSession } from './session.ts';
import {
  anyRow,
  bindingRow,
  integrationRow,
  listedRunbook,
  methodRow,
  oneOf,
  rowsOf,
  runbookRow,
  writtenRow,
} from './shapes.ts';

const namedRow = z.looseObject({ id: z.number(), name: z.string() });

/** A priority's number is the same in every service level agreement that has it. */
const priorityRow = z.looseObject({ priorityid: z.number(), name: z.string() });

const catalogueRow = z.looseObject({
  id: z.number().nullish(),
  name: z.string().nullish(),
  lookupid: z.number().nullish(),
});

/**
 * A filter that a tenant does not heed must not make a row of others ours (one was seen not to heed `lookupid`).
 * What a row does not tell is believed.
 */
function only(field: string, wanted: Id): (rows: readonly Row[]) => Row[] {
  const isWanted = (value: unknown) =>
    value === undefined || String(value).toLowerCase() === String(wanted).toLowerCase();
  return (rows) => rows.filter((row) => isWanted(row[field]));
}

const PAGE_SIZE = 100;
/** Of so many runs, whatever their number, no more are listed. */
const MOST_RUNS = 100_000;

export type HaloClient = ReturnType<typeof createHaloClient>;

/** Halo's API, as far as this program needs it. Every call may reject with `ApiFault`. */
export function createHaloClient(http: Http, service: Service, url: string, session: HaloSession) {
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
      if (!(error instanceof ApiFault) || error.status !== 401) throw error;
      session.drop(token);
      return attempt(await session.token());
    }
  }

  const get = <T>(shape: z.ZodType<T>, path: string) => send(shape, 'GET', path, { repeatable: true });

  /** The whole of a list, page by page where the first answer is only a part. */
  async function list<T>(each: z.ZodType<T>, path: string): Promise<T[]> {
    const { rows, total } = await get(rowsOf(each), path);
    if (rows.length >= total) return rows;
    const all = new Map(rows.map((one) => [JSON.stringify(one), one]));
    const join = path.includes('?') ? '&' : '?';
    for (let page = 1; all.size < total; page += 1) {
      const next = await get(rowsOf(each), `${path}${join}pageinate=true&page_size=${PAGE_SIZE}&page_no=${page}`);
      const before = all.size;
      for (const one of next.rows) all.set(JSON.stringify(one), one);
      if (all.size > MOST_ROWS) throw endless(service, `/api${path}`);
      // Nothing new: the end, or a server that does not page. Page 1 may be what the first answer was.
      if (next.rows.length === 0 || (page > 1 && all.size === before)) break;
    }
    return [...all.values()];
  }

  return {
    customIntegrations: () => list(integrationRow, '/CustomIntegration'),
    customIntegration: (id: Id) =>
      get(oneOf(integrationRow), `/CustomIntegration/${id}?includedetails=true&includemethods=true`),
    methods: (integrationId: Id) =>
      list(methodRow, `/CustomIntegrationMethod?integration_id=${integrationId}`).then(
        only('integration_id', integrationId),
      ),
    method: (id: Id) => get(oneOf(methodRow), `/CustomIntegrationMethod/${id}?includedetails=true`),
    runbooks: () => list(listedRunbook, `/Webhook?showall=true&type=${RUNBOOK_TYPE}`).then(only('type', RUNBOOK_TYPE)),
    runbook: (id: Id) => get(oneOf(runbookRow), `/Webhook/${id}?includedetails=true`),
    bindings: (runbookId: Id) =>
      list(bindingRow, `/Notification?webhook_id=${runbookId}`).then(only('webhook_id', runbookId)),
    binding: (id: Id) => get(oneOf(bindingRow), `/Notification/${id}?includedetails=true`),

    /** The event catalogue. One tenant answered the filter with nothing: then all lookups are asked for (facts). */
    async eventCatalogue() {
      const filtered = await list(catalogueRow, `/Lookup?lookupid=${EVENT_CATALOGUE}`);
      if (filtered.length > 0) return filtered;
      const all = await list(catalogueRow, '/Lookup?count=1000');
      return all.filter(({ lookupid }) => lookupid === EVENT_CATALOGUE);
    },

    statuses: () => list(namedRow, '/Status'),
    // These three lists are not in the part of the API document that is at hand; Halo's own clients read them.
    ticketTypes: () => list(namedRow, '/TicketType'),
    priorities: () => list(priorityRow, '/Priority'),
    teams: () => list(namedRow, '/Team'),

    /** Logs a ticket; `fields` as in `Faults` of the API document. Where the answer is lost it is not logged again. */
    createTicket: (fields: Fields) =>
      send(oneOf(anyRow), 'POST', '/Tickets', { json: [onTheWire(fields)], repeatable: false }),
    updateTicket: (id: Id, fields: Fields) =>
      send(oneOf(anyRow), 'POST', '/Tickets', { json: [{ id, ...(onTheWire(fields) as object) }], repeatable: true }),
    deleteTicket: (id: Id) => send(z.unknown(), 'DELETE', `/Tickets/${id}`, { repeatable: true }),

    /** Runs of all runbooks, oldest first. A small count hides the newest (facts), so it grows until all are there. */
    async runs() {
      for (let count = 1_000; ; ) {
        const { rows, total } = await get(rowsOf(anyRow), `/Automation?count=${count}`);
        if ((rows.length < count && rows.length >= total) || count >= MOST_RUNS) return rows;
        count = Math.min(Math.max(total + 1, count * 10), MOST_RUNS);
      }
    },
    /** Calls that a runbook made: the first page and the last two, since the order of the list is not known. */
    async deliveriesOf(runbookId: Id) {
      const page = (number: number) =>
        get(
          rowsOf(anyRow),
          `/WebhookEvent?webhook_id=${runbookId}&pageinate=true&page_size=${PAGE_SIZE}&page_no=${number}`,
        );
      const first = await page(1);
      const last = Math.ceil(first.total / PAGE_SIZE);
      if (first.rows.length >= first.total) return first.rows;
      const ends = await Promise.all([last - 1, last].filter((number) => number > 1).map(page));
      return [...first.rows, ...ends.flatMap(({ rows }) => rows)];
    },

    /** Sends a writing request of a plan; answers the row, or nothing after a deletion. An update has an id and may be repeated. */
    write({ method, path, body }: WriteRequest) {
      const json = body === undefined ? undefined : onTheWire(body);
      const isCreate = method === 'POST' && Array.isArray(json) && (json[0] as Fields).id === undefined;
      const row = oneOf(writtenRow(path));
      // After a deletion, anything but the row or nothing leaves it open if it is gone.
      return send<unknown>(method === 'DELETE' ? z.union([z.undefined(), row]) : row, method, path, {
        ...(json !== undefined && { json }),
        repeatable: !isCreate,
      });
    },
  };
}
