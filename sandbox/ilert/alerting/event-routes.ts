import * as z from 'zod';
import { badRequest, notFound } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Route } from '../../http/service.ts';
import { products } from '../../products.ts';
import type { AlertSourceRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { logged, openAlerts, raiseAlert, resolveByKey } from './alerting.ts';
import { readTicketEvent } from './ticket-event.ts';

/** Schema `Event`. */
const eventSchema = z.strictObject({
  integrationKey: z.string().min(1),
  eventType: z.enum(['ALERT', 'ACCEPT', 'RESOLVE', 'COMMENT']),
  summary: z.string().min(1),
  details: z.string().default(''),
  alertKey: z.string().optional(),
  priority: z.enum(['HIGH', 'LOW']).optional(),
  severity: z.int().min(1).max(5).optional(),
  images: z
    .array(z.strictObject({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }))
    .optional(),
  links: z.array(z.strictObject({ href: z.string(), text: z.string().optional() })).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  customDetails: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Where events come in: the integration URLs of Halo's tickets, of either product, and ilert's general event API.
 *
 * @param countKey counts a request of an integration key, or throws the Refusal 429
 */
export function eventRoutes(state: IlertState, countKey: (key: string) => void): Route[] {
  const integrationUrls = Object.values(products).map(
    ({ integrationType, urlSegment }): Route => ({
      name: 'integration-url',
      method: 'POST',
      path: `/api/v1/events/${urlSegment}/:key`,
      open: true,
      body: 'json',
      handle: ({ params, body }) => {
        const source = findSource(state, params.key ?? '');
        if (source.integrationType !== integrationType) throw notFound('There is no such integration key.');
        countKey(source.integrationKey);
        takeTicket(state, source, body);
        return { status: 202 };
      },
    }),
  );
  return [
    ...integrationUrls,
    {
      name: 'events',
      method: 'POST',
      path: '/api/events',
      open: true,
      body: 'json',
      handle: ({ body }) => {
        const { integrationKey, ...event } = checked(eventSchema, body);
        const source = findSource(state, integrationKey);
        countKey(source.integrationKey);
        takeEvent(state, source, event);
        return { status: 202 };
      },
    },
  ];
}

function findSource(state: IlertState, key: string): AlertSourceRow {
  const source = state.alertSources.find(({ integrationKey }) => integrationKey === key);
  if (!source) throw notFound('There is no such integration key.');
  return source;
}

/** Filters of the source (ICL) are not simulated: they let every event through. */
function takeTicket(state: IlertState, source: AlertSourceRow, body: unknown): void {
  const { over, ...event } = readTicketEvent(body, source.alertKeyTemplate);
  if (!source.active || source.inMaintenance) return;
  if (over) resolveByKey(state, source, event);
  else raiseAlert(state, source, event);
}

type GeneralEvent = Omit<z.output<typeof eventSchema>, 'integrationKey'>;

function takeEvent(state: IlertState, source: AlertSourceRow, { eventType, alertKey, ...event }: GeneralEvent): void {
  if (eventType === 'ALERT') {
    // Without a key nothing is deduplicated: every event is an alert of its own.
    raiseAlert(state, source, { ...event, alertKey: alertKey ?? `event-${state.alerts.length + 1}` });
    return;
  }
  if (alertKey === undefined) throw badRequest(`eventType ${eventType} needs alertKey.`);
  if (eventType === 'RESOLVE') {
    resolveByKey(state, source, { ...event, alertKey });
    return;
  }
  const alert = openAlerts(state, source).find((open) => open.alertKey === alertKey);
  if (!alert) return;
  if (eventType === 'ACCEPT') alert.status = 'ACCEPTED';
  logged(state, alert, eventType, event.summary);
}
