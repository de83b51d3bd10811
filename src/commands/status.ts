import { requiredFor, TO_APPLY } from '../config/required-settings.ts';
import type { Resolved } from '../config/resolve.ts';
import { healthOf } from '../diagnostics/health.ts';
import { unreadableNotes } from '../diagnostics/unreadable.ts';
import type { Unreadable } from '../engine/resource.ts';
import { CliError, ExitCode, uncheckedError, usageError } from '../errors/cli-error.ts';
import type { HttpEvent } from '../http/request.ts';
import { NOBODY, recipientOf } from '../providers/halo/failure-notification.ts';
import { type History, readHistory } from '../providers/halo/run-history.ts';
import type { IntegrationPlan, IntegrationState, Service } from '../providers/integration.ts';
import type { Clients } from '../providers/lookups.ts';
import { agentNames } from '../providers/resolve-agent.ts';
import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import { renderHealth } from '../reporters/health.ts';
import { withProgress } from '../reporters/progress.ts';
import { refreshShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { forThisRun } from '../runtime/next-command.ts';
import { flag, ONLY } from '../runtime/options.ts';
import { planToShow } from '../runtime/plan-session.ts';
import type { IntegrationSession, RefreshOptions } from '../runtime/refresh.ts';
import { loadScoped } from '../runtime/scope.ts';
import { createStyle } from '../ui/style.ts';

/**
 * Runbooks to read at most: Halo takes a few hundred requests in five minutes from everybody (fact `halo-throttling`).
 */
const FEW_RUNBOOKS = 50;

/** Milliseconds between two refreshes of `--watch`. */
const WATCH_PAUSE = 30_000;

const EXIT_CODES = {
  healthy: ExitCode.done,
  drifted: ExitCode.pending,
  unknown: ExitCode.unchecked,
  broken: ExitCode.failed,
} as const;

/** `status`: what exists, what has drifted, how the last runs and calls went. Changes nothing. */
export const status = defineCommand({
  name: 'status',
  alias: 'doctor',
  about: 'show what works, what differs from the settings, and the last run',
  takesSettings: true,
  formats: ['text', 'json', 'markdown', 'junit'],
  targets: 'several',
  options: {
    watch: { ...flag('--watch', 'check every 30 seconds until Ctrl-C'), forOneTarget: true },
    report: {
      kind: 'text',
      flags: '--report <FILE>',
      about: 'write an anonymised report to attach to a bug report',
      isPath: true,
      forOneTarget: true,
    },
    only: ONLY,
  },
  examples: [
    ['status', 'checks both services; exits with 4 on drift, with 5 if it could not check'],
    ['status --report tenant.json', 'writes a report to attach to a bug report'],
  ],
  requires: ({ only }) => requiredFor(only),
  runsUntilInterrupted: ({ watch }) => watch,
  async run(context, { flags, options }): Promise<ResultOf<'status' | 'printed'>> {
    const { system } = context;
    if (options.watch && (system.stdout.isTTY !== true || context.options.document)) {
      const hint = 'Omit it, or run status at intervals.';
      throw usageError('--watch needs an interactive terminal.', hint, 'command-line-invalid');
    }
    if (options.watch && options.report !== undefined) {
      const hint = 'Omit one of them.';
      throw usageError('--report and --watch cannot be used together.', hint, 'command-line-invalid');
    }
    const { resolved, only } = await loadScoped(context, flags, { only: options.only, required: TO_APPLY });
    const report = options.report === undefined ? undefined : await reportTo(options.report, context, resolved);
    const left = countLeft(resolved);
    const record = (event: HttpEvent) => {
      left.listen(event);
      report?.listen(event);
    };
    const clients = connect(context, resolved, { only, record });
    let seen: Partial<Refreshed> = {};
    try {
      const refresh = async (): Promise<ResultOf<'status'>> => {
        const how = { only, maxRunbooksRead: options.watch ? 0 : FEW_RUNBOOKS };
        const read = await readAll(context, resolved, clients, how).catch(unchecked);
        seen = read;
        const health = healthOf(read.plan, read.live, resolved.settings, read, {
          now: system.now(),
          requestsLeft: { ...left.requests },
          unreadable: read.unreadable,
          extras: read.extras,
          isSourceListed: read.isSourceListed,
          forThisRun: (hint) => forThisRun(hint, withoutFlagsOf(read.extras, context)),
        });
        return { kind: 'status', exitCode: EXIT_CODES[health.state], health };
      };
      return options.watch ? await watch(context, refresh) : await refresh();
    } finally {
      // Even if reading failed: a report matters most for a tenant that misbehaves.
      await report?.write({ ...seen, only });
    }
  },
});

/** The next command works as soon as it does not repeat the flags that `apply` refuses. */
function withoutFlagsOf(extras: readonly UnresolvedExtra[], { options, system }: Context) {
  const refused = new Set<string>(extras.map(({ setting }) => setting));
  const flags = Object.fromEntries(Object.entries(options.flags ?? {}).filter(([key]) => !refused.has(key)));
  return { options: { ...options, flags }, system };
}

/** The facts are many, and loaded only for a report. */
async function reportTo(file: string, context: Context, resolved: Resolved) {
  const { openReport } = await import('../facts/write-report.ts');
  return openReport(context, resolved, file);
}

interface Refreshed extends History {
  readonly plan: IntegrationPlan;
  readonly live: IntegrationState;
  readonly unreadable: readonly Unreadable[];
  readonly extras: readonly UnresolvedExtra[];
  readonly isSourceListed: boolean;
}

/** Refreshes until Ctrl-C, and returns the last status; a service that fails for a while does not end it. */
async function watch(
  { streams, signal, pause, options: { verbose } }: Context,
  refresh: () => Promise<ResultOf<'status'>>,
): Promise<ResultOf<'printed'>> {
  let last: ResultOf<'status'> | undefined;
  const print = ({ health }: ResultOf<'status'>) =>
    streams.result(
      `${renderHealth(health, createStyle(streams.resultColor), { verbose, columns: streams.resultColumns })}\n`,
    );
  for (;;) {
    try {
      if (last) await pause(WATCH_PAUSE);
      last = await refresh();
      print(last);
    } catch (error) {
      if (signal.aborted) {
        streams.info('Stopped watching.');
        return { kind: 'printed', exitCode: last?.exitCode ?? ExitCode.interrupted };
      }
      if (!last || !(error instanceof CliError) || error.exitCode !== ExitCode.unchecked) throw error;
      streams.warn(`Refresh failed: ${error.message}`);
    }
  }
}

/** If a service fails or does not answer, that doesn't mean it is broken: nothing could be checked. */
function unchecked(error: unknown): never {
  throw error instanceof CliError && error.exitCode === ExitCode.failed ? uncheckedError(error) : error;
}

async function readAll(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  how: Pick<RefreshOptions, 'only' | 'maxRunbooksRead'>,
): Promise<Refreshed> {
  const session = await refreshShown(context, resolved, clients, { ...how, toleratesExtras: true });
  const { extras, isSourceListed } = session;
  const { state: live, unreadable } = session.refreshed;
  for (const note of unreadableNotes(unreadable)) context.streams.note(note);
  const { runbook, method } = live;
  const plan = await withRecipient(planToShow(session, context), session);
  const read = { plan, live, unreadable, extras, isSourceListed };
  if (!runbook) return { ...read, runs: [], deliveries: [] };
  const { forbidden, ...history } = await withProgress(context.streams, () =>
    readHistory(clients.halo, runbook.id, method?.id),
  );
  if (forbidden) context.streams.note(`${forbidden.message} Recent runs can't be shown.`);
  return { ...read, ...history };
}

/** Returns the plan with the name of the agent whom the runbook notifies, even if no setting names one. */
async function withRecipient(
  plan: IntegrationPlan,
  { accounts, refreshed }: IntegrationSession,
): Promise<IntegrationPlan> {
  const { runbook } = refreshed.state;
  if (!runbook || recipientOf(runbook) === NOBODY || plan.names?.agent) return plan;
  return { ...plan, names: { ...plan.names, ...(await agentNames(accounts.lookups)) } };
}

/** Tracks the number of remaining requests that each service last reported. */
function countLeft({ settings }: Resolved) {
  const requests: { -readonly [K in Service]?: number } = {};
  const origins: Readonly<Record<string, Service>> = {
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
