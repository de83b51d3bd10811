import type { Unreadable } from '../engine/resource.ts';
import { ApiError, isOutOfOrder } from '../errors/api-error.ts';
import { ExitCode } from '../errors/cli-error.ts';
import { inWords } from './identity/chain.ts';

/** What a row that can't be read may do with ours, in a sentence. Pure. */
export function unreadableInWords({ resource, title, row, reason, isStarted }: Unreadable): string {
  if (resource === 'method')
    return `Halo does not return the ${title}, so another method may post to the alert source.`;
  const what = `${title} ${inWords([row])}`;
  if (resource === 'custom-integration')
    return `Halo does not return the list of all methods, and the ${what} can't be read, so a method of it may post to the alert source.`;
  const problem = isOutOfOrder(reason) ? `Halo fails to return the ${what}` : `The ${what} can't be read`;
  return `${problem}${isStarted ? ', and tickets start it' : ''}, so it may call the method.`;
}

/** What to do about it. @param otherwise instead of giving the right to read it, where there is another way out */
export function unreadableHint({ reason, resource }: Unreadable, otherwise = ''): string {
  if (isOutOfOrder(reason)) return 'What was looked at is incomplete: run this again later.';
  const what = resource === 'method' ? 'all custom integrations' : 'it';
  return `Give the agent of the API application the right to read ${what}${otherwise}.`;
}

/** Before something is removed, all must have been looked at that Halo may show another time. @throws ApiError */
export function assertNoneFailed(unreadable: readonly Unreadable[]): void {
  const failed = unreadable.find(
    ({ reason, isStarted }) => isOutOfOrder(reason) || (isStarted && reason.code === 'api-answer-unusable'),
  );
  if (!failed) return;
  const { reason } = failed;
  const problem = {
    message: `Nothing was removed: ${unreadableInWords(failed)} ${reason.message}`,
    hint: 'Run it again later. If it fails again, remove the events that start the runbook in Halo.',
  };
  throw new ApiError(problem, ExitCode.failed, { status: reason.status, isPage: reason.isPage, cause: reason });
}
