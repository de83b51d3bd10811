import type { Clients } from '../apply/directory.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Live, Row } from '../resources/resource.ts';
import { ChainBroken, type Story } from './story.ts';

/** What both ways of proving work with. */
export interface Proof {
  readonly clients: Clients;
  readonly live: Live;
  readonly story: Story;
  /** Milliseconds to wait for each alert. */
  readonly wait: number;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Told while waiting. */
  readonly say: (text: string) => void;
}

/** An alert as far as the proof looks at it. */
export type SeenAlert = Awaited<ReturnType<Clients['ilert']['alertsOf']>>[number];

/** Between two looks: well within ilert's 120 requests a minute (facts). */
const PAUSE = 2_000;
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
 * @param meanwhile looks for a reason to stop early
 * @throws ChainBroken
 */
export async function until<T>(
  { now, pause, wait, say }: Proof,
  look: () => Promise<T | undefined>,
  otherwise: () => Promise<Finding>,
  meanwhile?: () => Promise<Finding | undefined>,
): Promise<T> {
  const start = now();
  let told = start;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const reason = await meanwhile?.();
    if (reason) throw new ChainBroken(reason);
    if (now() - start >= wait) throw new ChainBroken(await otherwise());
    if (now() - told >= 15_000) {
      told = now();
      say(`Still waiting (${Math.round((told - start) / 1000)} of ${Math.round(wait / 1000)} s)`);
    }
    await pause(PAUSE);
  }
}

/** Alerts of our alert source that are as new as the proof. */
export async function newAlerts({ clients, live }: Proof, since: number): Promise<SeenAlert[]> {
  return clients.ilert.alertsOf(rowOf(live, 'alert-source').id, new Date(since - CLOCK_DIFFERENCE).toISOString());
}

/** The alert of a test ticket: by its key, which is the ticket's id as far as is known, or by its summary. */
export function alertOf(
  alerts: readonly SeenAlert[],
  ticket: { readonly id: unknown; readonly marker: string },
): SeenAlert | undefined {
  return alerts.find(({ alertKey, summary }) => alertKey === String(ticket.id) || summary.includes(ticket.marker));
}

/** No alert although ilert took the event: it groups or filters, or was slow. */
export function noAlertFinding({ live, wait }: Proof): Finding {
  const source = live['alert-source'];
  const common = { link: 'alert', severity: 'broken', mendedByApply: false } as const;
  if (source?.eventFilter || source?.eventTypeFilterCreate) {
    return {
      ...common,
      message: 'ilert took the event and made no alert: the alert source has an event filter.',
      hint: 'Look at the filter of the alert source in ilert.',
    };
  }
  if (typeof source?.alertCreation === 'string' && /GROUPED|PENDING|OPEN|INTELLIGENT/.test(source.alertCreation)) {
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
export function notResolvedFinding({ live, wait }: Proof): Finding {
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

/** A test leaves no alert open: nobody is to be woken twice. Failing to resolve it changes nothing about the proof. */
export async function leaveResolved({ clients, say }: Proof, alert: SeenAlert | undefined): Promise<void> {
  if (!alert || alert.status === 'RESOLVED') return;
  const resolved = await clients.ilert.resolveAlert(alert.id).catch(() => undefined);
  if (!resolved) say(`The test alert ${alert.id} is still open: resolve it in ilert.`);
}
