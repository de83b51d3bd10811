import { notFound } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import { products } from '../../products.ts';
import type { AlertSourceRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { raiseAlert, resolveByKey } from './alerting.ts';
import { readTicketEvent } from './ticket-event.ts';

/**
 * Where tickets come in: the integration URLs of both products.
 *
 * @param countKey counts a request of an integration key, or throws the Refusal 429
 */
export function eventRoutes(state: IlertState, countKey: (key: string) => void): Route[] {
  return Object.values(products).map(({ integrationType, urlSegment }) => ({
    name: 'integration-url',
    method: 'POST',
    path: `/api/v1/events/${urlSegment}/:key`,
    open: true,
    body: 'json',
    handle({ params, body }) {
      const source = state.alertSources.find(({ integrationKey }) => integrationKey === params.key);
      if (source?.integrationType !== integrationType) throw notFound('There is no such integration key.');
      countKey(source.integrationKey);
      takeTicket(state, source, body);
      return { status: 202 };
    },
  }));
}

/** Filters of the source (ICL) are not simulated: they let every event through. */
function takeTicket(state: IlertState, source: AlertSourceRow, body: unknown): void {
  const { over, ...event } = readTicketEvent(body, source.alertKeyTemplate);
  if (!source.active || source.inMaintenance) return;
  if (over) resolveByKey(state, source, event);
  else raiseAlert(state, source, event);
}
