import type { FieldKey } from '../config/settings.ts';
import { CliError, isInterrupted, type Problem } from '../errors/cli-error.ts';

/** An on-call option that names something not found in Halo. Tickets become alerts anyway. */
export interface UnresolvedExtra {
  /** The resource that has the option. */
  readonly component: 'alert-source' | 'runbook';
  readonly setting: FieldKey;
  /** Where its value was set, for messages. */
  readonly origin: string;
  readonly problem: Problem;
  /** Why it could not be looked up; undefined if it was, and does not exist. */
  readonly refusal?: CliError;
}

/** Returns why something could not be looked up. @throws any other error, such as an interruption or a bug */
export function notLookedUp(error: unknown): Required<Pick<UnresolvedExtra, 'problem' | 'refusal'>> {
  if (!(error instanceof CliError) || isInterrupted(error)) throw error;
  return { problem: error.problems[0], refusal: error };
}
