import type { Context } from '../context.ts';
import { usageFault } from '../errors.ts';
import { isPending, planApply } from '../plan/plan.ts';
import { createPaint } from '../terminal/paint.ts';
import { createProgress } from '../terminal/progress.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import { confirmed } from './confirm.ts';
import { connect } from './connect.ts';
import { dryRun } from './dry-run.ts';
import type { Invocation } from './invocation.ts';
import { loadSettings, TO_APPLY } from './load-settings.ts';
import { desiredOffline, observe } from './observe.ts';
import { assertAgreed } from './planned.ts';
import { planOf, provision } from './provision.ts';
import type { Result } from './result.ts';

/** `apply`: makes both tenants as the settings say, or with --dry-run tells every request it would send. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  if (extra.offline && !extra.dryRun) {
    throw usageFault('--offline only goes with --dry-run.', 'Add --dry-run, or leave --offline out.');
  }
  if (extra.offline) return offline(context, flags);
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const progress = await createProgress(context.streams);
  const observed = await connect(context, resolved.settings, progress.note)
    .then((clients) => observe(context, resolved, clients))
    .finally(progress.end);
  const plan = planOf(observed);
  if (extra.dryRun) return dryRun(context, resolved.settings, plan, false);
  assertAgreed(plan, extra.agreed);
  if (isPending(plan)) {
    context.streams.say(renderPlan(plan, createPaint(context.streams.noteColor)));
    await confirmed(context, 'Carry this out?');
  }
  return provision(context, observed, plan);
}

/** Needs no credentials and contacts nothing. */
async function offline(context: Context, flags: Invocation['flags']): Promise<Result> {
  const { settings } = await loadSettings(context, flags, []);
  return dryRun(context, settings, planApply(desiredOffline(settings), {}), true);
}
