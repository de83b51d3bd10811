import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { isPending, type Plan, planApply } from '../plan/plan.ts';
import { connect } from './connect.ts';
import type { Invocation } from './invocation.ts';
import { loadSettings, TO_APPLY } from './load-settings.ts';
import { desiredOffline, observe } from './observe.ts';
import { planned } from './planned.ts';
import { planOf } from './provision.ts';
import type { Result } from './result.ts';

/** `plan`: shows what `apply` would change, and changes nothing. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const plan = extra.offline ? await planOffline(context, flags) : await planLive(context, flags);
  const result = planned(context, plan);
  return extra.exitCode && isPending(plan) ? { ...result, exitCode: ExitCode.pending } : result;
}

async function planOffline(context: Context, flags: Invocation['flags']): Promise<Plan> {
  const { settings } = await loadSettings(context, flags, []);
  return planApply(desiredOffline(settings), {});
}

async function planLive(context: Context, flags: Invocation['flags']): Promise<Plan> {
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const clients = await connect(context, resolved.settings, context.streams.say);
  return planOf(await observe(context, resolved, clients));
}
