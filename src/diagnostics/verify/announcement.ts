import type { Settings } from '../../config/settings.ts';
import { NOBODY, recipientInWords, recipientOf } from '../../providers/halo/failure-notification.ts';
import { mayGroup } from '../../providers/ilert/alert-grouping.ts';
import { respondersInWords } from '../../providers/ilert/responders.ts';
import { type AlertSourceRow, policyRow } from '../../providers/ilert/schemas.ts';
import { isRaw } from '../../providers/row-reader.ts';
import { listInWords } from '../../text/list.ts';
import type { TicketNeeds } from './halo-ticket.ts';
import { maxTickets } from './through-halo.ts';
import { rowOf, type Verification } from './verification.ts';

/**
 * Says what a test does that other people notice, for approval.
 *
 * @param needs of the tickets to be logged; undefined if there are none
 */
export function announcement(verification: Verification, needs: TicketNeeds | undefined): string {
  const source = rowOf(verification.live, 'alert-source');
  return [
    ...(needs ? [ticketsAnnounced(verification, needs)] : []),
    `This creates a real alert and may page someone. ${whoIsPaged(source)}`.trim(),
    ...(mayGroup(source) ? ['Alert grouping is on: tickets that come in meanwhile may join the test alert.'] : []),
  ].join('\n');
}

/** Says which tickets are logged and what may follow: HaloITSM treats them like any others. */
function ticketsAnnounced(verification: Verification, needs: TicketNeeds): string {
  const { product } = verification;
  const most = maxTickets(verification, needs);
  const tickets =
    most === 1
      ? 'one test ticket'
      : `${most === 2 ? '2' : `up to ${most}`} test tickets, of which one matches the filter,`;
  const them = most === 1 ? 'it' : 'them';
  const announced = `This logs ${tickets} in ${product}, and closes and deletes ${them}. ${product} may send its own e-mails about ${them}.`;
  return `${announced} ${failureRecipientInWords(verification)}`.trim();
}

/** Names the escalation policy and whom it notifies, as far as ilert says. */
function whoIsPaged({ escalationPolicy }: AlertSourceRow): string {
  const policy = isRaw(escalationPolicy) ? policyRow(escalationPolicy) : undefined;
  if (!policy?.name) return '';
  const notified = respondersInWords(policy);
  return `Escalation policy: ${policy.name}${notified === undefined ? '' : `; notifies ${notified}`}.`;
}

/** Whom Halo notifies if the runbook fails, as it may during the test. */
function failureRecipientInWords({ live: { runbook }, plan: { names }, product }: Verification): string {
  const recipient = runbook ? recipientOf(runbook) : NOBODY;
  if (recipient === NOBODY) return '';
  return `If the runbook fails, ${product} is set to notify ${recipientInWords(recipient, names?.agent)}.`;
}

/** So many escalation policies are named where many targets are asked about. */
const MAX_LISTED_POLICIES = 5;

/** The escalation policies of many targets, as far as the settings name them. */
export function policiesInWords(all: readonly Settings[]): string {
  const names = [...new Set(all.flatMap((settings) => settings['alertSource.escalationPolicy'] ?? []))];
  if (names.length === 0) return '';
  const shown =
    names.length > MAX_LISTED_POLICIES
      ? [...names.slice(0, MAX_LISTED_POLICIES), `${names.length - MAX_LISTED_POLICIES} more`]
      : names;
  return ` (escalation ${names.length === 1 ? 'policy' : 'policies'}: ${listInWords(shown)})`;
}
