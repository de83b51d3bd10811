import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { type Comparison, comparePlans } from '../saved-plan/compare.ts';
import { type ReviewedPlan, readSavedPlan, targetsOf } from '../saved-plan/file.ts';
import { createSecretMask, type Planned, savedForm } from '../saved-plan/save.ts';
import type { Context } from './context.ts';
import { commandToPlan } from './next-command.ts';
import { pipeWait } from './stdin.ts';

/**
 * Reads the plan that a run is to carry out.
 *
 * @param file as it was typed
 * @throws CliError, exit 2, if it isn't a plan; exit 1, if another version made it, which may plan differently
 */
export async function readReviewed(context: Context, file: string): Promise<ReviewedPlan> {
  const { system, version } = context;
  const reviewed = await readSavedPlan(file, { ...pipeWait(context), cwd: system.cwd, version });
  const { toolVersion } = reviewed.saved;
  if (toolVersion === version) return reviewed;
  const message = `The plan in ${file} was made by version ${toolVersion} of ilert-haloitsm, and this is version ${version}, so nothing was changed.`;
  throw planRefused(context, reviewed, message, { otherwise: `Apply it with version ${toolVersion}, or make` });
}

const REFUSALS: Readonly<Record<Exclude<Comparison['state'], 'same'>, (file: string) => string>> = {
  changed: (file) => `The plan in ${file} no longer fits, so nothing was changed.`,
  applied: (file) => `The plan in ${file} was applied already, so nothing was changed.`,
  'partly-applied': (file) => `A part of the plan in ${file} was applied already, so nothing was changed.`,
};

/**
 * Ensures that the current plan is exactly the saved one that was reviewed. The file only serves for comparison: what
 * is done comes from the settings and the services.
 *
 * @throws CliError, exit 1, with every difference
 */
export function assertReviewed(context: Context, planned: Planned, reviewed: ReviewedPlan): void {
  const { file, saved } = reviewed;
  const { target } = context.options;
  const before = saved.plans.find((plan) => plan.target === target);
  if (!before) throw new TypeError(`the saved plan is not for target ${target}`);
  const now = savedForm(planned, target, createSecretMask(saved.salt, context.redactor));
  const { state, problems } = comparePlans(before, now, planned);
  if (state !== 'same') throw planRefused(context, reviewed, REFUSALS[state](file), { problems });
}

/**
 * Ensures that the file has a plan's targets, and a plan for all has no others. @param targets of the file. @throws
 * CliError, exit 1
 */
export function assertSameTargets(context: Context, targets: readonly string[], reviewed: ReviewedPlan): void {
  const { config } = context.options;
  const planned = targetsOf(reviewed);
  const removed = planned.filter((name) => !targets.includes(name));
  const added = reviewed.saved.all ? targets.filter((name) => !planned.includes(name)) : [];
  const problems = [
    ...removed.map((name) => ({ message: `${config} no longer has the target "${name}", which is in the plan.` })),
    ...added.map((name) => ({ message: `${config} has the target "${name}" now, which is not in the plan.` })),
  ];
  if (problems.length > 0) throw planRefused(context, reviewed, REFUSALS.changed(reviewed.file), { problems, removed });
}

/** Returns the command that makes a saved plan again, for the same targets. @param removed targets that are gone */
export function commandToReplan(
  context: Pick<Context, 'options' | 'system'>,
  reviewed: ReviewedPlan,
  removed: readonly string[] = [],
): string {
  const { only, all } = reviewed.saved;
  const planned = targetsOf(reviewed);
  const left = planned.filter((name) => !removed.includes(name));
  // Without any, it would be for another integration, or for none.
  const targets = planned.length > 0 && left.length === 0 ? ['NAME'] : left;
  return commandToPlan({ only, all, targets, file: 'FILE' }, context);
}

interface Refusal {
  /** Each difference. */
  readonly problems?: readonly Problem[];
  /** Targets that the settings file no longer has. */
  readonly removed?: readonly string[];
  /** How the hint begins, if there is an alternative to a new plan. */
  readonly otherwise?: string;
}

/** Creates the error for a saved plan that can't be carried out. */
function planRefused(
  context: Context,
  reviewed: ReviewedPlan,
  message: string,
  { problems = [], removed = [], otherwise = 'Make' }: Refusal,
): CliError {
  const code = 'plan-changed';
  return new CliError({
    code,
    message,
    hint: `${otherwise} a new plan with "${commandToReplan(context, reviewed, removed)}", and review it.`,
    exitCode: ExitCode.failed,
    others: problems.map((problem) => ({ ...problem, code })),
  });
}
