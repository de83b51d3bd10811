import { expect, test } from 'vitest';
import { run, temporaryFolder } from '../support/cli.ts';
import { freePort } from '../support/port.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { runBuilt, startBuilt } from './built-command.ts';
import { filesBelow } from './files-below.ts';

const NAMES = [
  'ILERT_ENDPOINT',
  'ILERT_API_TOKEN',
  'HALO_PRODUCT',
  'HALO_URL',
  'HALO_CLIENT_ID',
  'HALO_CLIENT_SECRET',
  'ILERT_ESCALATION_POLICY',
];

/** Returns the variables of lines such as `export NAME='value'`. */
function exported(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^export (\w+)='([^']*)'$/gm)].map(([, name, value]) => [name, value]));
}

// Windows has no signals to send, and its lines to paste are for PowerShell.
const testOfSignals = test.skipIf(onWindows);

const portOf = (url: string | undefined) => new URL(url ?? '').port;

testOfSignals(
  'sandbox prints lines to paste; with them, apply works; Ctrl-C ends it with 0 and frees its ports',
  async () => {
    const ports = { ilertPort: await freePort(), haloPort: await freePort() };
    const running = startBuilt(['sandbox', '--ilert-port', `${ports.ilertPort}`, '--halo-port', `${ports.haloPort}`]);
    const env = exported(await running.printed('ILERT_ESCALATION_POLICY'));
    expect(Object.keys(env)).toEqual(NAMES);
    const applied = await run(['apply'], { env });
    expect(applied.stdout).toContain('Done: 6 created');

    running.process.kill('SIGINT');
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(NAMES.length);
    expect((await sandboxOfTest(ports)).ilert.url).toBe(env.ILERT_ENDPOINT);
  },
);

testOfSignals('sandbox --json prints one document at once while it keeps running', async () => {
  const running = startBuilt(['sandbox', '--json']);
  const document = JSON.parse(await running.printed('[]\n}'));
  expect(document).toMatchObject({ formatVersion: 1, command: 'sandbox', ok: true });
  expect(Object.keys(document.variables)).toEqual(NAMES);
  expect((await run(['plan'], { env: document.variables })).exitCode).toBe(0);
  running.process.kill('SIGTERM');
  const { exitCode, stdout } = await running.ended;
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual(document);
});

testOfSignals('sandbox --quiet prints only the lines to paste', async () => {
  const running = startBuilt(['sandbox', '--quiet']);
  await running.printed('ILERT_ESCALATION_POLICY');
  running.process.kill('SIGINT');
  const { exitCode, stderr } = await running.ended;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

test.each(['--ilert-port', '--halo-port'])(
  'sandbox with a %s that is in use ends with 2 and a sentence',
  async (flag) => {
    const { ilert } = await sandboxOfTest();
    const { exitCode, stdout, stderr } = await run(['sandbox', flag, portOf(ilert.url)]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      `Error: Port ${portOf(ilert.url)} is in use.\n  Choose another with --ilert-port or --halo-port`,
    );
  },
);

test('sandbox releases its first port when the second one is in use', async () => {
  const ilertPort = await freePort();
  const { halo } = await sandboxOfTest();
  expect((await run(['sandbox', '--ilert-port', `${ilertPort}`, '--halo-port', portOf(halo.url)])).exitCode).toBe(2);
  expect(portOf((await sandboxOfTest({ ilertPort })).ilert.url)).toBe(`${ilertPort}`);
});

test('sandbox --demo runs the whole scenario, ends with 0 and leaves no file', async () => {
  const cwd = temporaryFolder();
  const { exitCode, stdout } = await runBuilt(['sandbox', '--demo'], {
    cwd,
    // Compiled code is the only file that a run leaves on its own.
    env: { HALO_URL: 'https://mine.haloitsm.com', NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  expect(exitCode).toBe(0);
  const story = [
    '1. ilert-haloitsm apply',
    'Done: 6 created',
    'A ticket is logged in HaloITSM',
    'ilert has the alert',
    '(PENDING)',
    'The ticket is closed in HaloITSM',
    'ilert has resolved the alert',
    'RESOLVED; 1 alert in all',
    'No changes',
    'Removed: 6',
    'Both accounts are back to their original state',
    'Demo finished: every step worked.',
  ];
  let from = 0;
  for (const line of story) {
    const at = stdout.indexOf(line, from);
    expect(at, `"${line}" in ${stdout.slice(from)}`).toBeGreaterThanOrEqual(0);
    from = at;
  }
  expect(filesBelow(cwd)).toEqual([]);
});
