import type { Invocation } from '../cli/invocation.ts';
import { destroyRun } from '../engine/apply.ts';
import { isPending, planDestroy } from '../engine/plan.ts';
import type { Live } from '../engine/resource.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import { dryRun } from '../reporters/dry-run.ts';
import { remember, reportDestroy } from '../reporters/outcome.ts';
import { renderPlan } from '../reporters/plan.ts';
import { assertApproved, planned } from '../reporters/planned.ts';
import { createProgress } from '../reporters/progress.ts';
import { confirmed } from '../runtime/confirm.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { CREDENTIALS, loadSettings } from '../runtime/load-settings.ts';
import { observe } from '../runtime/refresh.ts';
import type { Result } from '../runtime/result.ts';
import { createStyle } from '../ui/style.ts';

/** `destroy`: removes what was set up, after showing it; what others hang on is kept. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const { streams, options } = context;
  const resolved = await loadSettings(context, flags, CREDENTIALS);
  const clients = await connect(context, resolved.settings, streams.info);
  const { live, tenant } = await observe(context, resolved, clients, { purpose: 'destroy' });
  const plan = planDestroy(resolved.settings, await withoutOthers(context, live));

  if (extra.dryRun) return dryRun(context, resolved.settings, plan, false);
  // To be shown before somebody agrees to many at once.
  if (extra.planOnly) return planned(context, plan);
  assertApproved(plan, extra.agreed);

  if (isPending(plan)) {
    streams.info(renderPlan(plan, createStyle(streams.noteColor)));
    if (!options.yes && !context.canPrompt) {
      throw usageError(
        'Nothing was removed: without a terminal, destroy needs --yes.',
        'Look at the list above, then run it again with --yes.',
      );
    }
    await confirmed(context, 'Remove these?');
  }
  await context.runJournal.recordStart(resolved.settings);
  const progress = await createProgress(streams);
  const outcome = await destroyRun(plan, live, tenant, { ...context, listen: progress.listen }).finally(progress.end);
  await remember(context, resolved.settings, outcome);
  const result = reportDestroy(context, resolved.settings, plan, outcome);
  if (result.exitCode === ExitCode.done) await context.runJournal.recordSuccess('destroy', resolved.settings);
  return result;
}

/** An alert source that an earlier run took by `--alert-source` is others', also where the flag is forgotten. */
async function withoutOthers({ profiles, options }: Context, live: Live): Promise<Live> {
  const profile = await profiles.read(options.profile).catch(() => undefined);
  const { 'alert-source': source, ...rest } = live;
  return source !== undefined && profile?.othersSource === source.id ? rest : live;
}
