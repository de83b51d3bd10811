import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { SandboxRequest } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { gate } from '../support/gate.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { startBuilt } from './built-command.ts';

// Windows has no signals to send: there, a process that gets one ends immediately.
const testOfSignals = test.skipIf(onWindows);

const isSourceBeingMade = ({ method, path }: SandboxRequest) => method === 'POST' && path === '/api/alert-sources';
const isMethodBeingMade = ({ method, path }: SandboxRequest) =>
  method === 'POST' && path === '/api/CustomIntegrationMethod';

testOfSignals(
  'Ctrl-C in the middle of apply lets the change under way finish, starts no other and says what exists',
  async () => {
    const sandbox = await sandboxOfTest();
    const { open, arrived, holding } = gate();
    sandbox.intercept = holding(isMethodBeingMade);
    const running = startBuilt(['apply'], { env: pointedAt(sandbox) });
    await arrived;
    running.process.kill('SIGINT');
    await running.printed('Stopping after the current request');
    open();
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(130);
    expect(sandbox.writes()).toBe(3);
    expect(stderr).toMatch(
      /Current state:\n {2}alert source "HaloITSM" \(ID \d+\)\n {2}custom integration .*\n {2}method /,
    );
    expect(stderr).toContain('Run the same command again to continue');
    expect(stderr).not.toMatch(/^\s+at /m);
  },
);

testOfSignals('a second Ctrl-C ends the command at once, even if a service never answers', async () => {
  const sandbox = await sandboxOfTest();
  const { arrived, holding } = gate();
  sandbox.intercept = holding(isSourceBeingMade);
  const running = startBuilt(['apply'], { env: pointedAt(sandbox) });
  await arrived;
  running.process.kill('SIGINT');
  await running.printed('Stopping after the current request');
  running.process.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(130);
});

testOfSignals('Ctrl-C while waiting for the answer to a read ends at once with 130', async () => {
  const sandbox = await sandboxOfTest();
  const { arrived, holding } = gate();
  sandbox.intercept = holding(({ path }) => path === '/api/alert-sources');
  const running = startBuilt(['plan'], { env: pointedAt(sandbox) });
  await arrived;
  running.process.kill('SIGINT');
  const { exitCode, stderr } = await running.ended;
  expect(exitCode).toBe(130);
  expect(stderr).not.toMatch(/^\s+at /m);
});

testOfSignals('a termination signal stops apply as Ctrl-C does', async () => {
  const sandbox = await sandboxOfTest();
  const { open, arrived, holding } = gate();
  sandbox.intercept = holding(isSourceBeingMade);
  const running = startBuilt(['apply'], { env: pointedAt(sandbox) });
  await arrived;
  running.process.kill('SIGTERM');
  await running.printed('Stopping after the current request');
  open();
  expect((await running.ended).exitCode).toBe(130);
  expect(sandbox.writes()).toBe(2);
});

testOfSignals('Ctrl-C while the built command waits for secrets on standard input ends it', async () => {
  const running = startBuilt(['apply', '--secrets-stdin'], { silentInput: true });
  // More than a pipe holds: once it is written, the command is reading.
  await new Promise((resolve) => running.process.stdin.write('# nothing yet\n'.repeat(40_000), resolve));
  running.process.kill('SIGINT');
  const { exitCode, stdout, stderr } = await running.ended;
  expect(exitCode).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
});

/** Waits until somebody reads from a pipe: before that it can't be opened for writing. */
async function readingFrom(pipe: string): Promise<void> {
  const open = () => closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
  await vi.waitFor(open, { timeout: 10_000, interval: 5 });
}

testOfSignals.each<[string, string[], Record<string, string>, NodeJS.Signals]>([
  ['settings', ['plan', '--config', 'pipe'], {}, 'SIGINT'],
  ['settings of many targets', ['plan', '--all', '--config', 'pipe'], {}, 'SIGINT'],
  ['a payload', ['plan', '--payload', 'pipe', '--offline'], {}, 'SIGINT'],
  ['a secret', ['plan'], { ILERT_API_TOKEN_FILE: 'pipe' }, 'SIGINT'],
  ['settings, by a termination signal', ['plan', '--config', 'pipe'], {}, 'SIGTERM'],
])('one Ctrl-C ends at once a command that waits for a pipe: %s', async (_, argv, env, signal) => {
  const cwd = temporaryFolder();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const running = startBuilt(argv, { cwd, env });
  await readingFrom(join(cwd, 'pipe'));
  const pressed = performance.now();
  running.process.kill(signal);
  const { exitCode, stdout, stderr } = await running.ended;
  expect([exitCode, stdout]).toEqual([130, '']);
  expect(performance.now() - pressed).toBeLessThan(5_000);
  expect(stderr).not.toContain("can't be read");
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('the next run finds what Ctrl-C left behind, and finishes', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  let interrupt: () => void = () => undefined;
  sandbox.intercept = (request) => {
    if (isMethodBeingMade(request)) interrupt();
    return undefined;
  };
  const onStart = (press: () => void) => {
    interrupt = press;
  };
  const stopped = await run(['apply', '--json'], { env, onStart });
  expect(stopped.exitCode).toBe(130);
  expect(JSON.parse(stopped.stdout)).toMatchObject({ ok: false, error: { exitCode: 130 } });
  expect(JSON.parse(stopped.stdout).resources).toHaveLength(3);

  sandbox.intercept = undefined;
  expect((await run(['apply'], { env })).stdout).toContain('Done: 3 created');
});
