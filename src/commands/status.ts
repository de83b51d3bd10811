import type { Invocation } from '../cli/invocation.ts';
import type { Resolved } from '../config/resolve.ts';
import { healthOf, type RequestsLeft } from '../diagnostics/health.ts';
import { type Plan, planApply } from '../engine/plan.ts';
import type { Live, ServiceKey } from '../engine/resource.ts';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { openReport } from '../facts/write-report.ts';
import type { HttpEvent } from '../http/request.ts';
import { type Delivery, type Run, readHistory } from '../providers/halo/run-history.ts';
import type { Clients } from '../providers/lookups.ts';
import { renderHealth } from '../reporters/health.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, TO_APPLY } from '../runtime/load-settings.ts';
import { observe } from '../runtime/refresh.ts';
import type { Result } from '../runtime/result.ts';
import { createStyle } from '../ui/style.ts';

/** Between two looks of `--watch`. */
const WATCH_PAUSE = 30_000;

/** `status`: what is there, what has drifted, how the last runs and calls went. Changes nothing. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const { streams, system, options } = context;
  if (extra.watch && (system.stdout.isTTY !== true || options.json)) {
    throw usageError('--watch is for a terminal, and for people.', 'Leave it out, or run status from time to time.');
  }
  if (extra.watch && extra.report)
    throw usageError('--report and --watch do not go together.', 'Leave one of them out.');
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const report = typeof extra.report === 'string' ? await openReport(context, resolved, extra.report) : undefined;
  const left = countLeft(resolved);
  const clients = await connect(context, resolved.settings, streams.info, (event) => {
    left.listen(event);
    report?.listen(event);
  });
  let seen: Seen = {};
  try {
    const lookOnce = async () => {
      seen = await look(context, resolved, clients);
      return shown(context, resolved, seen as Required<Seen>, left.requests);
    };
    const first = await lookOnce();
    return extra.watch ? await watch(context, first, lookOnce) : first;
  } finally {
    // Also where the look failed: the tenant that misbehaves is the one to hear of.
    await report?.write(seen);
  }
}

/** What a look has read; nothing where it failed. */
interface Seen {
  readonly plan?: Plan;
  readonly live?: Live;
  readonly runs?: readonly Run[];
  readonly deliveries?: readonly Delivery[];
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
      if (!(error instanceof CliError) || error.exitCode !== ExitCode.failed) throw error;
      streams.warn(`This look failed: ${error.message}`);
    }
  }
}

async function look(context: Context, resolved: Resolved, clients: Clients): Promise<Seen> {
  const { desired, live } = await observe(context, resolved, clients);
  const { runs, deliveries } = await historyOf(context, clients, live);
  return { plan: planApply(desired, live), live, runs, deliveries };
}

/** Without a runbook there is no history; without permission to read it there is none to tell. */
async function historyOf({ streams }: Context, { halo }: Clients, { runbook, method }: Live) {
  if (!runbook) return { runs: [], deliveries: [] };
  const history = await readHistory(halo, runbook.id, method?.id);
  if (history.forbidden) streams.note(`${history.forbidden.message} The last runs can't be shown.`);
  return history;
}

function shown({ streams }: Context, { settings }: Resolved, seen: Required<Seen>, left: RequestsLeft): Result {
  const exitCodes = { healthy: ExitCode.done, drifted: ExitCode.pending, broken: ExitCode.failed };
  const health = healthOf(seen.plan, seen.live, settings, seen, { ...left });
  const text = renderHealth(health, createStyle(streams.resultColor));
  return { exitCode: exitCodes[health.state], text, document: { ...health } };
}

/** Keeps what the services last told of the requests that are left. */
function countLeft({ settings }: Resolved) {
  const requests: { -readonly [K in ServiceKey]?: number } = {};
  const origins: Readonly<Record<string, ServiceKey>> = {
    ...(settings['halo.url'] && { [new URL(settings['halo.url']).origin]: 'halo' }),
    [new URL(settings['ilert.endpoint']).origin]: 'ilert',
  };
  return {
    requests,
    listen(event: HttpEvent) {
      const service = event.type === 'answered' ? origins[new URL(event.url).origin] : undefined;
      if (service && event.type === 'answered' && event.remaining !== undefined) requests[service] = event.remaining;
    },
  };
}
