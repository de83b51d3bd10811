import type { Problem } from '../errors/cli-error.ts';

/**
 * The chain from a ticket to an alert, link by link. A finding names the link that is broken, so that
 * an admin knows where to look.
 */
export const links = {
  'alert-source': 'alert source in ilert',
  'escalation-policy': 'escalation policy in ilert',
  'custom-integration': 'custom integration',
  method: 'method of the custom integration',
  payload: 'payload of the method',
  runbook: 'runbook',
  steps: 'flow chart of the runbook',
  'new-ticket-event': 'event "New Ticket Logged"',
  'status-changed-event': 'event "Ticket Status Changed"',
  filter: 'filter of the events',
  ticket: 'test ticket',
  run: 'run of the runbook',
  delivery: 'delivery to ilert',
  alert: 'alert in ilert',
  resolution: 'resolution of the alert',
} as const;

export type Link = keyof typeof links;

/** One thing that is wrong with the chain. */
export interface Finding extends Problem {
  readonly link: Link;
  /**
   * `broken`: tickets get lost. `drifted`: they arrive, but not all is as the settings say. `pending`: a
   * ticket has not arrived, and Halo will retry.
   */
  readonly severity: 'broken' | 'drifted' | 'pending';
  /** Whether `apply` mends it. */
  readonly mendedByApply: boolean;
}

/** What to do about what `apply` mends. */
export const APPLY = 'Run: ilert-haloitsm apply';
