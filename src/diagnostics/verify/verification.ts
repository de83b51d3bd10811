import { isPending, type Plan } from '../../engine/plan.ts';
import type { Live, Row } from '../../engine/resource.ts';
import { groupingOf } from '../../providers/ilert/alert-source-fields.ts';
import type { Clients } from '../../providers/lookups.ts';
import type { Finding } from '../finding.ts';
import { alertOf } from './alert-of-ticket.ts';
import { type StepRecorder, VerificationFailed } from './steps.ts';

/** What both ways of proving work with. */
export interface Verification {
  readonly clients: Clients;
  /** Who removes what the proof has made: works after Ctrl-C, too. */
  readonly cleanupClients: () => Clients;
  /** The product, by name. */
  readonly product: string;
  readonly live: Live;
  /** What `apply` would change. */
  readonly plan: Plan;
  readonly recorder: StepRecorder;
  /** Milliseconds to wait for each alert. */
  readonly wait: number;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Told while waiting. */
  readonly info: (text: string) => void;
}

/** An alert as far as the proof looks at it. */
export type Alert = Awaited<ReturnType<Clients['ilert']['alertsOf']>>[number];

/** Between two looks: well within ilert's 120 requests a minute (fact `ilert-limits`). */
const PAUSE = 2_000;
/** Reasons stand in long lists: they are not read at every look. */
const LOOKS_PER_REASON = 5;
/** A clock of the service may be behind ours. */
const CLOCK_DIFFERENCE = 10 * 60_000;

/** A row that the plan has shown to be there. */
export function rowOf(live: Live, key: keyof Live): Row {
  const row = live[key];
  if (!row) throw new TypeError(`the ${key} has to be there`);
  return row;
}

/**
 * Looks until something fits.
 *
 * @param otherwise what it means that nothing came in time
 * @param meanwhile looks for a reason to stop early, now and then
 * @throws ChainBroken
 */
export async function waitFor<T>(
  { now, pause, wait, info, plan }: Verification,
  look: () => Promise<T | undefined>,
  otherwise: () => Promise<Finding>,
  meanwhile?: () => Promise<Finding | undefined>,
): Promise<T> {
  const start = now();
  let told = start;
  for (let looks = 1; ; looks += 1) {
    const found = await look();
    if (found !== undefined) return found;
    const reason = looks % LOOKS_PER_REASON === 0 ? await meanwhile?.() : undefined;
    if (reason) throw verificationFailed({ plan }, reason);
    if (now() - start >= wait) throw verificationFailed({ plan }, await otherwise());
    if (now() - told >= 15_000) {
      told = now();
      info(`Still waiting (${Math.round((told - start) / 1000)} of ${Math.round(wait / 1000)} s)`);
    }
    await pause(PAUSE);
  }
}

/** Alerts of our alert source that are as new as the proof. */
export async function newAlerts({ clients, live }: Verification, since: number): Promise<Alert[]> {
  return clients.ilert.alertsOf(rowOf(live, 'alert-source').id, new Date(since - CLOCK_DIFFERENCE).toISOString());
}

/** No alert although ilert took the event: it groups or filters, or was slow. */
export function noAlertFinding({ live, wait }: Verification): Finding {
  const source = live['alert-source'];
  const common = { link: 'alert', severity: 'broken', mendedByApply: false } as const;
  if (source?.eventFilter || source?.eventTypeFilterCreate) {
    return {
      ...common,
      message: 'ilert took the event and made no alert: the alert source has an event filter.',
      hint: 'Look at the filter of the alert source in ilert.',
    };
  }
  if (groupingOf(source?.alertCreation) !== undefined) {
    return {
      ...common,
      message:
        'ilert took the event and made no alert of its own: the alert source groups, and an open alert took it in.',
      hint: 'Resolve the open alerts of the alert source, then verify again.',
    };
  }
  return {
    ...common,
    message: `ilert has no alert after ${Math.round(wait / 1000)} s.`,
    hint: 'Look at the alert source in ilert, or wait longer with --wait.',
  };
}

/** The alert of a closed ticket stays open. */
export function notResolvedFinding({ live, wait }: Verification): Finding {
  const common = { link: 'resolution', severity: 'broken', mendedByApply: false } as const;
  if (live['alert-source']?.eventTypeFilterResolve) {
    return {
      ...common,
      message: 'The ticket is closed and its alert is not resolved: the alert source has a filter for that.',
      hint: 'Look at the filter of the alert source in ilert.',
    };
  }
  return {
    ...common,
    message: `The ticket is closed and its alert is not resolved after ${Math.round(wait / 1000)} s.`,
    hint: "Keep the ticket's id and status in the payload: ilert resolves by them.",
  };
}

/**
 * A test leaves no alert open: nobody is to be woken twice. Failing to resolve it changes nothing about the proof.
 *
 * @param seen the test's alert, as far as it was seen
 * @param ticket how to find it otherwise
 * @param since when the proof began
 */
export async function resolveTestAlert(
  proof: Verification,
  seen: Alert | undefined,
  ticket: { readonly id: unknown; readonly marker: string },
  since: number,
): Promise<void> {
  if (seen?.status === 'RESOLVED') return;
  const clients = proof.cleanupClients();
  const alerts = await newAlerts({ ...proof, clients }, since).catch(() => []);
  const alert = alertOf(alerts, ticket) ?? seen;
  if (!alert) {
    proof.info(`No alert was seen. If one still comes for ticket ${ticket.id}, resolve it in ilert.`);
    return;
  }
  if (alert.status === 'RESOLVED') return;
  const isResolved = await clients.ilert.resolveAlert(alert.id).then(
    () => true,
    () => false,
  );
  proof.info(
    isResolved
      ? `The test alert ${alert.id} is resolved through ilert's API.`
      : `The test alert ${alert.id} is still open: resolve it in ilert.`,
  );
}

/** What is broken although all is as the settings say, is not for `apply` to mend. */
export function verificationFailed({ plan }: Pick<Verification, 'plan'>, finding: Finding): VerificationFailed {
  if (!finding.mendedByApply || isPending(plan)) return new VerificationFailed(finding);
  const hint = 'All is as the settings say, so apply changes nothing: look at what is in between, such as a proxy.';
  return new VerificationFailed({ ...finding, hint, mendedByApply: false });
}
