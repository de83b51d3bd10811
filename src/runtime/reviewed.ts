import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { type Comparison, comparePlans } from '../saved-plan/compare.ts';
import type { SavedPlan } from '../saved-plan/document.ts';
import type { ReviewedPlan } from '../saved-plan/file.ts';
import { hidingWith, type Planned, savedForm } from '../saved-plan/save.ts';
import type { Context } from './context.ts';
import { forThisRun } from './next-command.ts';

const REFUSALS: Readonly<Record<Exclude<Comparison['state'], 'same'>, (file: string) => string>> = {
  changed: (file) => `The plan in ${file} no longer fits, so nothing was changed.`,
  applied: (file) => `The plan in ${file} was applied already, so nothing was changed.`,
  'partly-applied': (file) => `A part of the plan in ${file} was applied already, so nothing was changed.`,
};

/**
 * Makes sure that what would be done now is exactly the saved plan that was reviewed. The file is only compared with:
 * what is done comes from the settings and the services.
 *
 * @throws CliError, exit 1, with every difference
 */
export function assertReviewed(context: Context, planned: Planned, { file, saved }: ReviewedPlan): void {
  const { target } = context.options;
  const before = saved.plans.find((plan) => plan.target === target);
  if (!before) throw new TypeError(`the saved plan is not for target ${target}`);
  const now = savedForm(planned, target, hidingWith(saved.salt, context.redactor));
  const { state, problems } = comparePlans(before, now, planned.origins);
  if (state === 'same') return;
  throw new CliError({
    code: 'plan-changed',
    message: REFUSALS[state](file),
    hint: howToPlanAnew(saved, context),
    exitCode: ExitCode.failed,
    others: [...problems, ...otherVersion(saved.toolVersion, context.version)].map((problem) => ({
      ...problem,
      code: 'plan-changed',
    })),
  });
}

/** The command line that makes the plan again: of all its targets, where there are several. */
function howToPlanAnew({ all, plans }: SavedPlan, { options, system }: Context): string {
  const { target: _target, ...shared } = options;
  const targets = all
    ? ' --all'
    : plans.map(({ target }) => (target === undefined ? '' : ` --target ${target}`)).join('');
  const line = forThisRun('ilert-haloitsm plan', { options: shared, system });
  return `Make a new plan with "${line}${targets} --out FILE", and review it.`;
}

function otherVersion(then: string, now: string): Problem[] {
  if (then === now) return [];
  const message = `The plan was made by version ${then} of ilert-haloitsm; this is version ${now}, whose plans may differ.`;
  return [{ message, hint: 'Use the same version for plan and apply.' }];
}
