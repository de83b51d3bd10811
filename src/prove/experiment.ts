import type { Verdict } from '../facts/evidence.ts';
import type { KindName } from './lab/kinds.ts';
import type { Lab } from './lab/lab.ts';

export type { Verdict } from '../facts/evidence.ts';
export { confirmed, contradicted, notObserved, verdict } from '../facts/evidence.ts';

/** What an experiment uses up, at most. Shown before anything is created. */
export interface Cost {
  /** The kinds of what it creates besides tickets; none if missing. */
  readonly creates?: readonly Exclude<KindName, 'ticket'>[];
  /** Tickets that it logs in Halo. */
  readonly tickets?: number;
  /** Alerts that it creates in ilert. */
  readonly alerts?: number;
  /** How many of them are of high priority. */
  readonly highAlerts?: number;
  /** Requests to both services, including polls. */
  readonly requests: number;
  /** Minutes, most of which it waits for Halo. */
  readonly minutes: number;
}

/** Records what an experiment shows about one of its facts. The sentence never contains texts from the account. */
export type Observe<Fact extends string = string> = (id: Fact, verdict: Verdict) => void;

/** Finds out on a live account whether some facts are true there. */
export interface Experiment<Fact extends string = string> {
  /** Its name on the command line. */
  readonly id: string;
  /** What it finds out, as a clause: `how a ticket's values are rendered in a body`. */
  readonly title: string;
  /** IDs of facts, as in docs/facts.md. Each fact belongs to one experiment. */
  readonly facts: readonly Fact[];
  readonly cost: Cost;
  /**
   * Creates what it needs in the lab, which removes it afterwards, and observes. A fact without an observation is
   * reported as not observed; if the experiment rejects, with the reason. A refusal that says something about a fact is
   * to be caught.
   */
  run(lab: Lab, observe: Observe<Fact>): Promise<void>;
}

/** Checks a definition: an experiment can observe only its own facts. */
export function defineExperiment<const Fact extends string>(experiment: Experiment<Fact>): Experiment {
  return experiment;
}
