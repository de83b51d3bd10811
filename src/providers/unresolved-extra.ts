import { CliError, isInterrupted, type Problem } from '../errors/cli-error.ts';

/** An option for whoever is on call that names what was not found in Halo. Tickets become alerts all the same. */
export interface UnresolvedExtra {
  /** The resource that has the option. */
  readonly component: 'alert-source' | 'runbook';
  readonly problem: Problem;
  /** Why it could not be looked up; undefined where it was, and is not there. */
  readonly refusal?: CliError;
}

/** Why something could not be looked up. @throws what is no error of the look-up: that the run was stopped, or a bug */
export function notLookedUp(error: unknown): Required<Omit<UnresolvedExtra, 'component'>> {
  if (!(error instanceof CliError) || isInterrupted(error)) throw error;
  return { problem: error.problems[0], refusal: error };
}
