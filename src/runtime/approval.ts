import type { Settings } from '../config/settings.ts';
import { isApproved as isApprovedIn } from '../engine/approval.ts';
import type { Plan } from '../engine/plan.ts';
import { CliError, cancelledError, ExitCode, isInterrupted, usageError } from '../errors/cli-error.ts';
import type { Service } from '../providers/integration.ts';
import type { Prompter } from '../ui/prompter.ts';
import { accountsInWords } from './accounts.ts';
import type { Context } from './context.ts';

interface Approval {
  /** What will be done. Anyone who is asked or refused sees it, even with --quiet. */
  readonly shown?: string;
  /** Why the run is refused if it can't ask; without it, the run goes ahead unasked. */
  readonly refusal?: { readonly message: string; readonly hint: string };
  /** The settings of the run: the question shows the accounts that they name. */
  readonly settings?: Settings;
  /** The only service that the run works on. */
  readonly only?: Service | undefined;
  /** What the message says after a "no" if it isn't about a change. */
  readonly unchanged?: string;
}

/**
 * Asks for approval before anything is written, if there is a terminal. A script that runs `apply` has approved it by
 * running it; anything that needs a person's approval is refused there. Pressing Enter alone does not approve.
 *
 * @throws CliError, exit 130, if the answer is no; exit 2, if it is refused
 */
export async function confirm(
  context: Context,
  question: string,
  { shown, refusal, settings, only, unchanged }: Approval = {},
): Promise<void> {
  const { streams, options, canPrompt } = context;
  const isRefused = !options.yes && !canPrompt && refusal !== undefined;
  const isAsked = !options.yes && canPrompt;
  if (shown !== undefined) (isAsked || isRefused ? streams.warn : streams.info)(shown);
  if (isRefused) throw usageError(refusal.message, refusal.hint, 'approval-required');
  await approve(context, unchanged, async (prompter) => {
    if (settings) prompter.info(accountsInWords(settings, context.options.profile, only));
    const answer = await prompter.confirm({ id: 'confirm', message: question, initial: false });
    return answer === true;
  });
}

/** Asks before a large removal: the number has to be typed. @throws CliError, exit 130, if anything else is typed */
export async function confirmNumber(context: Context, question: string, number: number): Promise<void> {
  await confirmWord(context, question, String(number));
}

/** Asks for a word to be typed. @throws CliError, exit 130, if anything else is typed */
export async function confirmWord(
  context: Context,
  question: string,
  word: string,
  { settings, unchanged }: Pick<Approval, 'settings' | 'unchanged'> = {},
): Promise<void> {
  await approve(context, unchanged, async (prompter) => {
    if (settings) prompter.info(accountsInWords(settings, context.options.profile));
    const answer = await prompter.text({ id: 'confirm-word', message: question });
    return typeof answer === 'string' && answer.trim() === word;
  });
}

async function approve(
  context: Context,
  unchanged: string | undefined,
  ask: (prompter: Prompter) => Promise<boolean>,
): Promise<void> {
  if (context.options.yes || !context.canPrompt) return;
  const isApproved = await ask(await context.prompter()).catch((error: unknown) => {
    // Ctrl-C at the question means no.
    if (isInterrupted(error)) return false;
    throw error;
  });
  if (!isApproved) throw cancelledError(unchanged);
}

/** Ensures that a run does no more than was approved; less is fine, if another run did it. @throws CliError, exit 1 */
export function assertApproved({ changes }: Plan, approved: Plan | undefined): void {
  const shown = (resource: string) => approved?.changes.find((change) => change.resource === resource);
  if (!approved || changes.every((change) => isApprovedIn(shown(change.resource), change))) return;
  throw new CliError({
    code: 'plan-changed',
    message: 'The plan has changed since you approved it, so nothing was done.',
    hint: 'Run the command again and review the new plan.',
    exitCode: ExitCode.failed,
  });
}
