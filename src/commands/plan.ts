import type { Context } from '../context.ts';
import { ExitCode, usageFaults } from '../errors.ts';
import { conflictsIn } from '../plan/conflicts.ts';
import { isPending, type Plan, planApply } from '../plan/plan.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import type { Invocation } from './invocation.ts';
import { CREDENTIALS, loadSettings } from './load-settings.ts';
import { connect, desiredOffline, observe } from './observe.ts';
import type { Result } from './result.ts';

/** `plan`: shows what `apply` would change, and changes nothing. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const plan = extra.offline ? await planOffline(context, flags) : await planLive(context, flags);
  const pending = isPending(plan);
  return {
    exitCode: extra.exitCode && pending ? ExitCode.pending : ExitCode.done,
    text: renderPlan(plan, createPaint(context.streams.resultColor)),
    document: { pending, changes: plan.changes.map(({ request: _, ...change }) => change) },
  };
}

async function planOffline(context: Context, flags: Invocation['flags']): Promise<Plan> {
  const { settings } = await loadSettings(context, flags, []);
  return planApply(desiredOffline(settings), {});
}

async function planLive(context: Context, flags: Invocation['flags']): Promise<Plan> {
  const resolved = await loadSettings(context, flags, [...CREDENTIALS, 'alertSource.escalationPolicy']);
  const clients = await connect(context, resolved.settings, context.streams.say);
  const { desired, live } = await observe(context, resolved, clients);
  const plan = planApply(desired, live);
  const conflicts = conflictsIn(plan, live);
  if (conflicts.length > 0) throw usageFaults(conflicts);
  return plan;
}
