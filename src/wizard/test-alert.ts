import { CliError, isInterrupted } from '../errors/cli-error.ts';
import { renderError } from '../reporters/error.ts';
import type { Context } from '../runtime/context.ts';
import type { Prompter } from '../ui/prompter.ts';
import type { PolicyInWords } from './reviewed.ts';

/**
 * Offers a test alert, which may wake somebody, so the default is no. Problems with it are shown, but end nothing.
 *
 * @param policy that notifies somebody
 */
export async function offerTestAlert(
  { streams, options }: Context,
  prompter: Prompter,
  { name, notified = 'whoever is on call' }: Pick<PolicyInWords, 'name' | 'notified'>,
  send: () => Promise<void>,
): Promise<void> {
  const by = name === '' ? '' : ` (escalation policy ${name})`;
  const answer = await prompter.choose({
    id: 'test-alert',
    escapeTo: 'skip',
    message: `Send a test alert now? It notifies ${notified}${by}, and is resolved again.`,
    choices: [
      { value: 'no', name: 'Not now' },
      {
        value: 'send',
        name: 'Send a test alert',
        description: 'The event is sent as a ticket would send it; then the alert is checked and resolved.',
      },
    ],
    initial: 'no',
  });
  if (answer !== 'send') return;
  try {
    await send();
  } catch (error) {
    if (!(error instanceof CliError) || isInterrupted(error)) throw error;
    streams.warn(renderError(error, options.verbose));
  }
}
