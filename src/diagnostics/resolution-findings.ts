import type { Settings } from '../config/settings.ts';
import { bindingsIn, eventOf, isBindingKey } from '../providers/halo/event-bindings.ts';
import type { EventRow } from '../providers/halo/schemas.ts';
import type { IntegrationPlan, IntegrationState } from '../providers/integration.ts';
import { filterOfEvent } from './filters.ts';
import type { Finding } from './finding.ts';

/**
 * Reports what keeps an alert open after its ticket is closed: a filter that the ticket no longer passes while "Closed"
 * does not start the runbook for all tickets. Checks the events as `apply` would leave them. Pure.
 */
export function resolutionFindings(plan: IntegrationPlan, live: IntegrationState, settings: Settings): Finding[] {
  const events = eventsAfter(plan, live);
  const changed = events.filter(({ event }) => event.key === 'status-changed-event');
  const closed = events.filter(({ event }) => event.key === 'closed-event');
  const isAlwaysNotified = changed.length === 0 || changed.some(({ filter }) => filter === undefined);
  const isClosedNeeded = settings['halo.closedEvent'] === true || !isAlwaysNotified;
  if (!isClosedNeeded || isToBeBound(plan) || closed.some(({ filter }) => filter === undefined)) return [];
  const [filtered] = closed;
  return filtered ? [closedFiltered(filtered.filter, plan.product)] : [];
}

/** The existing events that stay, each with its filter after `apply`. */
function eventsAfter({ changes }: IntegrationPlan, live: IntegrationState) {
  return bindingsIn(live).flatMap(({ key, event, row }) => {
    const change = changes.find(({ resource }) => resource === key);
    const fields = Object.fromEntries(change?.fields.map(({ field, after }) => [field, after]) ?? []);
    const after: EventRow = { ...row, ...fields };
    return change?.action === 'delete' ? [] : [{ event, filter: filterOfEvent(after) }];
  });
}

function isToBeBound({ changes }: IntegrationPlan): boolean {
  return changes.some(
    ({ resource, action }) => action === 'create' && isBindingKey(resource) && eventOf(resource).key === 'closed-event',
  );
}

function closedFiltered(filter: string | undefined, product: string): Finding {
  return {
    code: 'closed-event-filtered',
    component: 'closed-event',
    severity: 'drifted',
    message: `The event "Closed" has a filter (${filter}): closing other tickets may not resolve their alerts.`,
    hint: `Remove that filter in ${product}.`,
    fixableByApply: false,
  };
}
