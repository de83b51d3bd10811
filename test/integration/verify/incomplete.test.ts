import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { alertPolls, pollClock } from '../../support/alert-polls.ts';
import { outcomesIn, readReport } from '../../support/junit-report.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt } from '../../support/tenants.ts';

const CREATED = 'Alert created in ilert';

/** Lets a test get as far as the alert, which then can't be read, or someone presses Ctrl-C. */
async function endedAtTheAlert(end: 'refused' | 'interrupted') {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  let interrupt: () => void = () => undefined;
  sandbox.intercept = ({ method, path }) => {
    if (method !== 'GET' || path !== '/api/alerts' || sandbox.ilert.state.alerts.length === 0) return undefined;
    if (end === 'refused') return { kind: 'respond', status: 403, body: { message: 'No access to alerts' } };
    interrupt();
    return { kind: 'respond', status: 200, body: [] };
  };
  return (...argv: string[]) =>
    runAt(sandbox, ['verify', '--yes', ...argv], {
      now: pollClock(sandbox),
      onStart: (hand) => {
        interrupt = hand;
      },
    });
}

describe.each([
  ['refused', 3, 'error: '],
  ['interrupted', 130, 'skipped: Stopped'],
] as const)('a test that is ended by what is no finding (%s) still reports what it has done', (end, exit, outcome) => {
  it('in JSON, with the error', async () => {
    const verify = await endedAtTheAlert(end);
    const { exitCode, stdout } = await verify('--json');
    const { ok, error, steps, tested, findings } = JSON.parse(stdout);
    expect([exitCode, ok, error.exitCode, tested, findings]).toEqual([exit, false, exit, 'ilert', []]);
    expect(steps).toContainEqual(
      expect.objectContaining({ step: 'Send a test event, as HaloITSM would', state: 'ok' }),
    );
    expect(steps.at(-1)).toMatchObject({ step: CREATED, state: exit === 130 ? 'stopped' : 'failed' });
  });

  it('in Markdown, below the error', async () => {
    const verify = await endedAtTheAlert(end);
    const { exitCode, stdout } = await verify('--format', 'markdown');
    expect(exitCode).toBe(exit);
    expect(stdout).toContain(`### ilert-haloitsm verify: ${exit === 130 ? 'stopped' : 'failed'}`);
    expect(stdout).toMatch(/\| ✔ \| Send a test event, as HaloITSM would/);
    expect(stdout).toMatch(
      exit === 130 ? /\| – \| Alert created in ilert \(stopped\)/ : /\| ✘ \| Alert created in ilert/,
    );
  });

  it('in JUnit, with the error at its step', async () => {
    const verify = await endedAtTheAlert(end);
    const { exitCode, stdout } = await verify('--format', 'junit');
    expect(exitCode).toBe(exit);
    expect(outcomesIn(readReport(stdout))).toMatchObject({
      'Configuration is complete': 'passed',
      'Send a test event, as HaloITSM would': 'passed',
      [CREATED]: expect.stringContaining(outcome),
      'Alert resolved in ilert': 'skipped: Not reached.',
    });
  });

  it('as text, once, with the error last', async () => {
    const verify = await endedAtTheAlert(end);
    const { exitCode, stdout, stderr } = await verify();
    expect(exitCode).toBe(exit);
    expect(stdout.match(/Send a test event/g)).toHaveLength(1);
    expect(stdout).not.toContain('works');
    expect(stderr).not.toContain('This is a bug');
    expect(stderr.match(/^(Error: |Stopped )/gm)).toHaveLength(1);
  });
});

it('a test that nobody agreed to or that could not begin is an error without steps', async () => {
  const sandbox: Sandbox = await sandboxOfTest();
  const { stdout } = await runAt(sandbox, ['verify', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'approval-required' } });
  expect(JSON.parse(stdout).steps).toBeUndefined();
  expect(alertPolls(sandbox)).toBe(0);
});
