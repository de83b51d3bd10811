import { rowInWords, type Unreadable } from '../engine/resource.ts';
import { ApiError, isUnavailable } from '../errors/api-error.ts';
import { ExitCode } from '../errors/cli-error.ts';

/** Says what an unreadable row may do with ours, in a sentence. Pure. */
export function unreadableInWords({ resource, title, row, reason, isStarted }: Unreadable): string {
  if (resource === 'method') return `The ${title} could not be read, so another method may post to the alert source.`;
  const what = `${title} ${rowInWords(row)}`;
  if (resource === 'custom-integration')
    return `Neither the list of all methods nor the ${what} can be read, so one of its methods may post to the alert source.`;
  return `The ${what} can't be read${isUnavailable(reason) ? ' at the moment' : ''}${isStarted ? ', and tickets start it' : ''}, so it may call the method.`;
}

/** Says what to do about it. @param otherwise an alternative to granting permission to read it */
export function unreadableHint({ reason, resource }: Unreadable, otherwise = ''): string {
  if (isUnavailable(reason)) return 'This check is incomplete: run the command again later.';
  const what = resource === 'method' ? 'all custom integrations' : 'it';
  return `Allow the agent of the API application to read ${what}${otherwise}.`;
}

/** Stops a removal if a row that could not be read now may be readable later. @throws ApiError */
export function assertNoneFailed(unreadable: readonly Unreadable[]): void {
  const failed = unreadable.find(
    ({ reason, isStarted }) => isUnavailable(reason) || (isStarted && reason.code === 'api-answer-unusable'),
  );
  if (!failed) return;
  const { reason } = failed;
  const problem = {
    message: `Nothing was removed. ${unreadableInWords(failed)} ${reason.message}`,
    hint: 'Run the command again later. If it fails again, remove the events that start this runbook, in the runbook itself.',
  };
  throw new ApiError(problem, ExitCode.failed, { status: reason.status, isPage: reason.isPage, cause: reason });
}
