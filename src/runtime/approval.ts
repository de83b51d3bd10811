import { isApproved } from '../engine/approval.ts';
import type { Plan } from '../engine/plan.ts';
import { CliError, ExitCode, interruptedError } from '../errors/cli-error.ts';
import type { Context } from './context.ts';

/**
 * Asks before something is written, where there is somebody to ask. A script that runs `apply` has approved it by
 * running it; what must be approved by a person is asked for by the command itself.
 *
 * @param refused the message when the answer is no
 * @throws CliError, exit 130, when the answer is no
 */
export async function confirm(
  context: Context,
  question: string,
  refused = 'Stopped: nothing was changed.',
): Promise<void> {
  if (context.options.yes || !context.canPrompt) return;
  const prompter = await context.prompter();
  const answer = await prompter.confirm({ id: 'confirm', message: question, initial: false });
  if (answer !== true) throw interruptedError(refused);
}

/** Nothing is done beyond what was approved before; less is, where another run has done it. @throws CliError, exit 1 */
export function assertApproved({ changes }: Plan, approved: Plan | undefined): void {
  const shown = (resource: string) => approved?.changes.find((change) => change.resource === resource);
  if (!approved || changes.every((change) => isApproved(shown(change.resource), change))) return;
  throw new CliError({
    code: 'plan-changed',
    message: 'What is to be done has changed since it was shown, so nothing was done.',
    hint: 'Run it again, and look at it again.',
    exitCode: ExitCode.failed,
  });
}
