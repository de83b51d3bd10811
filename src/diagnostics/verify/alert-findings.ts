import { groupingOf } from '../../providers/ilert/alert-grouping.ts';
import { broken, type Finding } from '../finding.ts';
import { secondsOf, type Verification } from './verification.ts';

/** Explains why there is no alert although ilert accepted the event: a filter, alert grouping, or a slow ilert. */
export function noAlertFinding(verification: Verification): Finding {
  const source = verification.live['alert-source'];
  if (source?.eventFilter || source?.eventTypeFilterCreate) {
    const message = 'ilert accepted the event but created no alert, because the alert source has an event filter.';
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
  if (verification.live['alert-source']?.eventTypeFilterResolve) {
    const message =
      'The ticket was closed but its alert was not resolved, because the alert source has a filter for resolving events.';
    const hint = 'Check the filters of the alert source in ilert.';
    return broken('alert-not-resolved-filtered', 'resolution', message, hint);
  }
  const message = `The ticket was closed but its alert was not resolved within ${secondsOf(verification)} s.`;
  const hint = "Keep the ticket's ID and status in the payload: ilert needs them to resolve the alert.";
  return broken('alert-not-resolved', 'resolution', message, hint);
}
