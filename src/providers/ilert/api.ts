import * as z from 'zod';
import { type Id, NO_ID, type StoredRow, type WriteRequest } from '../../engine/resource.ts';
import { onTheWire } from '../../engine/values.ts';
import { call } from '../../http/api-call.ts';
import { MAX_ROWS, tooManyRows } from '../../http/api-failures.ts';
import type { HttpClient } from '../../http/client.ts';
import type { RateLimiter } from '../../http/rate-limiter.ts';
import type { HttpRequest } from '../../http/request.ts';
import type { Service } from '../../http/service.ts';
import { Secret } from '../../secret/secret.ts';
import { type RowReader, rowOf } from '../row-schema.ts';
import { ilertService, isUserKey } from './refusals.ts';
import { type Alert, alertRow, alertSourceRow, INCLUDED, namedRow, pageOf, policyRow, userRow } from './schemas.ts';

/** The shape of the answer to a write. An alert source must include its URL, since tickets can't be sent without it. */
function writtenShape(method: WriteRequest['method'], path: string): z.ZodType<StoredRow | undefined> {
  // Any other answer does not show whether the row still exists.
  if (method === 'DELETE') return z.union([z.undefined(), rowOf(namedRow)]);
  if (!path.startsWith('/alert-sources')) return rowOf(namedRow);
  return rowOf(alertSourceRow).refine(({ integrationUrl }) => integrationUrl instanceof Secret, {
    path: ['integrationUrl'],
    error: 'is missing',
  });
}

/** The row's ID, or its name if it has no usable ID. */
function keyOf({ id, name }: { readonly id: unknown; readonly name?: unknown }): unknown {
  return id === NO_ID ? ` ${name}` : id;
}

/** Whether an alert is, as far as ilert says, of this source: a server could ignore a filter (fact `ilert-alerts`). */
function isMaybeOf(id: Id): (alert: Alert) => boolean {
  return ({ source }) => source === undefined || String(source) === String(id);
}

export interface IlertOptions {
  /** Origin of the API. */
  readonly endpoint: string;
  readonly token: Secret;
  /** The rate limits for its requests; none in tests of other things. */
  readonly limiters?: readonly RateLimiter[];
  readonly service?: Service;
}

export type IlertClient = ReturnType<typeof createIlertClient>;

/** A client for the parts of ilert's API that this program needs. Every call may reject with `ApiError`. */
export function createIlertClient(
  http: HttpClient,
  { endpoint, token, limiters, service = ilertService() }: IlertOptions,
) {
  const send = <T>(shape: z.ZodType<T>, method: HttpRequest['method'], path: string, json?: unknown) =>
    call(
      http,
      service,
      {
        method,
        url: `${endpoint}/api${path}`,
        headers: { authorization: `Bearer ${token.reveal()}` },
        ...(json !== undefined && { json }),
        // A repeated PUT or DELETE changes nothing more. A repeated POST creates another row.
        repeatable: method !== 'POST',
        ...(limiters && { limiters }),
      },
      shape,
    );

  /** The number of pages of each list when it was last read, by path. */
  const pagesOf = new Map<string, number>();

  /**
   * Reads all rows of a list and merges them by ID. After a full page, reads the next ones, several at a time.
   *
   * @param pageSize the maximum for this path (API document)
   */
  async function list<T extends { readonly id: unknown }>(
    read: RowReader<T>,
    path: string,
    pageSize: number,
  ): Promise<T[]> {
    // `/escalation-policies` becomes "escalation policies".
    const name = path.slice(1).split('?')[0]?.replaceAll('-', ' ');
    const activity = { service: service.name, ...(name && { list: name }) };
    return http.activities.during(activity, (show) => readPages(read, path, pageSize, show));
  }

  async function readPages<T extends { readonly id: unknown }>(
    read: RowReader<T>,
    path: string,
    pageSize: number,
    show: (rows: number) => void,
  ): Promise<T[]> {
    const join = path.includes('?') ? '&' : '?';
    const page = (number: number) =>
      send(pageOf(read), 'GET', `${path}${join}start-index=${number * pageSize}&max-results=${pageSize}`);
    const all = new Map<unknown, T>();
    const known = pagesOf.get(path);
    let batch = known ?? 1;
    // A list that has grown since is unlikely to have grown by more than a page.
    let further = known === undefined ? 4 : 1;
    for (let done = 0; ; ) {
      const pages = await Promise.all(Array.from({ length: batch }, (_, index) => page(done + index)));
      const before = all.size;
      for (const row of pages.flatMap(({ rows }) => rows)) all.set(keyOf(row), row);
      const short = pages.findIndex(({ size }) => size < pageSize);
      // Nothing new: the end, or a server without paging.
      if (short !== -1 || all.size === before) {
        pagesOf.set(path, done + Math.max(short, 0) + 1);
        return [...all.values()];
      }
      show(all.size);
      if (all.size > MAX_ROWS) throw tooManyRows(service, path);
      done += batch;
      batch = further;
      further = further === 1 ? 4 : 8;
    }
  }

  return {
    currentUser: () => send(rowOf(userRow), 'GET', '/users/current'),
    alertSources: () => list(alertSourceRow, '/alert-sources', 50),
    alertSource: (id: Id) =>
      send(
        rowOf(alertSourceRow, id),
        'GET',
        `/alert-sources/${id}?${INCLUDED.map((name) => `include=${name}`).join('&')}`,
      ),
    teams: () => list(namedRow, '/teams', 100),
    escalationPolicies: () => list(policyRow, '/escalation-policies', 50),
    users: () => list(userRow, '/users', 100),
    schedules: () => list(namedRow, '/schedules', 20),
    supportHours: () => list(namedRow, '/support-hours', 50),
    services: () => list(namedRow, '/services', 100),
    /** Alerts of one alert source, in any state. @param from earliest report time, ISO 8601 */
    alertsOf: async (source: Id, from?: string) => {
      const since = from === undefined ? '' : `&from=${encodeURIComponent(from)}`;
      return (await list(alertRow, `/alerts?sources=${source}${since}`, 100)).filter(isMaybeOf(source));
    },
    /** Whether an alert source has or had any alert. */
    hasAlerts: async (source: Id) =>
      (await send(pageOf(alertRow), 'GET', `/alerts?sources=${source}&max-results=1`)).rows.length > 0,
    /** Unresolved alerts of one alert source. */
    openAlertsOf: async (source: Id) => {
      const alerts = await list(alertRow, `/alerts?sources=${source}&states=PENDING&states=ACCEPTED`, 100);
      return alerts.filter(isMaybeOf(source)).filter(({ status }) => status !== 'RESOLVED');
    },
    /** An alert with its payload. */
    alert: (id: number) => send(rowOf(alertRow), 'GET', `/alerts/${id}?include=customDetails`),
    /** Posts a ticket to an integration URL as Halo does, without the API key. @throws NetworkError */
    async postTicket(url: Secret, body: string): Promise<{ status: number; answer: string }> {
      const answer = await http.send({
        service: service.name,
        method: 'POST',
        url: url.reveal(),
        text: body,
        repeatable: false,
      });
      return { status: answer.status, answer: answer.isJson ? JSON.stringify(answer.body) : '' };
    },
    /** Accepts an alert, for experiments: the API document does not describe this route. */
    acceptAlert: (id: number) => send(z.unknown(), 'PUT', `/alerts/${id}/accept`),
    resolveAlert: (id: number) => send(rowOf(alertRow), 'PUT', `/alerts/${id}/resolve`),
    /** Sends any request and returns the answer as it is, for experiments. @param path below `/api` */
    request: (method: HttpRequest['method'], path: string, json?: unknown) => send(z.unknown(), method, path, json),
    /**
     * Sends a read and returns the answer even if it is a refusal, for experiments.
     *
     * @param path below `/api`
     * @param key an API key; null for none
     */
    probe: (path: string, key: Secret | null = token) =>
      http.send({
        service: service.name,
        method: 'GET',
        url: `${endpoint}/api${path}`,
        ...(key && { headers: { authorization: `Bearer ${key.reveal()}` } }),
        repeatable: true,
        ...(limiters && { limiters }),
      }),
    /** Whether the API key in use looks like one of a user. */
    hasUserKey: isUserKey(token.reveal()),
    /** Sends a write of a plan. Returns the row, or nothing after a deletion. */
    write: ({ method, path, body }: WriteRequest) =>
      send(writtenShape(method, path), method, path, body === undefined ? undefined : onTheWire(body)),
  };
}
