import { interruptedError } from '../errors/cli-error.ts';
import type { Context } from './context.ts';

/**
 * Asks before something is written, where there is somebody to ask. A script that runs `apply` has
 * said so by running it; what must be said is asked for by the command itself.
 *
 * @throws Fault, exit 130, when the answer is no
 */
export async function confirmed(context: Context, question: string): Promise<void> {
  if (context.options.yes || !context.canPrompt) return;
  const { confirm } = await context.prompter();
  const answer = await confirm({ id: 'confirm', message: question, initial: false });
  if (answer !== true) throw interruptedError('Stopped: nothing was changed.');
}
