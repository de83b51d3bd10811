import { badRequest, notFound } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import { products } from '../../products.ts';
import type { AlertSourceRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { addressOf } from '../views.ts';
import { acceptByKey, type IncomingEvent, raiseAlert, resolveByKey } from './alerting.ts';
import { evaluateFilter } from './event-filter.ts';
import { readTicketEvent } from './ticket-event.ts';

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
      const source = state.alertSources.find((each) => addressOf(state, each) === params.key);
      if (source?.integrationType !== integrationType) throw notFound('There is no such integration key.');
      countKey(source.integrationKey);
      takeTicket(state, source, body);
      return { status: 202 };
    },
  }));
}

/** @throws Refusal 400 for an unreadable payload */
function takeTicket(state: IlertState, source: AlertSourceRow, body: unknown): void {
  const { over, ...event } = readTicketEvent(state, body, source.alertKeyTemplate);
  if (!source.active || source.inMaintenance) return;
  if (filterResult(state, source, 'eventFilter', event) === false) {
    // A filtered event gets the same answer as any other (fact `ilert-filtered`).
    if (state.contradicts('ilert-filtered')) throw badRequest('The event is excluded by the event filter.');
    return;
  }
  const type = eventType(state, source, event, over);
  if (type === 'RESOLVE' && resolveByKey(state, source, event)) return;
  if (type === 'ACCEPT') acceptByKey(state, source, event);
  if (type === 'CREATE' || (type === 'RESOLVE' && state.contradicts('ilert-closed-without-alert'))) {
    raiseAlert(state, source, event);
  }
}

type EventType = 'CREATE' | 'ACCEPT' | 'RESOLVE';

/**
 * What an event does to alerts. The source's filters by event type take precedence over what ilert makes of the ticket
 * (inferred, as is their order; fact `ilert-event-type-filters`). Where a filter is set, only what matches it is of that type.
 *
 * @returns undefined for an event that no filter lets through
 */
function eventType(
  state: IlertState,
  source: AlertSourceRow,
  event: IncomingEvent,
  over: boolean,
): EventType | undefined {
  const usual = over ? 'RESOLVE' : 'CREATE';
  if (state.contradicts('ilert-event-type-filters')) return usual;
  const create = filterResult(state, source, 'eventTypeFilterCreate', event);
  const resolve = filterResult(state, source, 'eventTypeFilterResolve', event);
  if (resolve ?? usual === 'RESOLVE') return 'RESOLVE';
  if (filterResult(state, source, 'eventTypeFilterAccept', event)) return 'ACCEPT';
  return (create ?? usual === 'CREATE') ? 'CREATE' : undefined;
}

/** @returns undefined without a filter, and for one that is not simulated */
function filterResult(
  state: IlertState,
  source: AlertSourceRow,
  field: 'eventFilter' | `eventTypeFilter${'Create' | 'Accept' | 'Resolve'}`,
  event: IncomingEvent,
): boolean | undefined {
  const filter = source[field];
  if (filter === undefined) return undefined;
  const passes = evaluateFilter(filter, { ...event });
  if (passes === undefined) state.notes.add(`The filter "${field}" of alert source "${source.name}" is not simulated.`);
  return passes;
}
