import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';

/** Statuses of an answer which says that what was sent can't be saved. */
const REFUSALS = [400, 409, 422];

/**
 * For `catch`: returns undefined if the service refuses the content of a request, and rethrows any other error, such as
 * a missing permission. ilert may answer with 400 as well if the plan of the account does not include something (fact
 * `ilert-refusals`).
 */
export function ifRefused(error: unknown): undefined {
  const isOfContent = error instanceof ApiError && error.exitCode !== ExitCode.denied && !error.isPage;
  if (isOfContent && REFUSALS.includes(error.status ?? 0)) return undefined;
  throw error;
}
