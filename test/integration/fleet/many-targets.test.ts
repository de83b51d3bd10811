import { describe, expect, it } from 'vitest';
import type { Intercept, Sandbox } from '../../../sandbox/sandbox.ts';
import type { RunResult } from '../../support/cli.ts';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';

const MANY = 60;
const SCREEN = 24;
const REFUSED: Intercept = ({ path }) =>
  path === '/api/Webhook' ? { kind: 'respond', status: 400, body: { message: 'No runbooks today.' } } : undefined;

/** Creates 60 targets, three of which fail differently: one refuses, one is unreachable, one lets nobody in. */
async function fleetWithFailures(): Promise<Fleet> {
  const fleet = await fleetOfTest(MANY);
  const [, refusing, , closed] = fleet.sandboxes as [Sandbox, Sandbox, Sandbox, Sandbox];
  refusing.intercept = REFUSED;
  await closed.close();
  const run: Fleet['run'] = (argv, overrides = {}) =>
    fleet.run(argv, { ...overrides, env: { HALO_SECRET_60: 'wrong', ...overrides.env } });
  return { ...fleet, run };
}

const linesOf = (text: string) => text.trimEnd().split('\n');

function expectShort({ stdout, stderr }: RunResult): void {
  const lines = linesOf(stderr + stdout);
  expect(lines.length, stderr + stdout).toBeLessThanOrEqual(60);
  const screen = lines.slice(-SCREEN).join('\n');
  for (const name of ['customer-2', 'customer-4', 'customer-60'])
    expect(screen).toMatch(new RegExp(`^ 1 target (failed|not checked) +${name}$`, 'm'));
  expect(screen).toContain('No runbooks today.');
  expect(screen).toMatch(/Check halo\.url in fleet\.yaml, line \d+, your network/);
}

/** Expects to find every target, even in a list of names that is not one per line. */
function expectEachNamed(names: readonly string[], text: string): void {
  for (const name of names) expect(text).toMatch(new RegExp(`\\b${name}\\b(?!-)`));
}

describe('60 targets, of which 57 are alike and three fail, fit on 60 lines, and all failures on the last screen', () => {
  it('where the 57 have the same changes, where these are made, and where nothing is left to do', {
    timeout: 120_000,
  }, async () => {
    const fleet = await fleetWithFailures();
    const planned = await fleet.run(['plan', '--all']);
    expectShort(planned);
    expectEachNamed(fleet.names, planned.stdout);
    expect(planned.stdout.match(/\+ runbook "ilert runbook"/g)).toHaveLength(1);
    expect(planned.stdout).toMatch(/^60 targets: 57 to change, 3 failed; 342 to create\.$/m);

    const applied = await fleet.run(['apply', '--all']);
    expectShort(applied);
    expectEachNamed(fleet.names, applied.stdout);
    expect(applied.stdout).toMatch(/^60 targets: 57 changed, 3 failed; 342 created\.$/m);

    const again = await fleet.run(['plan', '--all', '--exit-code']);
    expectShort(again);
    expect(again.exitCode).toBe(1);
    expect(again.stdout).toMatch(/^57 targets: no changes {3}customer-1, customer-3, customer-5 and 54 more$/m);
    expect(linesOf(again.stdout + again.stderr).length).toBeLessThan(20);

    const drifted = await fleet.run(['status', '--all', '--grouping', 'until-resolved']);
    expectShort(drifted);
    expectEachNamed(fleet.names, drifted.stdout);
    expect(drifted.stdout).toMatch(/^57 targets: drifted /m);
    expect(drifted.stdout).toMatch(/Run: ilert-haloitsm apply --config fleet\.yaml --target customer-1 --grouping/);
    const healthy = await fleet.run(['status', '--all']);
    expectShort(healthy);
    expect(healthy.stdout).toMatch(/^60 targets: 57 healthy, 1 failed, 2 not checked\.$/m);

    const removed = await fleet.run(['destroy', '--all', '--yes']);
    expectShort(removed);
    expect(removed.stdout).toMatch(/^57 targets: 6 removed$/m);
  });

  it('where the 57 fail for the same reason', { timeout: 60_000 }, async () => {
    const fleet = await fleetWithFailures();
    for (const [index, sandbox] of fleet.sandboxes.entries())
      if (index !== 1 && index !== 3)
        sandbox.intercept = ({ path }) =>
          path === '/api/CustomIntegration' ? { kind: 'respond', status: 400, body: 'Closed today.' } : undefined;
    const planned = await fleet.run(['plan', '--all']);
    expectShort(planned);
    expectEachNamed(fleet.names, planned.stdout);
    expect(planned.stdout).toMatch(/^57 targets failed$/m);
    expect(planned.stderr.match(/\] customer-\d+ failed: /g)).toHaveLength(4);
    expectEachNamed(fleet.names, planned.stderr);
    expect(planned.stdout).toMatch(/^60 targets: 60 failed\.$/m);
  });
});

describe('targets that fail for one reason with addresses of their own are one entry', () => {
  it('with what is wrong at the first, and the names of all', async () => {
    const fleet = await fleetOfTest(4);
    await Promise.all(fleet.sandboxes.slice(1).map((sandbox) => sandbox.close()));
    const { exitCode, stdout, stderr } = await fleet.run(['plan', '--all']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^1 target: 6 to create {3}customer-1\n3 targets failed +customer-2, customer-3, customer-4$/m,
    );
    expect(stdout).toMatch(/^ {4}customer-2: Cannot connect to http:\S+ \(connection refused\)/m);
    expect(stdout).toContain('    Likewise for the others, with their own names, addresses and IDs.\n');
    expect(stderr.match(/ failed: /g)).toHaveLength(1);
  });
});

describe('what differs is never hidden', () => {
  it('names that the settings give are listed with each target; another value is told apart', async () => {
    const fleet = await fleetOfTest(4);
    fleet.write({
      'customer-1': '    alertSource: { name: "Globex desk" }',
      'customer-2': '    alertSource: { name: "Initech desk" }',
      'customer-3': '    alertSource: { name: "Umbrella desk", severity: 2 }',
    });
    const { stdout } = await fleet.run(['plan', '--all']);
    expect(stdout).toMatch(/^2 targets:\n {2}customer-1 "Globex desk", customer-2 "Initech desk"$/m);
    expect(stdout).toMatch(/^customer-3 \(http:[^)]+\):$/m);
    expect(stdout).toMatch(/^customer-4 \(http:[^)]+\):$/m);
    expect(stdout).toMatch(/^4 targets: 6 to create {3}customer-1, customer-2, customer-3, customer-4$/m);
  });

  it('with --verbose each target is shown by itself, and named in every list', async () => {
    const fleet = await fleetOfTest(3);
    const { stdout, stderr } = await fleet.run(['plan', '--all', '--verbose']);
    for (const name of fleet.names) expect(stdout).toContain(`+ alert source "HaloITSM ${name}"`);
    for (const name of fleet.names) expect(stderr).toContain(`${name}: 6 to create`);
    await fleet.run(['apply', '--all']);
    expect((await fleet.run(['plan', '--all', '--verbose'])).stdout).toMatch(/: no changes {3}customer-1, customer-2/);
  });

  it('a problem that apply leaves, and notes, are told though all went well', async () => {
    const fleet = await fleetOfTest(2);
    await fleet.run(['apply', '--all']);
    for (const { halo } of fleet.sandboxes)
      for (const row of halo.state.webhooks) if (row.name === 'ilert runbook') row.disabled = true;
    const { stdout } = await fleet.run(['status', '--all']);
    expect(stdout).toMatch(/^2 targets broken/m);
    expect(stdout).toMatch(/^2 targets: 2 broken\.$/m);
  });
});

it('--quiet leaves the result alone, and says nothing else', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.sandboxes[1]?.close();
  const { stdout, stderr } = await fleet.run(['plan', '--all', '--quiet']);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^1 target failed +customer-2$/m);
});

it('on a terminal of 40 columns no line is wider, but for what is copied', async () => {
  const fleet = await fleetOfTest(8);
  await fleet.sandboxes[1]?.close();
  let shown = '';
  const stdout = { write: (text: string) => (shown += text), isTTY: true, columns: 40 };
  await fleet.run(['plan', '--all', '--no-color'], { stdout });
  const wide = linesOf(shown).filter((line) => line.length > 40 && line.trim().includes(' '));
  expect(wide).toEqual([]);
  expectEachNamed(fleet.names, shown);
});
