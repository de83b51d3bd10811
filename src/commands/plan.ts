import type { Invocation } from '../cli/invocation.ts';
import { isPending, type Plan, planApply } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import { planned } from '../reporters/planned.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, TO_APPLY } from '../runtime/load-settings.ts';
import { planOf } from '../runtime/provision.ts';
import { desiredOffline, observe } from '../runtime/refresh.ts';
import type { Result } from '../runtime/result.ts';

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
  const clients = await connect(context, resolved.settings, context.streams.info);
  return planOf(await observe(context, resolved, clients));
}
