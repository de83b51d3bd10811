import { applyRun } from '../apply/run.ts';
import type { Context } from '../context.ts';
import { usageFault, usageFaults } from '../errors.ts';
import { conflictsIn } from '../plan/conflicts.ts';
import { isPending, planApply } from '../plan/plan.ts';
import { createPaint } from '../terminal/paint.ts';
import { createProgress } from '../terminal/progress.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import { confirmed } from './confirm.ts';
import { dryRun } from './dry-run.ts';
import type { Invocation } from './invocation.ts';
import { CREDENTIALS, loadSettings } from './load-settings.ts';
import { connect, desiredOffline, hideKeys, observe } from './observe.ts';
import { remember, reportApply } from './report.ts';
import type { Result } from './result.ts';

/** `apply`: makes both tenants as the settings say, or with --dry-run tells every request it would send. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  if (extra.offline && !extra.dryRun)
    throw usageFault('--offline only goes with --dry-run.', 'Add --dry-run, or leave --offline out.');
  if (extra.offline) return offline(context, flags);
  const resolved = await loadSettings(context, flags, [...CREDENTIALS, 'alertSource.escalationPolicy']);
  const progress = await createProgress(context.streams);
  try {
    const clients = await connect(context, resolved.settings, progress.note);
    const { desired, live, tenant } = await observe(context, resolved, clients);
    const plan = planApply(desired, live);
    const conflicts = conflictsIn(plan, live);
    if (conflicts.length > 0) throw usageFaults(conflicts);
    if (extra.dryRun) return dryRun(context, resolved.settings, plan, false);

    progress.end();
    if (isPending(plan)) {
      context.streams.say(renderPlan(plan, createPaint(context.streams.noteColor)));
      await confirmed(context, 'Carry this out?');
    }
    const working = await createProgress(context.streams);
    const outcome = await applyRun(desired, live, tenant, { ...context, listen: working.listen }).finally(working.end);
    hideKeys(context, outcome.live);
    await remember(context, resolved.settings, outcome);
    return reportApply(context, desired, plan, outcome);
  } finally {
    progress.end();
  }
}

/** Needs no credentials and contacts nothing. */
async function offline(context: Context, flags: Invocation['flags']): Promise<Result> {
  const { settings } = await loadSettings(context, flags, []);
  return dryRun(context, settings, planApply(desiredOffline(settings), {}), true);
}
