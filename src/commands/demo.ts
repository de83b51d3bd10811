import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { productOf } from '../config/product.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { CREDENTIALS, loadSettings } from '../runtime/load-settings.ts';
import type { Result } from '../runtime/result.ts';
import { createStyle } from '../ui/style.ts';
import { variablesOf } from './sandbox.ts';

const SUMMARY = 'Mail is down: "451 4.3.0" for all of Zürich 📮';

interface SeenAlert {
  readonly id: number;
  readonly summary: string;
  readonly status: string | undefined;
}

/**
 * The whole story, against the two simulators: provision, log a ticket, see the alert, close the
 * ticket, see it resolved, provision again, remove.
 *
 * @throws Fault, exit 1, at the first thing that does not come out as told
 */
export async function runDemo(outer: Context, sandbox: Sandbox): Promise<Result> {
  // Nothing of the person's own: neither variables nor saved profiles.
  const configDir = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-demo-'));
  try {
    return await tellStory({ ...outer, system: { ...outer.system, env: variablesOf(sandbox), configDir } }, sandbox);
  } finally {
    await rm(configDir, { recursive: true, force: true });
  }
}

async function tellStory(context: Context, sandbox: Sandbox): Promise<Result> {
  const { streams, options } = context;
  const paint = createStyle(streams.resultColor);
  const steps: { step: string; outcome: string }[] = [];
  const tell = (step: string, outcome: string) => {
    steps.push({ step, outcome });
    if (!options.json) streams.result(`${paint.strong(`${steps.length}. ${step}`)}\n${outcome.replace(/^/gm, '   ')}`);
  };
  const tool = (...argv: string[]) => runTool(context, argv);

  const before = configurationOf(sandbox);
  tell('ilert-haloitsm apply', await tool('apply'));

  const { settings } = await loadSettings(context, {}, CREDENTIALS);
  const product = productOf(settings).name;
  const clients = await connect(context, settings, streams.info);
  const source = (await clients.ilert.alertSources()).find(({ name }) => name === settings['alertSource.name']);
  const alerts = async (): Promise<SeenAlert[]> => (source ? clients.ilert.alertsOf(source.id) : []);

  const ticket = await clients.halo.createTicket({ summary: SUMMARY, details: 'Nobody can send.\nSince 9:12.' });
  tell(`A ticket is logged in ${product}`, `ticket ${ticket.id}: ${SUMMARY}`);
  const alert = await until(
    context,
    'the alert',
    alerts,
    ({ summary, status }) => summary === SUMMARY && status === 'PENDING',
  );
  tell('ilert has the alert', `alert ${alert.id}: ${alert.summary} (${alert.status})`);

  const closed = (await clients.halo.statuses()).find(({ name }) => name === 'Closed');
  await clients.halo.updateTicket(ticket.id, { status_id: expected(closed, 'a status "Closed"').id });
  tell(`The ticket is closed in ${product}`, `ticket ${ticket.id}: Closed`);
  const resolved = await until(
    context,
    'the resolved alert',
    alerts,
    ({ id, status }) => id === alert.id && status === 'RESOLVED',
  );
  tell(
    'ilert has resolved the alert',
    `alert ${resolved.id}: ${resolved.status}; ${(await alerts()).length} alert in all`,
  );

  const writes = sandbox.writes();
  const again = await tool('apply');
  expected(sandbox.writes() === writes || undefined, 'a second apply without a write');
  tell('ilert-haloitsm apply, once more', again);
  tell('ilert-haloitsm destroy --yes', await tool('destroy', '--yes'));
  expected(configurationOf(sandbox) === before || undefined, 'both tenants as they were found');
  tell(
    'Both tenants are as they were found',
    `${sandbox.requests.length} requests, ${sandbox.writes()} of them writing`,
  );
  return { exitCode: ExitCode.done, text: paint.good('The demo came out as told.'), document: { steps } };
}

/** Runs a command line of this program against the sandbox, and gives back what it printed. */
async function runTool({ system }: Context, argv: readonly string[]): Promise<string> {
  let printed = '';
  const stream = { write: (text: string) => (printed += text) };
  // Loaded here, so that the program's start is not split on the demo's account.
  const { main } = await import('../main.ts');
  const exitCode = await main(argv, {
    ...system,
    stdin: silence(),
    stdout: stream,
    stderr: stream,
    onInterrupt: () => () => undefined,
  });
  if (exitCode === ExitCode.done) return printed.trimEnd();
  throw new CliError({
    message: `ilert-haloitsm ${argv.join(' ')} ended with ${exitCode}:\n${printed}`,
    exitCode: ExitCode.failed,
  });
}

async function* silence(): AsyncGenerator<string> {}

/** Halo starts its runbooks a moment after the ticket's event. */
async function until<T>(
  context: Context,
  what: string,
  look: () => Promise<readonly T[]>,
  fits: (seen: T) => boolean,
): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const hit = (await look()).find(fits);
    if (hit) return hit;
    await context.pause(100);
  }
  return expected<T>(undefined, what);
}

function expected<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new CliError({ message: `The demo expected ${what}, and it is not so.`, exitCode: ExitCode.failed });
  return value;
}

function configurationOf({ ilert, halo }: Sandbox): string {
  return JSON.stringify([ilert.state.snapshot(), halo.state.snapshot()]);
}
