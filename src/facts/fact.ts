import type { Evidence, Verdict } from './evidence.ts';

/** How sure a fact is: shown by a recorded run on a live tenant, said by the vendor, or only a good guess. */
export type Surety = 'proven' | 'documented' | 'inferred';

/** Something about one of the two services that the code leans on. */
export interface Fact {
  readonly id: string;
  /** In one or two sentences of our own. */
  readonly claim: string;
  readonly surety: Surety;
  /** Where it is known from. */
  readonly source: string;
  /** The test that shows that the code holds to it, from the project's folder. */
  readonly shownBy: string;
  /** What a tenant answers to it, by what a run has seen. Pure. */
  readonly check?: (evidence: Evidence) => Verdict;
}
