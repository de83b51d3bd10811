import { changedFields } from '../../engine/diff.ts';
import type { FieldChange } from '../../engine/resource.ts';
import { type Fields, Unknown, type Value } from '../../engine/values.ts';
import type { IntegrationLabel } from '../integration.ts';
import { nameOfReference } from '../names.ts';
import type { WebhookRow } from './schemas.ts';

/** Used instead of an agent's ID if nobody is notified (fact `failure-notification`). */
export const NOBODY = -1;
/** What people read then. */
export const NOBODY_IN_WORDS = 'Nobody';

const FIELDS = ['notify_on_failure', 'notify_on_failure_tech'] as const;

type NotificationFields = { readonly [K in (typeof FIELDS)[number]]?: Value };

/**
 * Returns the ID of the agent whom Halo notifies if the runbook fails, or `NOBODY`. One field without the other
 * notifies nobody, and both may be missing (fact `failure-notification`). Pure.
 */
export function recipientOf({ notify_on_failure: isOn, notify_on_failure_tech: agent }: NotificationFields): Value {
  if (isOn !== true) return NOBODY;
  if (agent instanceof Unknown) return agent;
  return typeof agent === 'number' && agent > 0 ? agent : NOBODY;
}

/** The fields of a runbook that notifies an agent, or `NOBODY`; empty if this is not managed. Pure. */
export function notificationFields(recipient: Value): NotificationFields {
  if (recipient === undefined) return {};
  return { notify_on_failure: recipient !== NOBODY, notify_on_failure_tech: recipient };
}

/** What differs from the wanted recipient. The fields can express the same in several ways. Pure. */
export function changedNotification(row: WebhookRow, wanted: NotificationFields): FieldChange[] {
  if (wanted.notify_on_failure_tech === undefined || recipientOf(row) === recipientOf(wanted)) return [];
  const { notify_on_failure, notify_on_failure_tech } = wanted;
  return changedFields(row, { notify_on_failure, notify_on_failure_tech });
}

/** Both fields if either changes, since neither has a meaning without the other. Pure. */
export function writtenTogether(wanted: NotificationFields, changes: readonly FieldChange[]): Fields {
  const { notify_on_failure, notify_on_failure_tech } = wanted;
  const isChanged = changes.some(({ field }) => FIELDS.some((each) => each === field));
  return isChanged ? { notify_on_failure, notify_on_failure_tech } : {};
}

/**
 * Whether Halo logs a ticket when the runbook fails, which may start the same runbook again (fact `failure-ticket`).
 * This program never changes it. Pure.
 */
export function logsTickets({ log_ticket_attempts: attempts }: { readonly log_ticket_attempts?: Value }): boolean {
  return attempts === true || (typeof attempts === 'number' && attempts > 0);
}

/** Shows both fields on one line: who is notified. */
export const failureNotificationLabel: IntegrationLabel = {
  field: 'failureNotification',
  label: 'Failure notification',
  of: FIELDS,
  isUnconfirmed: true,
  text: (values, { references }) => recipientInWords(recipientOf(values), references.names.agent),
  // If this is not managed, a new runbook has neither field.
  textOfNew: (values, { references }) =>
    values.notify_on_failure_tech === undefined
      ? undefined
      : recipientInWords(recipientOf(values), references.names.agent),
};

/** Names the agent who is notified. @param names names of the agents, if known */
export function recipientInWords(recipient: Value, names: ReadonlyMap<string, string> | undefined): string {
  if (recipient === NOBODY) return NOBODY_IN_WORDS;
  if (recipient instanceof Unknown) return nameOfReference(recipient, names);
  return names?.get(String(recipient)) ?? `the agent with ID ${recipient}`;
}
