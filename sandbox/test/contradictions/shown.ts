import type { SandboxOptions } from '../../sandbox.ts';

/** What a client observes of a fact, through the API. */
export interface Shown {
  /** The observation where the fact holds. */
  readonly usual: unknown;
  /** The observation where it is contradicted. */
  readonly contrary: unknown;
  readonly observe: (options: SandboxOptions) => Promise<unknown>;
}

/** An observation, first as usual and then to the contrary. */
export function shows(usual: unknown, contrary: unknown, observe: Shown['observe']): Shown {
  return { usual, contrary, observe };
}
