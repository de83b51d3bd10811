import { expect, test } from 'vitest';
import type { System } from '../../src/runtime/system.ts';
import { createRedactor } from '../../src/secret/redactor.ts';
import { createStreams } from '../../src/ui/streams.ts';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

const ESCAPE = '\u001b[';

/** Runs a story with output streams that look like a terminal, or don't. */
async function storyWith(isTTY: boolean, flags: readonly string[], env: Record<string, string> = {}) {
  const sandbox = await sandboxOfTest();
  const printed = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): System['stdout'] => ({
    isTTY,
    write: (text) => {
      printed[name] += text;
    },
  });
  const all = pointedAt(sandbox, env);
  // CI disables the spinner, which is not text.
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
  for (const argv of [['plan'], ['apply', '--dry-run'], ['apply'], ['destroy', '--yes'], ['plan', '--bogus']]) {
    await run([...argv, ...flags], { env: { CI: '1', ...all }, ...streams });
  }
  return printed;
}

test('on a terminal, results and the shown plan are coloured', async () => {
  const { stdout, stderr } = await storyWith(true, [], { TERM: 'xterm-256color' });
  expect(stdout).toContain(ESCAPE);
  expect(stderr).toContain(ESCAPE);
});

test('FORCE_COLOR colours output that is not a terminal', async () => {
  expect((await storyWith(false, [], { FORCE_COLOR: '1' })).stdout).toContain(ESCAPE);
});

test.each([
  ['NO_COLOR is set', true, [], { NO_COLOR: '1' }],
  ['NO_COLOR is set, whatever FORCE_COLOR says', true, [], { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ['--no-color is given', true, ['--no-color'], {}],
  ['the terminal is a dumb one', true, [], { TERM: 'dumb' }],
  ['FORCE_COLOR is 0', true, [], { FORCE_COLOR: '0' }],
  ['it is no terminal', false, [], {}],
] as const)('there is no escape code in any stream when %s', async (_, isTTY, flags, env) => {
  const { stdout, stderr } = await storyWith(isTTY, flags, env);
  expect(stdout).toContain('Plan: 6 to create.');
  expect(stdout + stderr).not.toContain('\u001b');
});

test('JSON on a terminal is not coloured', async () => {
  const sandbox = await sandboxOfTest();
  let stdout = '';
  const env = pointedAt(sandbox, { TERM: 'xterm' });
  await run(['plan', '--json'], { env, stdout: { isTTY: true, write: (text) => (stdout += text) } });
  expect(stdout).not.toContain('\u001b');
});

test('a terminal of unknown width gets no spinner', () => {
  const options = { quiet: false, verbose: false, color: true };
  const ofWidth = (columns: number) => {
    const stream = { isTTY: true, columns, write: () => undefined };
    return createStreams({ stdout: stream, stderr: stream, env: {}, redactor: createRedactor(), options });
  };
  expect(ofWidth(0).animated).toBe(false);
  expect(ofWidth(80).animated).toBe(true);
});

test('--quiet leaves standard error empty as long as nothing fails', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox, { HALO_URL: `${sandbox.halo.url}/api` });
  for (const argv of [['plan'], ['apply', '--dry-run'], ['apply'], ['destroy', '--yes'], ['schema']]) {
    const { stdout, stderr, exitCode } = await run([...argv, '--quiet'], { env });
    expect(exitCode).toBe(0);
    expect(stdout).not.toBe('');
    expect(stderr).toBe('');
  }
});

test('--quiet still prints an error', async () => {
  expect((await run(['plan', '--quiet'])).stderr).toContain('Error: Missing');
});

test('--verbose prints each request and the origin of each setting, on standard error', async () => {
  const sandbox = await sandboxOfTest();
  const { stdout, stderr } = await run(['plan', '--verbose', '--name', 'Tickets'], { env: pointedAt(sandbox) });
  expect(stderr).toContain('setting halo.url: from HALO_URL');
  expect(stderr).toContain('setting alertSource.name: from --name');
  expect(stderr).toContain('setting halo.scope: from the default');
  expect(stderr).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/api\/Webhook\S*: 200 after \d+ ms/);
  expect(stdout).not.toContain('setting ');
});
