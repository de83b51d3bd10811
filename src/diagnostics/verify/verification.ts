import type { Id } from '../../engine/resource.ts';
import type { IntegrationPlan, IntegrationState, ResourceKey } from '../../providers/integration.ts';
import type { Clients } from '../../providers/lookups.ts';
import type { EventFilter } from './event-filter.ts';
import type { StepRecorder } from './steps.ts';
import type { Choices } from './ticket-attributes.ts';

/** What every way of verifying works with. */
export interface Verification {
  readonly clients: Clients;
  /** Clients that remove what the test has created; they still work after Ctrl-C. */
  readonly cleanupClients: () => Clients;
  /** The product, by name. */
  readonly product: string;
  readonly live: IntegrationState;
  readonly plan: IntegrationPlan;
  /** The template of what Halo sends: that of the live method, or of the settings where Halo is not read. */
  readonly payload: string;
  /** Which tickets may open an alert, where not all may. */
  readonly filter: EventFilter | undefined;
  /** Values of the attributes that the filter goes by. */
  readonly choices: Choices;
  readonly recorder: StepRecorder;
  /** Milliseconds to wait for each alert. */
  readonly wait: number;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Called with each ticket of the test once it was to be deleted. */
  readonly removed: (ticket: RemovedTicket) => void;
  /** Shows progress. */
  readonly info: (text: string) => void;
  /** Shows what goes on, where a spinner can. */
  readonly show: (text?: string) => void;
  /** Shows from time to time that a wait goes on, where no spinner does. */
  readonly stillWaiting: (text: string) => void;
}

/** What has become of a ticket of the test, at the end. */
export interface RemovedTicket {
  readonly id: Id;
  /** False where Halo has not deleted it: somebody has to. */
  readonly isDeleted: boolean;
}

/** A ticket of the test, with the texts whose arrival in the alert is checked. */
export interface SentTicket {
  readonly id: number | string;
  readonly summary: string;
  readonly details?: string | undefined;
  readonly priority?: string | undefined;
}

/** A row that the plan has shown to exist. */
export function rowOf<K extends ResourceKey>(live: IntegrationState, key: K): NonNullable<IntegrationState[K]> {
  const row = live[key];
  if (!row) throw new TypeError(`the ${key} has to be there`);
  return row;
}

/** The wait for each alert, in whole seconds. */
export function secondsOf({ wait }: Verification): number {
  return Math.round(wait / 1000);
}
