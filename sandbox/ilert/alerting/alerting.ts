import type { AlertRow, AlertSourceRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { byId } from '../views.ts';
import { linksOf, mappedPriority, mappedSeverity } from './alert-extras.ts';
import { milliseconds } from './durations.ts';
import { alertToGroupInto } from './grouping.ts';
import { isWithin } from './support-hours.ts';
import { fillTemplate } from './text-template.ts';

/** The content of a ticket's event. */
export interface IncomingEvent {
  alertKey: string;
  summary: string;
  details: string;
  /** The payload as received. */
  customDetails: Record<string, unknown>;
}

/**
 * Processes an event that asks for an alert. An open alert with the same key logs it; otherwise, the source's grouping
 * decides whether it opens an alert. A grouped event's key belongs to the alert that it was grouped into, as long as
 * that is open (inferred).
 */
export function raiseAlert(state: IlertState, source: AlertSourceRow, event: IncomingEvent): AlertRow {
  const open = openAlerts(state, source);
  const known = open.find(({ alertKey, groupedKeys }) =>
    [alertKey, ...groupedKeys].some((key) => isSameKey(state, key, event.alertKey)),
  );
  if (known) return logged(state, known, 'ALERT', event.summary);
  const summary = fillTemplate(source.summaryTemplate, event.customDetails) ?? event.summary;
  const groups = state.contradicts('ilert-grouping') ? alertsOf(state, source) : open;
  const group = alertToGroupInto(source, groups, summary, state.now());
  if (group) {
    group.groupedKeys.push(event.alertKey);
    return logged(state, group, 'ALERT', event.summary);
  }
  const mapped = mappingsOf(state, source, event.customDetails);
  const severity = mapped.severity ?? source.severity;
  return state.addAlert(source, {
    alertKey: event.alertKey,
    summary,
    details: fillTemplate(source.detailsTemplate, event.customDetails) ?? event.details,
    customDetails: event.customDetails,
    priority: mapped.priority ?? priorityOf(state, source),
    ...(severity !== undefined && { severity }),
    links: state.contradicts('ilert-links') ? [] : linksOf(source, event.customDetails),
  });
}

/**
 * Resolves the open alert with this key. A key that was only grouped resolves nothing (inferred).
 *
 * @returns whether an open alert has the key
 */
export function resolveByKey(state: IlertState, source: AlertSourceRow, { alertKey, summary }: IncomingEvent): boolean {
  const open = openAlerts(state, source);
  const own = open.find((alert) => isSameKey(state, alert.alertKey, alertKey));
  const taking = own ?? open.find(({ groupedKeys }) => groupedKeys.some((key) => isSameKey(state, key, alertKey)));
  if (own && !state.contradicts('ilert-resolves')) resolveAlert(state, own, summary);
  else if (taking) logged(state, taking, 'RESOLVE', summary);
  return taking !== undefined;
}

/** Keys are compared case-insensitively (documented for dedicated integrations). */
function isSameKey(state: IlertState, one: string, other: string): boolean {
  if (state.contradicts('ilert-alert-key-case')) return one === other;
  return one.toLowerCase() === other.toLowerCase();
}

/** Accepts the open alert with this key. @returns whether an open alert has the key */
export function acceptByKey(state: IlertState, source: AlertSourceRow, { alertKey, summary }: IncomingEvent): boolean {
  const open = openAlerts(state, source).find((alert) => isSameKey(state, alert.alertKey, alertKey));
  if (open) acceptAlert(state, open, summary);
  return open !== undefined;
}

export function acceptAlert(state: IlertState, alert: AlertRow, summary: string): void {
  alert.status = 'ACCEPTED';
  logged(state, alert, 'ACCEPT', summary);
}

export function resolveAlert(state: IlertState, alert: AlertRow, summary: string): void {
  alert.status = 'RESOLVED';
  alert.resolvedOn = state.instant();
  logged(state, alert, 'RESOLVE', summary);
}

/** Adds an event to an alert's log. */
function logged(state: IlertState, alert: AlertRow, type: AlertRow['log'][number]['type'], summary: string): AlertRow {
  alert.log.push({ type, summary, at: state.instant() });
  return alert;
}

/** Resolves alerts that have been open for longer than their source's `autoResolutionTimeout`. */
export function autoResolve(state: IlertState): void {
  for (const alert of state.alerts) {
    const timeout = byId(state.alertSources, alert.alertSourceId)?.autoResolutionTimeout;
    if (alert.status === 'RESOLVED' || timeout === undefined) continue;
    if (state.now() - Date.parse(alert.reportTime) >= milliseconds(timeout)) {
      resolveAlert(state, alert, 'Resolved automatically');
    }
  }
}

/** A source's unresolved alerts, oldest first. */
function openAlerts(state: IlertState, source: AlertSourceRow): AlertRow[] {
  autoResolve(state);
  return alertsOf(state, source).filter(({ status }) => status !== 'RESOLVED');
}

function alertsOf({ alerts }: IlertState, { id }: AlertSourceRow): AlertRow[] {
  return alerts.filter(({ alertSourceId }) => alertSourceId === id);
}

/** What the source's templates make of an event. A source of a type without such templates would still store them. */
function mappingsOf(state: IlertState, source: AlertSourceRow, payload: unknown) {
  if (state.contradicts('ilert-mappings')) return {};
  return { priority: mappedPriority(source, payload), severity: mappedSeverity(source, payload) };
}

function priorityOf(state: IlertState, { alertPriorityRule, supportHoursId }: AlertSourceRow): 'HIGH' | 'LOW' {
  const inside = alertPriorityRule.startsWith('HIGH') ? 'HIGH' : 'LOW';
  const hours = supportHoursId === undefined ? undefined : byId(state.supportHours, supportHoursId);
  if (!hours || isWithin(hours, state.now())) return inside;
  return inside === 'HIGH' ? 'LOW' : 'HIGH';
}
