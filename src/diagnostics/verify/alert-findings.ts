import { groupingOf } from '../../providers/ilert/alert-grouping.ts';
import type { AlertSourceRow } from '../../providers/ilert/schemas.ts';
import { broken, type Finding } from '../finding.ts';
import { secondsOf, type Verification } from './verification.ts';

type Titles = readonly (readonly [field: keyof AlertSourceRow, title: string])[];

/** Filters that may keep an alert from being opened. */
const OPENING: Titles = [
  ['eventFilter', 'an event filter'],
  ['eventTypeFilterCreate', 'a filter for opening alerts'],
];
/** Filters that may keep an alert from being resolved. */
const RESOLVING: Titles = [
  ['eventTypeFilterResolve', 'a filter for resolving alerts'],
  ['eventFilter', 'an event filter'],
];

/** Explains why there is no alert although ilert accepted the event: a filter, alert grouping, or a slow ilert. */
export function noAlertFinding(verification: Verification): Finding {
  const source = verification.live['alert-source'];
  const filters = filtersIn(source, OPENING);
  if (filters !== undefined) {
    const message = `ilert accepted the event but created no alert, because the alert source has ${filters}`;
    const hint = 'Check the event filter of the alert source in ilert.';
    return broken('alert-not-created-filtered', 'alert', message, hint);
  }
  if (groupingOf(source?.alertCreation) !== undefined) {
    const message = 'ilert accepted the event but created no alert: alert grouping is on, and an open alert took it.';
    const hint = 'Resolve the open alerts of this alert source, then run verify again.';
    return broken('alert-not-created-grouped', 'alert', message, hint);
  }
  const message = `No alert after ${secondsOf(verification)} s.`;
  const hint = 'Check the alert source in ilert, or increase --wait.';
  return broken('alert-not-created', 'alert', message, hint);
}

/** Explains why the alert of a closed ticket stays open. */
export function notResolvedFinding(verification: Verification): Finding {
  const filters = filtersIn(verification.live['alert-source'], RESOLVING);
  if (filters !== undefined) {
    const message = `The ticket was closed but its alert was not resolved, and the alert source has ${filters}`;
    const hint = 'Check the filters of the alert source in ilert.';
    return broken('alert-not-resolved-filtered', 'resolution', message, hint);
  }
  const message = `The ticket was closed but its alert was not resolved within ${secondsOf(verification)} s.`;
  const hint = "Keep the ticket's ID and status in the payload: ilert needs them to resolve the alert.";
  return broken('alert-not-resolved', 'resolution', message, hint);
}

/** Names those filters that the alert source has, with their conditions; undefined if it has none. */
function filtersIn(source: AlertSourceRow | undefined, titles: Titles): string | undefined {
  const all = titles.flatMap(([field, title]) => (source?.[field] ? [`${title}: ${source[field]}`] : []));
  return all.length === 0 ? undefined : all.join('; and ');
}
