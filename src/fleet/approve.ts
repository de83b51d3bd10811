import type { Invocation } from '../cli/invocation.ts';
import { usageError } from '../errors/cli-error.ts';
import { renderTargets, renderTexts } from '../reporters/targets.ts';
import { confirmed } from '../runtime/confirm.ts';
import type { Context } from '../runtime/context.ts';
import { createStyle } from '../ui/style.ts';
import type { TargetReport } from './summary.ts';

/** What has to be agreed to before it is done to many, as for one alone. */
interface Question {
  readonly ask: (count: number) => string;
  /** Whether nobody to ask means no. */
  readonly needsYes?: { readonly message: string; readonly hint: string };
  /** What shows beforehand what would be done; none where that can't be foreseen. */
  readonly preview?: Pick<Invocation, 'command' | 'extra'>;
}

function targets(count: number): string {
  return `${count} target${count === 1 ? '' : 's'}`;
}

function questionOf({ command, extra }: Invocation): Question | undefined {
  if (extra.dryRun === true) return undefined;
  if (command === 'apply')
    return { ask: (count) => `Carry this out for ${targets(count)}?`, preview: { command: 'plan', extra } };
  if (command === 'destroy') {
    return {
      ask: (count) => `Remove what is listed above, of ${targets(count)}?`,
      preview: { command: 'destroy', extra: { ...extra, planOnly: true } },
      needsYes: {
        message: 'Nothing was removed: without a terminal, destroy needs --yes.',
        hint: 'Look at what would go with --dry-run, then run it again with --yes.',
      },
    };
  }
  if (command === 'verify' && extra.policyQuiet !== true) {
    return {
      ask: (count) => `This makes a real alert for each of ${targets(count)}, and may page somebody. Go on?`,
      needsYes: {
        message: 'Nothing was sent: without a terminal, verify needs --yes, since somebody may be paged.',
        hint: 'Add --yes, or --policy-quiet to page nobody.',
      },
    };
  }
  return undefined;
}

/**
 * Asks once for all targets, after showing what would be done to each.
 *
 * @param preview runs a command that changes nothing for all of them
 * @returns what was shown, where something was: only what is pending there has been agreed to
 * @throws Fault, exit 2, where nobody can be asked and must be; exit 130 where the answer is no
 */
export async function agreeForTargets(
  context: Context,
  invocation: Invocation,
  count: number,
  preview: (invocation: Invocation) => Promise<ReadonlyMap<string, TargetReport>>,
): Promise<ReadonlyMap<string, TargetReport> | undefined> {
  const question = questionOf(invocation);
  if (!question || context.options.yes || count === 0) return undefined;
  if (!context.canPrompt) {
    if (question.needsYes) throw usageError(question.needsYes.message, question.needsYes.hint);
    return undefined;
  }
  if (!question.preview) {
    await confirmed(context, question.ask(count));
    return undefined;
  }
  const shown = await preview({ ...invocation, ...question.preview });
  const reports = [...shown.values()];
  const paint = createStyle(context.streams.noteColor);
  context.streams.info([...renderTexts(reports, paint), renderTargets(reports, paint)].join('\n'));
  const pending = reports.filter(({ outcome }) => outcome === 'pending').length;
  if (pending > 0) await confirmed(context, question.ask(pending));
  return shown;
}
