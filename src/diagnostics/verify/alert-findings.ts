import { groupingOf } from '../../providers/ilert/alert-source-fields.ts';
import { broken, type Finding } from '../finding.ts';
import { secondsOf, type Verification } from './verification.ts';

/** Why there is no alert although ilert took the event: its alert source filters or groups, or it is slow. */
export function noAlertFinding(verification: Verification): Finding {
  const source = verification.live['alert-source'];
  if (source?.eventFilter || source?.eventTypeFilterCreate) {
    const message = 'ilert took the event and made no alert: the alert source has an event filter.';
    const hint = 'Look at the filter of the alert source in ilert.';
    return broken('alert-not-created-filtered', 'alert', message, hint);
  }
  if (groupingOf(source?.alertCreation) !== undefined) {
    const message =
      'ilert took the event and made no alert of its own: the alert source groups, and an open alert took it in.';
    const hint = 'Resolve the open alerts of the alert source, then verify again.';
    return broken('alert-not-created-grouped', 'alert', message, hint);
  }
  const message = `ilert has no alert after ${secondsOf(verification)} s.`;
  const hint = 'Look at the alert source in ilert, or wait longer with --wait.';
  return broken('alert-not-created', 'alert', message, hint);
}

/** Why the alert of a closed ticket stays open. */
export function notResolvedFinding(verification: Verification): Finding {
  if (verification.live['alert-source']?.eventTypeFilterResolve) {
    const message = 'The ticket is closed and its alert is not resolved: the alert source has a filter for that.';
    const hint = 'Look at the filter of the alert source in ilert.';
    return broken('alert-not-resolved-filtered', 'resolution', message, hint);
  }
  const message = `The ticket is closed and its alert is not resolved after ${secondsOf(verification)} s.`;
  const hint = "Keep the ticket's id and status in the payload: ilert resolves by them.";
  return broken('alert-not-resolved', 'resolution', message, hint);
}
