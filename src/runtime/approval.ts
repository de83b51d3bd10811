import type { Settings } from '../config/settings.ts';
import { isApproved as isApprovedIn } from '../engine/approval.ts';
import type { Plan } from '../engine/plan.ts';
import { CliError, cancelledError, ExitCode, isInterrupted, usageError } from '../errors/cli-error.ts';
import type { Service } from '../providers/integration.ts';
import type { Prompter } from '../ui/prompter.ts';
import { accountsInWords } from './accounts.ts';
import type { Context } from './context.ts';

/** What is to be approved. */
interface Approval {
  /** What will be done: whoever is asked or refused sees it, even with --quiet. */
  readonly shown?: string;
  /** Why it is refused where nobody can be asked; without it, it is done unasked. */
  readonly refusal?: { readonly message: string; readonly hint: string };
  /** The settings of the run: the accounts that they name are shown with the question. */
  readonly settings?: Settings;
  /** The service that alone is worked on. */
  readonly only?: Service | undefined;
  /** What has not happened when the answer is no, where that is not a change. */
  readonly unchanged?: string;
}

/**
 * Asks before something is written, where there is somebody to ask. A script that runs `apply` has approved it by
 * running it; what must be approved by a person is refused elsewhere. Enter alone is no approval.
 *
 * @throws CliError, exit 130, when the answer is no; exit 2, where it is refused
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

/** Asks before much is removed: the number has to be typed. @throws CliError, exit 130, when anything else is */
export async function confirmNumber(context: Context, question: string, number: number): Promise<void> {
  await approve(context, undefined, async (prompter) => {
    const answer = await prompter.text({ id: 'confirm-number', message: question });
    return answer === String(number);
  });
}

async function approve(
  context: Context,
  unchanged: string | undefined,
  ask: (prompter: Prompter) => Promise<boolean>,
): Promise<void> {
  if (context.options.yes || !context.canPrompt) return;
  const isApproved = await ask(await context.prompter()).catch((error: unknown) => {
    // Ctrl-C at the question is a no.
    if (isInterrupted(error)) return false;
    throw error;
  });
  if (!isApproved) throw cancelledError(unchanged);
}

/** Nothing is done beyond what was approved before; less is, where another run has done it. @throws CliError, exit 1 */
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
