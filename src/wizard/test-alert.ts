import { CliError, ExitCode } from '../errors/cli-error.ts';
import { renderError } from '../reporters/error.ts';
import type { Context } from '../runtime/context.ts';
import type { Prompter } from '../ui/prompter.ts';

/**
 * Offers a test alert, which may wake somebody: not sent by default. What goes wrong with it is shown, and ends nothing.
 *
 * @param policy the escalation policy in words; empty where it is not known
 */
export async function offerTestAlert(
  { streams, options }: Context,
  prompter: Prompter,
  policy: string,
  send: () => Promise<unknown>,
): Promise<void> {
  const whom = policy === '' ? 'It may notify somebody' : `It notifies by the escalation policy ${policy}`;
  const answer = await prompter.choose({
    id: 'test-alert',
    message: `Send a test alert now? ${whom}, and is resolved again.`,
    choices: [
      { value: 'no', name: 'Not now' },
      {
        value: 'send',
        name: 'Send a test alert',
        description: 'As a ticket in HaloITSM would; then the alert is checked and resolved.',
      },
    ],
    initial: 'no',
  });
  if (answer !== 'send') return;
  try {
    const failure = await send();
    if (failure !== undefined) streams.warn(renderError(failure, options.verbose));
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode === ExitCode.interrupted) throw error;
    streams.warn(renderError(error, options.verbose));
  }
}
