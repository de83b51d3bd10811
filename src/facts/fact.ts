import type { Evidence, Verdict } from './evidence.ts';

/** How certain a fact is: shown by a recorded run on a live tenant, stated by the vendor, or only a good guess. */
export type Certainty = 'proven' | 'documented' | 'inferred';

/** Something that the code assumes about one of the two services. */
export interface Fact {
  /** In one or two sentences. */
  readonly claim: string;
  readonly certainty: Certainty;
  /** How it is known. */
  readonly source: string;
  /** Path of the test that shows that the code relies on it. */
  readonly shownBy: string;
  /** Compares it with what a run has observed of a tenant. Pure. */
  readonly check?: (evidence: Evidence) => Verdict;
}

/** Facts of one topic, by id. To add one, add an entry to a table in `claims/`. */
export type Facts = Readonly<Record<string, Fact>>;

/** A recorded run on a live tenant shows it. */
export const proven = (source: string, shownBy: string) => ({ certainty: 'proven', source, shownBy }) as const;
/** The vendor says so. */
export const documented = (source: string, shownBy: string) => ({ certainty: 'documented', source, shownBy }) as const;
/** It fits what is known, and no source shows it. */
export const inferred = (source: string, shownBy: string) => ({ certainty: 'inferred', source, shownBy }) as const;
