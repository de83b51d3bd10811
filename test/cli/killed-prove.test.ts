import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { leftByProve } from '../support/prove.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf } from '../support/tenants.ts';
import { startBuilt } from './built-command.ts';
import { withEach } from './killed-anywhere.ts';

/** Shortens the program's waits, as in tests within this process. */
const QUICKLY = `
  import { syncBuiltinESMExports } from 'node:module';
  import timers from 'node:timers/promises';
  const wait = timers.setTimeout;
  timers.setTimeout = (ms, ...rest) => wait(ms / 1000, ...rest);
  syncBuiltinESMExports();
`;
const NODE_FLAGS = ['--import', `data:text/javascript,${encodeURIComponent(QUICKLY)}`];

/** Facts whose experiments create every kind of resource. */
const FEW = ['closing', 'alert-key', 'runbook-lists'];

interface Killed {
  /** How many requests of the run are answered. */
  readonly answered: number;
  /** Whether the service carries out the last one before the run is killed. */
  readonly isCarriedOut: boolean;
}

function start(sandbox: Sandbox, home: string, experiments: readonly string[]) {
  const options = { cwd: home, env: environmentOf(sandbox, home), nodeFlags: NODE_FLAGS };
  return startBuilt(['prove', '--yes', '--json', ...experiments.flatMap((id) => ['--fact', id])], options);
}

function environmentOf(sandbox: Sandbox, home: string) {
  return { ...pointedAt(sandbox), ILERT_HALOITSM_HOME: join(home, '.saved') };
}

async function expectCleanUpAfter({ answered, isCarriedOut }: Killed, experiments: readonly string[]): Promise<void> {
  const sandbox = await sandboxOfTest();
  sandbox.ilert.state.addAlertSource('ilert-haloitsm prove');
  sandbox.halo.state.addIntegration('ilert-haloitsm prove of somebody else');
  const before = configurationOf(sandbox);
  const others = leftByProve(sandbox);
  const home = temporaryFolder();
  const { process, ended } = start(sandbox, home, experiments);
  let count = 0;
  sandbox.intercept = async (request: SandboxRequest) => {
    // Halo posts to ilert, too.
    if (!isOfProgram(request)) return undefined;
    count += 1;
    if (count <= answered) return undefined;
    if (count === answered + 1) process.kill('SIGKILL');
    return isCarriedOut && count === answered + 1 ? { kind: 'reset-after' } : { kind: 'reset' };
  };
  const { signal, exitCode } = await ended;
  // A run that has polled less often may have ended before.
  expect([signal, exitCode]).toEqual(count > answered ? ['SIGKILL', null] : [null, 0]);
  sandbox.intercept = undefined;
  await sandbox.halo.state.idle();

  const cleaned = await run(['prove', '--clean-up', '--yes'], { env: environmentOf(sandbox, home), cwd: home });
  expect([cleaned.exitCode, cleaned.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  expect(leftByProve(sandbox)).toEqual(others);
  expect(configurationOf(sandbox)).toEqual(before);
  expect(sandbox.ilert.state.alerts.filter(({ status }) => status !== 'RESOLVED')).toEqual([]);
  const again = await run(['prove', '--clean-up', '--yes'], { env: environmentOf(sandbox, home), cwd: home });
  expect(again.stdout).toContain('Nothing to clean up.');
  await sandbox.close();
}

function isOfProgram({ headers }: SandboxRequest): boolean {
  return String(headers['user-agent']).startsWith('ilert-haloitsm/');
}

async function requestsOf(experiments: readonly string[]) {
  const sandbox = await sandboxOfTest();
  const ended = await start(sandbox, temporaryFolder(), experiments).ended;
  expect(ended.exitCode, ended.stderr).toBe(0);
  const requests = sandbox.requests.filter(({ headers }) =>
    String(headers['user-agent']).startsWith('ilert-haloitsm/'),
  );
  await sandbox.close();
  return requests;
}

it('prove that is killed at any request is cleaned up by prove --clean-up', async () => {
  const requests = await requestsOf(FEW);
  // A read changes nothing, so it makes no difference whether the run is killed before or after it.
  const moments = requests.flatMap(({ write }, answered): Killed[] =>
    write ? [false, true].map((isCarriedOut) => ({ answered, isCarriedOut })) : [],
  );
  expect(moments.length).toBeGreaterThan(40);
  await withEach(moments, 3, (moment) => expectCleanUpAfter(moment, FEW));
}, 300_000);
