import { isDeepStrictEqual } from 'node:util';
import type { Change, Plan } from '../engine/plan.ts';
import { CliError, ExitCode, interruptedError } from '../errors/cli-error.ts';
import type { Context } from './context.ts';

/**
 * Asks before something is written, where there is somebody to ask. A script that runs `apply` has approved it by
 * running it; what must be approved by a person is asked for by the command itself.
 *
 * @throws CliError, exit 130, when the answer is no
 */
export async function confirm(context: Context, question: string): Promise<void> {
  if (context.options.yes || !context.canPrompt) return;
  const prompter = await context.prompter();
  const answer = await prompter.confirm({ id: 'confirm', message: question, initial: false });
  if (answer !== true) throw interruptedError('Stopped: nothing was changed.');
}

/**
 * What is done is what was approved some time before, or less, since another run may have done it meanwhile.
 *
 * @param approved undefined where nothing was shown before
 * @throws CliError, exit 1, where something is to be done that was not shown
 */
export function assertApproved(plan: Plan, approved: Plan | undefined): void {
  if (!approved || pendingIn(plan).every((change) => pendingIn(approved).some((shown) => isSame(change, shown))))
    return;
  throw new CliError({
    code: 'plan-changed',
    message: 'What is to be done has changed since it was shown, so nothing was done.',
    hint: 'Run it again, and look at it again.',
    exitCode: ExitCode.failed,
  });
}

function pendingIn({ changes }: Plan): Change[] {
  return changes.filter(({ action }) => action !== 'keep');
}

/** Of what is created, fields that are only known later do not count. */
function isSame(one: Change, other: Change): boolean {
  const { action, resource, id } = one;
  if (action !== other.action || resource !== other.resource || id !== other.id) return false;
  return action === 'update' ? isDeepStrictEqual(one.fields, other.fields) : one.name === other.name;
}
