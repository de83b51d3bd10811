import { destroyRun } from '../apply/run.ts';
import type { Context } from '../context.ts';
import { ExitCode, usageFault } from '../errors.ts';
import { isPending, planDestroy } from '../plan/plan.ts';
import type { Live } from '../resources/resource.ts';
import { createPaint } from '../terminal/paint.ts';
import { createProgress } from '../terminal/progress.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import { confirmed } from './confirm.ts';
import { connect } from './connect.ts';
import { dryRun } from './dry-run.ts';
import type { Invocation } from './invocation.ts';
import { CREDENTIALS, loadSettings } from './load-settings.ts';
import { observe } from './observe.ts';
import { assertAgreed, planned } from './planned.ts';
import { remember, reportDestroy } from './report.ts';
import type { Result } from './result.ts';

/** `destroy`: removes what was set up, after showing it; what others hang on is kept. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const { streams, options } = context;
  const resolved = await loadSettings(context, flags, CREDENTIALS);
  const clients = await connect(context, resolved.settings, streams.say);
  const { live, tenant } = await observe(context, resolved, clients, { purpose: 'destroy' });
  const plan = planDestroy(resolved.settings, await withoutOthers(context, live));

  if (extra.dryRun) return dryRun(context, resolved.settings, plan, false);
  // To be shown before somebody agrees to many at once.
  if (extra.planOnly) return planned(context, plan);
  assertAgreed(plan, extra.agreed);

  if (isPending(plan)) {
    streams.say(renderPlan(plan, createPaint(streams.noteColor)));
    if (!options.yes && !context.canPrompt) {
      throw usageFault(
        'Nothing was removed: without a terminal, destroy needs --yes.',
        'Look at the list above, then run it again with --yes.',
      );
    }
    await confirmed(context, 'Remove these?');
  }
  await context.lastRuns.begin(resolved.settings);
  const progress = await createProgress(streams);
  const outcome = await destroyRun(plan, live, tenant, { ...context, listen: progress.listen }).finally(progress.end);
  await remember(context, resolved.settings, outcome);
  const result = reportDestroy(context, resolved.settings, plan, outcome);
  if (result.exitCode === ExitCode.done) await context.lastRuns.ended('destroy', resolved.settings);
  return result;
}

/** An alert source that an earlier run took by `--alert-source` is others', also where the flag is forgotten. */
async function withoutOthers({ store, options }: Context, live: Live): Promise<Live> {
  const profile = await store.read(options.profile).catch(() => undefined);
  const { 'alert-source': source, ...rest } = live;
  return source !== undefined && profile?.othersSource === source.id ? rest : live;
}
