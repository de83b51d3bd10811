import { ApiFault } from '../api.ts';
import type { Clients } from '../apply/directory.ts';
import type { Context } from '../context.ts';
import { type Health, healthOf } from '../diagnose/health.ts';
import { ExitCode, usageFault } from '../errors.ts';
import { deliveriesOf, runsOf } from '../halo/runs.ts';
import { planApply } from '../plan/plan.ts';
import type { Live } from '../resources/resource.ts';
import type { Resolved } from '../settings/resolve.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderHealth } from '../terminal/render-health.ts';
import { connect } from './connect.ts';
import type { Invocation } from './invocation.ts';
import { loadSettings, TO_APPLY } from './load-settings.ts';
import { observe } from './observe.ts';
import type { Result } from './result.ts';

/** Between two looks of `--watch`. */
const WATCH_PAUSE = 30_000;

/** `status`: what is there, what has drifted, how the last runs and calls went. Changes nothing. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const { streams, signal, host } = context;
  if (extra.watch && host.stdout.isTTY !== true) {
    throw usageFault('--watch is for a terminal.', 'Leave it out, or run status from time to time.');
  }
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const clients = await connect(context, resolved.settings, streams.say);
  const paint = createPaint(streams.resultColor);
  for (;;) {
    const health = await look(context, resolved, clients);
    const result = resultOf(health, renderHealth(health, paint));
    if (!extra.watch || context.options.json) return result;
    streams.result(`${result.text}\n`);
    await context.pause(WATCH_PAUSE).catch(() => undefined);
    if (signal.aborted) return { exitCode: result.exitCode, text: '' };
  }
}

async function look(context: Context, resolved: Resolved, clients: Clients): Promise<Health> {
  const { desired, live } = await observe(context, resolved, clients);
  const history = await historyOf(context, clients, live);
  return healthOf(planApply(desired, live), live, resolved.settings, history);
}

/** Without a runbook there is no history; without permission to read it there is none to tell. */
async function historyOf({ streams }: Context, { halo }: Clients, { runbook }: Live) {
  if (!runbook) return { runs: [], deliveries: [] };
  const forbidden = (error: unknown) => {
    if (!(error instanceof ApiFault) || error.status !== 403) throw error;
    streams.say(`Note: ${error.message} The last runs can't be shown.`);
    return [];
  };
  const [runs, deliveries] = await Promise.all([
    halo.runs().catch(forbidden),
    halo.deliveriesOf(runbook.id).catch(forbidden),
  ]);
  return { runs: runsOf(runs, runbook.id), deliveries: deliveriesOf(deliveries) };
}

function resultOf(health: Health, text: string): Result {
  const exitCodes = { healthy: ExitCode.done, drifted: ExitCode.pending, broken: ExitCode.failed };
  return { exitCode: exitCodes[health.state], text, document: { ...health } };
}
