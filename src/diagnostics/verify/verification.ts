import type { Settings } from '../../config/settings.ts';
import type { Id } from '../../engine/resource.ts';
import type { IntegrationPlan, IntegrationState, ResourceKey } from '../../providers/integration.ts';
import type { Clients } from '../../providers/lookups.ts';
import type { EventFilter } from './event-filter.ts';
import type { StepRecorder } from './steps.ts';
import type { Choices } from './ticket-attributes.ts';

/** What all kinds of verification share. */
export interface Verification {
  readonly clients: Clients;
  /** Clients that remove what the test created. They still work after Ctrl-C. */
  readonly cleanupClients: () => Clients;
  /** The name of the Halo product. */
  readonly product: string;
  readonly live: IntegrationState;
  readonly plan: IntegrationPlan;
  readonly settings: Settings;
  /** The template of what Halo sends: from the live method, or from the settings if Halo is not read. */
  readonly payload: string;
  /** Which tickets may open an alert; undefined if all may. */
  readonly filter: EventFilter | undefined;
  /** Values of the attributes that the filter uses. */
  readonly choices: Choices;
  readonly recorder: StepRecorder;
  /** Milliseconds to wait for each alert. */
  readonly wait: number;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Called for each test ticket after the attempt to delete it. */
  readonly removed: (ticket: RemovedTicket) => void;
  /** Shows progress. */
  readonly info: (text: string) => void;
  /** Shows the current activity in a spinner, if there is one. */
  readonly show: (text?: string) => void;
  /** Reports from time to time that a wait continues, if there is no spinner. */
  readonly stillWaiting: (text: string) => void;
}

/** The outcome for a test ticket at the end. */
export interface RemovedTicket {
  readonly id: Id;
  /** False if Halo did not delete it: someone has to. */
  readonly isDeleted: boolean;
}

/** A test ticket, with the texts that must arrive in the alert. */
export interface SentTicket {
  readonly id: number | string;
  readonly summary: string;
  readonly details?: string | undefined;
  readonly priority?: string | undefined;
}

/** Returns a row that, according to the plan, exists. */
export function rowOf<K extends ResourceKey>(live: IntegrationState, key: K): NonNullable<IntegrationState[K]> {
  const row = live[key];
  if (!row) throw new TypeError(`the ${key} has to be there`);
  return row;
}

/** How long to wait for each alert, in whole seconds. */
export function secondsOf({ wait }: Verification): number {
  return Math.round(wait / 1000);
}
