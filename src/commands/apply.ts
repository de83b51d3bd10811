import type { Invocation } from '../cli/invocation.ts';
import { isPending, planApply } from '../engine/plan.ts';
import { usageError } from '../errors/cli-error.ts';
import { dryRun } from '../reporters/dry-run.ts';
import { renderPlan } from '../reporters/plan.ts';
import { assertApproved } from '../reporters/planned.ts';
import { createProgress } from '../reporters/progress.ts';
import { confirmed } from '../runtime/confirm.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, TO_APPLY } from '../runtime/load-settings.ts';
import { planOf, provision } from '../runtime/provision.ts';
import { desiredOffline, observe } from '../runtime/refresh.ts';
import type { Result } from '../runtime/result.ts';
import { createStyle } from '../ui/style.ts';

/** `apply`: makes both tenants as the settings say, or with --dry-run tells every request it would send. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  if (extra.offline && !extra.dryRun) {
    throw usageError('--offline only goes with --dry-run.', 'Add --dry-run, or leave --offline out.');
  }
  if (extra.offline) return offline(context, flags);
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const progress = await createProgress(context.streams);
  const observed = await connect(context, resolved.settings, progress.note)
    .then((clients) => observe(context, resolved, clients))
    .finally(progress.end);
  const plan = planOf(observed);
  if (extra.dryRun) return dryRun(context, resolved.settings, plan, false);
  assertApproved(plan, extra.agreed);
  if (isPending(plan)) {
    context.streams.info(renderPlan(plan, createStyle(context.streams.noteColor)));
    await confirmed(context, 'Carry this out?');
  }
  return provision(context, observed, plan);
}

/** Needs no credentials and contacts nothing. */
async function offline(context: Context, flags: Invocation['flags']): Promise<Result> {
  const { settings } = await loadSettings(context, flags, []);
  return dryRun(context, settings, planApply(desiredOffline(settings), {}), true);
}
