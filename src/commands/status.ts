import type { Clients } from '../apply/directory.ts';
import type { Context } from '../context.ts';
import { type Health, healthOf, type RequestsLeft } from '../diagnose/health.ts';
import { ExitCode, Fault, usageFault } from '../errors.ts';
import { readHistory } from '../halo/runs.ts';
import { planApply } from '../plan/plan.ts';
import type { Live, ServiceKey } from '../resources/resource.ts';
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
  const { streams, host, options } = context;
  if (extra.watch && (host.stdout.isTTY !== true || options.json)) {
    throw usageFault('--watch is for a terminal, and for people.', 'Leave it out, or run status from time to time.');
  }
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const left: { -readonly [K in ServiceKey]?: number } = {};
  const origins: Readonly<Record<string, ServiceKey>> = {
    ...(resolved.settings['halo.url'] && { [new URL(resolved.settings['halo.url']).origin]: 'halo' }),
    [new URL(resolved.settings['ilert.endpoint']).origin]: 'ilert',
  };
  const clients = await connect(context, resolved.settings, streams.say, (event) => {
    const service = event.type === 'answered' ? origins[new URL(event.url).origin] : undefined;
    if (service && event.type === 'answered' && event.remaining !== undefined) left[service] = event.remaining;
  });
  const lookOnce = async () => shown(context, await look(context, resolved, clients, left));
  const first = await lookOnce();
  return extra.watch ? watch(context, first, lookOnce) : first;
}

/** Looks again until Ctrl-C; a service that fails for a while does not end it. */
async function watch({ streams, signal, pause }: Context, first: Result, look: () => Promise<Result>): Promise<Result> {
  let last = first;
  streams.result(`${last.text}\n`);
  for (;;) {
    try {
      await pause(WATCH_PAUSE);
      last = await look();
      streams.result(`${last.text}\n`);
    } catch (error) {
      if (signal.aborted) return { exitCode: last.exitCode, text: '' };
      if (!(error instanceof Fault) || error.exitCode !== ExitCode.failed) throw error;
      streams.warn(`This look failed: ${error.message}`);
    }
  }
}

async function look(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  requestsLeft: RequestsLeft,
): Promise<Health> {
  const { desired, live } = await observe(context, resolved, clients);
  const history = await historyOf(context, clients, live);
  return healthOf(planApply(desired, live), live, resolved.settings, history, { ...requestsLeft });
}

/** Without a runbook there is no history; without permission to read it there is none to tell. */
async function historyOf({ streams }: Context, { halo }: Clients, { runbook }: Live) {
  if (!runbook) return { runs: [], deliveries: [] };
  const history = await readHistory(halo, runbook.id);
  if (history.forbidden) streams.say(`Note: ${history.forbidden.message} The last runs can't be shown.`);
  return history;
}

function shown({ streams }: Context, health: Health): Result {
  const exitCodes = { healthy: ExitCode.done, drifted: ExitCode.pending, broken: ExitCode.failed };
  const text = renderHealth(health, createPaint(streams.resultColor));
  return { exitCode: exitCodes[health.state], text, document: { ...health } };
}
