import * as z from 'zod';
import { call, endless, MOST_ROWS, type Service } from '../api.ts';
import type { Http, HttpRequest } from '../http.ts';
import type { Limiter } from '../limiter.ts';
import { INCLUDED } from '../resources/alert-source.ts';
import type { Row, WriteRequest } from '../resources/resource.ts';
import { type Fields, onTheWire } from '../resources/value.ts';
import { keyedPath, Secret } from '../secret.ts';

/** ilert, in messages and hints. */
export const ILERT: Service = {
  name: 'ilert',
  addressSetting: '--ilert-endpoint (ILERT_ENDPOINT)',
  refusedHint: 'Make a new API key in ilert (your profile, API keys) and give that one (ILERT_API_TOKEN).',
  forbiddenHint:
    "The key is its user's: the user needs the role of an admin, or of a user who may manage the teams given.",
};

const named = z.looseObject({ id: z.number(), name: z.string() });

const nested = z.looseObject({ id: z.number() });

/**
 * `AlertSource` of ilert's API document: what this program reads, or sends back in a change, the rest as it comes;
 * the keys wrapped as secrets.
 */
const alertSourceRow = z
  .looseObject({
    id: z.number(),
    name: z.string(),
    integrationType: z.string(),
    integrationUrl: z.url({ protocol: /^https?$/ }).optional(),
    integrationKey: z.string().optional(),
    escalationPolicy: nested.nullish(),
    teams: z.array(nested).nullish(),
    supportHours: nested.nullish(),
    services: z.array(nested).nullish(),
  })
  .transform((row): Row => {
    const { integrationUrl, integrationKey, ...rest } = row;
    return {
      ...(rest as Fields & { id: number }),
      ...(integrationUrl !== undefined && { integrationUrl: keyedPath(integrationUrl) }),
      ...(integrationKey !== undefined && {
        integrationKey: new Secret(integrationKey, keyedPath(integrationKey).toString()),
      }),
    };
  });

/** A written alert source must tell its URL: without it no ticket can be sent there. */
const writtenSource = alertSourceRow.refine(({ integrationUrl }) => integrationUrl instanceof Secret, {
  path: ['integrationUrl'],
  error: 'is missing',
});

function writtenShape(method: WriteRequest['method'], path: string): z.ZodType {
  // Anything else leaves it open if it is gone.
  if (method === 'DELETE') return z.union([z.undefined(), nested]);
  return path.startsWith('/alert-sources') ? writtenSource : named;
}

const user = z.looseObject({
  id: z.number(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullish(),
});

/** `EscalationPolicy`, as far as who it wakes first is told. */
const policy = z.looseObject({
  id: z.number(),
  name: z.string(),
  escalationRules: z
    .array(
      z.looseObject({
        users: z.array(z.looseObject({ firstName: z.string().nullish(), lastName: z.string().nullish() })).nullish(),
        schedules: z.array(z.looseObject({ name: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});

/** `Alert` of the API document. */
const alert = z.looseObject({
  id: z.number(),
  summary: z.string(),
  status: z.enum(['PENDING', 'ACCEPTED', 'RESOLVED']),
  details: z.string().nullish(),
  alertKey: z.string().nullish(),
  customDetails: z.record(z.string(), z.unknown()).nullish(),
});

export interface IlertOptions {
  /** Origin of the API. */
  readonly endpoint: string;
  readonly token: Secret;
  /** What its requests count against; none in tests of other things. */
  readonly limiters?: readonly Limiter[];
}

export type IlertClient = ReturnType<typeof createIlertClient>;

/** ilert's API, as far as this program needs it. Every call may reject with `ApiFault`. */
export function createIlertClient(http: Http, { endpoint, token, limiters = [] }: IlertOptions) {
  const send = <T>(shape: z.ZodType<T>, method: HttpRequest['method'], path: string, json?: unknown) =>
    call(
      http,
      ILERT,
      {
        method,
        url: `${endpoint}/api${path}`,
        headers: { authorization: `Bearer ${token.reveal()}` },
        ...(json !== undefined && { json }),
        // A PUT and a DELETE done twice are as done once; a POST makes one more.
        repeatable: method !== 'POST',
        limiters,
      },
      shape,
    );

  /** All pages of a list; `pageSize` is the most its path allows (API document). */
  async function list<T extends { readonly id: unknown }>(
    row: z.ZodType<T>,
    path: string,
    pageSize: number,
  ): Promise<T[]> {
    const rows = new Map<unknown, T>();
    for (;;) {
      const page = await send(
        z.array(row),
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}start-index=${rows.size}&max-results=${pageSize}`,
      );
      const before = rows.size;
      for (const each of page) rows.set(each.id, each);
      // A page with nothing new: the end, or a server that does not page.
      if (page.length < pageSize || rows.size === before) return [...rows.values()];
      if (rows.size > MOST_ROWS) throw endless(ILERT, path);
    }
  }

  return {
    currentUser: () => send(user, 'GET', '/users/current'),
    alertSources: () => list(alertSourceRow, '/alert-sources', 50),
    alertSource: (id: Row['id']) =>
      send(alertSourceRow, 'GET', `/alert-sources/${id}?${INCLUDED.map((name) => `include=${name}`).join('&')}`),
    teams: () => list(named, '/teams', 100),
    escalationPolicies: () => list(policy, '/escalation-policies', 50),
    users: () => list(user, '/users', 100),
    schedules: () => list(named, '/schedules', 20),
    supportHours: () => list(named, '/support-hours', 50),
    services: () => list(named, '/services', 100),
    /** Alerts of one alert source, of any state. @param from ISO 8601; those reported since */
    alertsOf: (source: Row['id'], from?: string) =>
      list(alert, `/alerts?sources=${source}${from === undefined ? '' : `&from=${encodeURIComponent(from)}`}`, 100),
    /** An alert with the payload that it came from. */
    alert: (id: number) => send(alert, 'GET', `/alerts/${id}?include=customDetails`),
    /** Posts a ticket to an integration URL, as Halo does: without the API key. @throws NoAnswer */
    async postTicket(url: Secret, body: string): Promise<{ status: number; answer: string }> {
      const answer = await http.send({ method: 'POST', url: url.reveal(), text: body, repeatable: false });
      return { status: answer.status, answer: answer.isJson ? JSON.stringify(answer.body) : '' };
    },
    resolveAlert: (id: number) => send(alert, 'PUT', `/alerts/${id}/resolve`),
    /** Sends a writing request of a plan; answers the row, or nothing after a deletion. */
    write: ({ method, path, body }: WriteRequest) =>
      send(writtenShape(method, path), method, path, body === undefined ? undefined : onTheWire(body)),
  };
}
