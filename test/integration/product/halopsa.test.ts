import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { variablesOf } from '../../../src/commands/sandbox.ts';
import { pollClock } from '../../support/alert-polls.ts';
import { type RunResult, run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf, writesIn } from '../../support/tenants.ts';

/** Runs the program with a HaloPSA, using the variables that the sandbox prints. */
async function atHaloPsa() {
  const sandbox = await sandboxOfTest({ product: 'halopsa' });
  const tool = (...argv: string[]) => run(argv, { env: variablesOf(sandbox), now: pollClock(sandbox) });
  return { sandbox, tool };
}

const sourceIn = ({ ilert }: Sandbox) => ilert.state.alertSources.find(({ name }) => name === 'HaloPSA');
const printed = ({ stdout, stderr }: RunResult) => stdout + stderr;

/** Expects output for HaloPSA alone: its users don't want to read about the other product. */
function expectOfHaloPsa(ran: RunResult, exitCode = 0): void {
  expect([ran.exitCode, printed(ran)]).toEqual([exitCode, expect.stringContaining('HaloPSA')]);
  expect(printed(ran).replaceAll('ilert-haloitsm', '')).not.toMatch(/haloitsm/i);
}

describe('with HaloPSA', () => {
  it('apply creates an alert source of type HALOPSA, and the method calls its URL', async () => {
    const { sandbox, tool } = await atHaloPsa();
    expectOfHaloPsa(await tool('apply'));
    const source = sourceIn(sandbox);
    expect(source).toMatchObject({ integrationType: 'HALOPSA' });
    const method = sandbox.halo.state.methods.find(({ name }) => name === 'send ticket to ilert');
    expect(method?.path).toBe(`/api/v1/events/halopsa/${source?.integrationKey}`);
    expect(sandbox.halo.state.integrations.map(({ name }) => name)).toContain('ilert integration');
    expect(printed(await tool('apply'))).toContain('No changes');
    expect(writesIn(sandbox)).toHaveLength(6);
  });

  it('plan and dry run show HALOPSA before anything is created', async () => {
    const { sandbox, tool } = await atHaloPsa();
    const plan = await tool('plan', '--exit-code');
    expectOfHaloPsa(plan, 4);
    const requests = JSON.parse((await tool('apply', '--dry-run', '--json')).stdout) as { product: string };
    expect(JSON.stringify(requests)).toContain('"integrationType":"HALOPSA"');
    const offline = await run([
      'apply',
      '--dry-run',
      '--offline',
      '--product',
      'halopsa',
      '--escalation-policy',
      'Default',
    ]);
    expect([offline.exitCode, offline.stdout]).toEqual([0, expect.stringContaining('HALOPSA')]);
    expect(offline.stdout).not.toContain('HALOITSM');
    expect(writesIn(sandbox)).toEqual([]);
  });

  it('status and both kinds of verify pass, and name HaloPSA', async () => {
    const { tool } = await atHaloPsa();
    await tool('apply');
    expectOfHaloPsa(await tool('status', '--verbose'));
    expectOfHaloPsa(await tool('verify', '--yes'));
    const proof = await tool('verify', '--yes', '--through-halo');
    expectOfHaloPsa(proof);
    expect(proof.stdout).toContain('Log a test ticket in HaloPSA');
    expect((await tool('verify', '--no-alert')).exitCode).toBe(0);
  });

  it('problems are reported with the name HaloPSA', async () => {
    const { sandbox, tool } = await atHaloPsa();
    await tool('apply');
    sandbox.halo.state.automationIsDown = true;
    const { exitCode, stderr } = await tool('verify', '--yes', '--through-halo');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Check the events of the runbook in HaloPSA')]);
    sandbox.halo.state.forbid.add('Webhook');
    const refused = await tool('status');
    expect([refused.exitCode, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/HaloPSA does not allow .*\n.*In HaloPSA, see/),
    ]);
  });

  it('destroy leaves both services as they were', async () => {
    const { sandbox, tool } = await atHaloPsa();
    const before = structuredClone(configurationOf(sandbox));
    await tool('apply');
    expect((await tool('destroy', '--yes')).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it.each(['HaloPSA', 'Tickets'])('an alert source "%s" of the other type is not taken for ours', async (name) => {
    const { sandbox, tool } = await atHaloPsa();
    const theirs = sandbox.ilert.state.addAlertSource(name, { integrationType: 'HALOITSM' });
    const before = structuredClone(theirs);
    expect((await tool('apply', '--name', name)).exitCode).toBe(0);
    const named = sandbox.ilert.state.alertSources.filter((source) => source.name === name);
    expect(named.map(({ integrationType }) => integrationType)).toEqual(['HALOITSM', 'HALOPSA']);
    expect(theirs).toEqual(before);
    expect((await tool('verify', '--yes', '--through-halo', '--name', name)).exitCode).toBe(0);
    expect((await tool('destroy', '--yes', '--name', name)).exitCode).toBe(0);
    expect(sandbox.ilert.state.alertSources).toContain(theirs);
  });

  it('status reports the alert source as missing after a wrong HALO_PRODUCT', async () => {
    const { sandbox, tool } = await atHaloPsa();
    await tool('apply');
    const { exitCode, stdout } = await run(['status'], { env: { ...variablesOf(sandbox), HALO_PRODUCT: 'haloitsm' } });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('The alert source "HaloITSM" is missing.');
  });
});

describe('the sandbox', () => {
  it.each([
    ['haloitsm', 'HaloITSM'],
    ['halopsa', 'HaloPSA'],
  ])('runs the whole scenario with --product %s', async (product, name) => {
    const { exitCode, stdout, stderr } = await run(['sandbox', '--demo', '--product', product]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`A ticket is logged in ${name}`);
    expect(stdout).toContain('Demo finished: every step worked.');
    expect(stdout).not.toContain(product === 'halopsa' ? 'HaloITSM' : 'HaloPSA');
  });

  it('refuses another product: exit 2', async () => {
    const { exitCode, stderr } = await run(['sandbox', '--demo', '--product', 'halocrm']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('--product is "halocrm", but must be one of haloitsm, halopsa.'),
    ]);
  });

  it('prints the product among the variables to copy', async () => {
    const sandbox = await sandboxOfTest({ product: 'halopsa' });
    expect(variablesOf(sandbox)).toMatchObject({ HALO_PRODUCT: 'halopsa' });
  });
});
