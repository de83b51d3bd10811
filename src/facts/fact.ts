import type { Evidence, Verdict } from './evidence.ts';

/** How certain a fact is: shown by a recorded run on a live tenant, stated by the vendor, or only a good guess. */
export type Certainty = 'proven' | 'documented' | 'inferred';

/** Something that the code assumes about one of the two services. To add one, add an entry to a list in `claims/`. */
export interface Fact {
  readonly id: string;
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
