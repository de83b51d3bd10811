import { expect, it } from 'vitest';
import type { SandboxRequest } from '../../sandbox/sandbox.ts';
import { pointedAt, run } from '../support/cli.ts';
import { gate } from '../support/gate.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn } from '../support/tenants.ts';
import { describeOnTerminal, KEY, openTerminal, type TestTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };
/** The exit code that a shell reports for this signal. */
const SIGHUP = 129;
const STOPPING = 'Stopping after the current request…';
const TWICE = 'Press Ctrl-C again to quit immediately (without a summary).';
const SUMMARY = 'Run the same command again';

const pressCtrlC = (terminal: TestTerminal) => terminal.press(KEY.ctrlC);
const isWrite = ({ method, path }: SandboxRequest) => method !== 'GET' && !path.includes('token');
const isMethodBeingMade = ({ method, path }: SandboxRequest) =>
  method === 'POST' && path === '/api/CustomIntegrationMethod';

/** Runs `apply` on a terminal, with its spinner, until it waits for the answer to a request. */
async function applyAt(which: (request: SandboxRequest) => boolean, argv: readonly string[] = ['--yes']) {
  const sandbox = await sandboxOfTest();
  const { open, arrived, holding } = gate();
  sandbox.intercept = holding(which);
  const terminal = openTerminal(sandbox, { argv: ['apply', ...argv], env: pointedAt(sandbox) });
  if (argv.length === 0) await terminal.answer('Apply these changes?', 'y', KEY.enter);
  await arrived;
  return { sandbox, terminal, open };
}

describeOnTerminal('on a terminal', () => {
  it.each<[string, readonly string[]]>([
    ['approved by --yes, where the terminal turns it into a signal', ['--yes']],
    ['approved at the question, where it is a key', []],
  ])('one Ctrl-C lets the current request of apply finish and reports what exists: %s', LONG, async (_, argv) => {
    const { sandbox, terminal, open } = await applyAt(isMethodBeingMade, argv);
    pressCtrlC(terminal);
    await terminal.shows(`${STOPPING} ${TWICE}`);
    open();
    await terminal.shows(SUMMARY);
    expect(await terminal.ended()).toBe(130);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(terminal.text()).toMatch(/method "send ticket to ilert"/);
    expect(terminal.raw()).not.toMatch(/^\s+at /m);
  });

  it.each<[string, readonly string[]]>([
    ['a signal', ['--yes']],
    ['a key', []],
  ])('a second Ctrl-C ends apply at once, and the cursor is visible again: %s', LONG, async (_, argv) => {
    const { terminal } = await applyAt(isWrite, argv);
    pressCtrlC(terminal);
    await terminal.shows(TWICE);
    pressCtrlC(terminal);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).not.toContain(SUMMARY);
    const [hidden, shown] = ['\u001b[?25l', '\u001b[?25h'].map((code) => terminal.raw().lastIndexOf(code));
    expect(shown).toBeGreaterThanOrEqual(hidden ?? 0);
  });

  it('Ctrl-C while apply reads ends it, and nothing was changed', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const { arrived, holding } = gate();
    sandbox.intercept = holding();
    const terminal = openTerminal(sandbox, { argv: ['apply'], env: pointedAt(sandbox) });
    await arrived;
    pressCtrlC(terminal);
    expect(await terminal.ended()).toBe(130);
    expect(sandbox.writes()).toBe(0);
  });

  it('SIGTERM lets the current request finish, and the message does not mention Ctrl-C', LONG, async () => {
    const { terminal, open } = await applyAt(isMethodBeingMade);
    terminal.signal('SIGTERM');
    await terminal.shows(STOPPING);
    open();
    await terminal.shows(SUMMARY);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).not.toContain('Ctrl-C');
  });

  it.each<[string, readonly string[]]>([
    ['approved by --yes', ['--yes']],
    ['approved at the question', []],
  ])('when its window is closed, apply finishes the current request and ends: %s', LONG, async (_, argv) => {
    const { sandbox, terminal, open } = await applyAt(isMethodBeingMade, argv);
    await terminal.close();
    open();
    expect(await terminal.ended()).toBe(SIGHUP);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('sandbox ends with Ctrl-C, cleanly', LONG, async () => {
    const terminal = openTerminal(await sandboxOfTest(), { argv: ['sandbox'] });
    await terminal.shows('Ctrl-C stops the sandbox');
    pressCtrlC(terminal);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).toMatch(/Sandbox stopped\.$/);
    expect(terminal.text()).not.toMatch(/Stopping|Error/);
  });

  it.each([
    ['while it waits', false],
    ['while it reads', true],
  ])('status --watch ends with Ctrl-C as the last status does: %s', LONG, async (_, isReading) => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    await run(['apply'], { env });
    const { arrived, holding } = gate();
    if (isReading) sandbox.intercept = holding();
    const terminal = openTerminal(sandbox, { argv: ['status', '--watch'], env });
    if (isReading) await arrived;
    else await terminal.shows('Healthy');
    pressCtrlC(terminal);
    expect(await terminal.ended()).toBe(isReading ? 130 : 0);
    expect(terminal.text()).toMatch(/Stopped watching\.$/);
    expect(terminal.text()).not.toMatch(/Stopping|Error/);
  });
});
