import { notFound } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import { products } from '../../products.ts';
import type { AlertSourceRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { type IncomingEvent, raiseAlert, resolveByKey } from './alerting.ts';
import { evaluateFilter } from './event-filter.ts';
import { readTicketEvent } from './ticket-event.ts';

/** Whether sources of this type support these filters is not known. */
const NOT_EVALUATED = ['eventTypeFilterCreate', 'eventTypeFilterAccept', 'eventTypeFilterResolve'] as const;

/**
 * The routes that receive tickets: the integration URLs of both products.
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

function takeTicket(state: IlertState, source: AlertSourceRow, body: unknown): void {
  const { over, ...event } = readTicketEvent(state, body, source.alertKeyTemplate);
  if (!source.active || source.inMaintenance || isFiltered(state, source, event)) return;
  const isTaken = over && resolveByKey(state, source, event);
  if (!isTaken && (!over || state.contradicts('ilert-closed-without-alert'))) raiseAlert(state, source, event);
}

/** A filtered event gets the same answer as any other (documented). */
function isFiltered(state: IlertState, { name, ...source }: AlertSourceRow, event: IncomingEvent): boolean {
  for (const field of NOT_EVALUATED) {
    if (source[field] !== undefined) state.notes.add(`"${field}" of alert source "${name}" is not simulated.`);
  }
  if (source.eventFilter === undefined) return false;
  const passes = evaluateFilter(source.eventFilter, { ...event });
  if (passes === undefined) state.notes.add(`The event filter of alert source "${name}" is not simulated.`);
  return passes === false;
}
