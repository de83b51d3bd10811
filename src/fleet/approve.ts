import { keepsInUse } from '../engine/plan.ts';
import { usageError } from '../errors/cli-error.ts';
import { confirm, confirmNumber } from '../runtime/approval.ts';
import type { FleetApproval } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import type { PlanResult } from '../runtime/result.ts';
import type { TargetOutcome, TargetReport } from './report.ts';
import type { Target } from './target.ts';

/** What was shown for each target, by name. */
export type Previews = ReadonlyMap<string, TargetReport<PlanResult>>;

/**
 * Asks once for all targets, after showing what would be done to each; reviewed plans are only shown.
 *
 * @param preview plans for all of them and shows the plans, changing nothing
 * @returns what was shown, if anything
 * @throws CliError, exit 2, if approval is needed but it can't ask; exit 130, if the answer is no
 */
export async function approveForTargets(
  context: Context,
  approval: FleetApproval | undefined,
  targets: readonly Target[],
  preview: (plan: NonNullable<FleetApproval['preview']>) => Promise<Previews>,
): Promise<Previews | undefined> {
  if (approval?.isReviewed && approval.preview) return preview(approval.preview);
  if (!approval || context.options.yes || targets.length === 0) return undefined;
  const { refusal } = approval;
  if (!context.canPrompt && refusal) throw usageError(refusal.message, refusal.hint, 'approval-required');
  if (!context.canPrompt) return undefined;
  const shown = approval.preview && (await preview(approval.preview));
  const pending = shown ? targets.filter(({ name }) => shown.get(name)?.outcome === 'pending') : targets;
  const { length: count } = pending;
  const settings = pending.map((target) => target.settings);
  if (count > 1 && approval.numberQuestion) await confirmNumber(context, approval.numberQuestion(count), count);
  else if (count > 0) await confirm(context, approval.question(`${count} target${count === 1 ? '' : 's'}`, settings));
  return shown;
}

/**
 * Returns the targets to start: all of them if nothing had to be shown first, otherwise those shown as pending, and
 * those that keep something in use: their run changes nothing, and reports that as it does unasked. With reviewed plans,
 * it is all of them or none. Pure.
 */
export function approvedTargets<Named extends { readonly name: string }>(
  targets: readonly Named[],
  approval: FleetApproval | undefined,
  shown: Previews | undefined,
): readonly Named[] {
  if (!shown) return targets;
  const isAny = ({ name }: Named, ...outcomes: TargetOutcome[]) => {
    const outcome = shown.get(name)?.outcome;
    return outcome !== undefined && outcomes.includes(outcome);
  };
  if (approval?.isReviewed) return targets.every((target) => isAny(target, 'pending', 'done')) ? targets : [];
  const keepsSomething = ({ name }: Named) => {
    const { result } = shown.get(name) ?? {};
    return result !== undefined && keepsInUse(result.plan);
  };
  return targets.filter((target) => isAny(target, 'pending') || keepsSomething(target));
}
