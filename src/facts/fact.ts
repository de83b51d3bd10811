import type { Evidence, Verdict } from './evidence.ts';

/** How certain a fact is: shown by a recorded run on a live tenant, stated by the vendor, or an educated guess. */
export type Certainty = 'proven' | 'documented' | 'inferred';

/** An assumption of the code about one of the two services. */
export interface Fact {
  /** One or two sentences. */
  readonly claim: string;
  readonly certainty: Certainty;
  /** The evidence for it. */
  readonly source: string;
  /** Path of the test which shows that the code relies on it. */
  readonly shownBy: string;
  /** Compares the fact with what a run observed about a tenant. Pure. */
  readonly check?: (evidence: Evidence) => Verdict;
}

/** Facts of one topic, by ID. To add one, add an entry to a table in `claims/`. */
export type Facts = Readonly<Record<string, Fact>>;

/** A recorded run on a live tenant shows it. */
export const proven = (source: string, shownBy: string) => ({ certainty: 'proven', source, shownBy }) as const;
/** The vendor says so. */
export const documented = (source: string, shownBy: string) => ({ certainty: 'documented', source, shownBy }) as const;
/** Fits what is known, but no source shows it. */
export const inferred = (source: string, shownBy: string) => ({ certainty: 'inferred', source, shownBy }) as const;
