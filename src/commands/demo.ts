import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { productOf } from '../config/product.ts';
import { CREDENTIALS } from '../config/required-settings.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { Alert } from '../providers/ilert/schemas.ts';
import type { Clients } from '../providers/lookups.ts';
import type { ResultOf } from '../reporters/result.ts';
import type { Program } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings } from '../runtime/load-settings.ts';
import type { System } from '../runtime/system.ts';
import { createStyle } from '../ui/style.ts';

const SUMMARY = 'Mail is down: "451 4.3.0" for all of Zürich 📮';

/**
 * Runs the whole scenario against the two simulators: apply, log a ticket, see the alert, close the ticket, see the
 * alert resolved, apply again, destroy.
 *
 * @param variables the environment variables that point this program at the sandbox
 * @throws CliError, exit 1, at the first step with an unexpected outcome
 */
export async function runDemo(
  outer: Context,
  sandbox: Sandbox,
  variables: Readonly<Record<string, string>>,
  runCommandLine: Program['run'],
): Promise<ResultOf<'demo'>> {
  // Without the user's variables and saved profiles, and without a settings file of the working folder.
  const configDir = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-demo-'));
  const context = { ...outer, system: { ...outer.system, env: variables, cwd: configDir, configDir } };
  try {
    return await runScenario(context, sandbox, (...argv) => outputOf(runCommandLine, context.system, argv));
  } finally {
    await rm(configDir, { recursive: true, force: true });
  }
}

/** @param tool runs a command line against the sandbox, and returns what it printed */
async function runScenario(
  context: Context,
  sandbox: Sandbox,
  tool: (...argv: string[]) => Promise<string>,
): Promise<ResultOf<'demo'>> {
  const { streams, options } = context;
  const style = createStyle(streams.resultColor);
  const steps: { step: string; detail: string }[] = [];
  const report = (step: string, detail: string) => {
    steps.push({ step, detail });
    if (!options.document)
      streams.result(`${style.strong(`${steps.length}. ${step}`)}\n${detail.replace(/^/gm, '   ')}`);
  };

  const before = configurationOf(sandbox);
  const extras = ['--ticket-link', '--priority-from-halo', 'Critical=high', '--severity-from-halo', 'Critical=1'];
  report(`ilert-haloitsm apply ${extras.join(' ')}`, await tool('apply', ...extras));

  const loaded = await loadSettings(context, {}, CREDENTIALS);
  const { settings } = loaded;
  const product = productOf(settings).name;
  const clients = connect(context, loaded);
  const source = (await clients.ilert.alertSources()).find(({ name }) => name === settings['alertSource.name']);
  const alerts = async () => (source ? clients.ilert.alertsOf(source.id) : []);

  const ticket = await clients.halo.createTicket({
    summary: SUMMARY,
    details: 'Nobody can send.\nSince 9:12.',
    priority_id: await criticalIn(clients),
  });
  report(`A ticket is logged in ${product}`, `ticket ${ticket.id}: ${SUMMARY}`);
  const isNew = ({ summary, status }: Alert) => summary === SUMMARY && status === 'PENDING';
  const alert = await until(context, 'the alert', alerts, isNew);
  const { links = [], priority, severity } = alert;
  report(
    'ilert has the alert, with a link to the ticket and its priority (not yet confirmed on a live tenant)',
    `alert ${alert.id}: ${alert.summary} (${alert.status})\npriority ${priority}, severity ${severity}, ${links.join(', ')}`,
  );

  const closed = (await clients.halo.statuses()).find(({ name }) => name === 'Closed');
  await clients.halo.updateTicket(ticket.id, { status_id: expected(closed, 'a status "Closed"').id });
  report(`The ticket is closed in ${product}`, `ticket ${ticket.id}: Closed`);
  const isResolved = ({ id, status }: Alert) => id === alert.id && status === 'RESOLVED';
  const resolved = await until(context, 'the resolved alert', alerts, isResolved);
  const outcome = `alert ${resolved.id}: ${resolved.status}; ${(await alerts()).length} alert in all`;
  report('ilert has resolved the alert', outcome);

  const writes = sandbox.writes();
  const again = await tool('apply', ...extras);
  expected(sandbox.writes() === writes || undefined, 'a second apply without a write');
  report('ilert-haloitsm apply (again)', again);
  report('ilert-haloitsm destroy --yes', await tool('destroy', '--yes'));
  expected(configurationOf(sandbox) === before || undefined, 'both accounts back to their original state');
  const requests = `${sandbox.requests.length} requests, ${sandbox.writes()} of them writes`;
  report('Both accounts are back to their original state', requests);
  return { kind: 'demo', exitCode: ExitCode.done, steps };
}

/** Returns what a command line printed. @throws CliError if it did not exit with 0 */
async function outputOf(runCommandLine: Program['run'], system: System, argv: readonly string[]): Promise<string> {
  let printed = '';
  const stream = { write: (text: string) => (printed += text) };
  const io = { stdin: silence(), stdout: stream, stderr: stream, onInterrupt: () => () => undefined };
  const exitCode = await runCommandLine(argv, { ...system, ...io });
  if (exitCode === ExitCode.done) return printed.trimEnd();
  const message = `ilert-haloitsm ${argv.join(' ')} ended with ${exitCode}:\n${printed}`;
  throw new CliError({ message, exitCode: ExitCode.failed });
}

async function* silence(): AsyncGenerator<string> {}

async function criticalIn({ halo }: Clients): Promise<number> {
  const critical = (await halo.priorities()).find(({ name }) => name === 'Critical');
  return expected(critical, 'a priority "Critical"').priorityid;
}

/** Waits for the effects of Halo's runbooks, which start a moment after the ticket's event. */
async function until(
  context: Context,
  what: string,
  list: () => Promise<readonly Alert[]>,
  matches: (alert: Alert) => boolean,
): Promise<Alert> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const match = (await list()).find(matches);
    if (match) return match;
    await context.pause(100);
  }
  return expected<Alert>(undefined, what);
}

function expected<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new CliError({ message: `Demo failed: expected ${what}.`, exitCode: ExitCode.failed });
}

function configurationOf({ ilert, halo }: Sandbox): string {
  return JSON.stringify([ilert.state.snapshot(), halo.state.snapshot()]);
}
