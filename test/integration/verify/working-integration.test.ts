import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';
import { eventsAt, verified } from './verified.ts';

const WAYS = [
  ['directly', ['--yes']],
  ['through Halo', ['--yes', '--through-halo']],
] as const;

const OWN = `{
  "ticket": {"id": <<ticket^id>>, "status": {"name": <<ticket^status^name>>},
             "summary": <<ticket^summary>>, "details": <<ticket^details>>}
}`;
/** Every text at another's place. */
const MIXED_UP = `{
  "ticket": {"id": <<ticket^id>>, "status": {"name": <<ticket^status^name>>}, "summary": <<ticket^details>>,
             "details": <<ticket^summary>>, "priority": {"name": <<ticket^status^name>>}}
}`;

describe('verify succeeds with a working integration', () => {
  it('directly: the alert comes, has what was sent and is resolved, and Halo is only read', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const halosWrites = () => sandbox.requests.filter(({ service, write }) => service === 'halo' && write).length;
    const before = halosWrites();
    const { exitCode, proof } = await verified(sandbox);
    expect(exitCode).toBe(0);
    expect(proof.steps.map(({ step, state }) => [step, state])).toEqual([
      ['Configuration is complete', 'ok'],
      ['Send a test event, as HaloITSM would', 'ok'],
      ['Alert created in ilert', 'ok'],
      ['Alert matches the ticket', 'ok'],
      ['Send the closing event', 'ok'],
      ['Alert resolved in ilert', 'ok'],
    ]);
    expect(halosWrites()).toBe(before);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ id: Number(proof.alertId), status: 'RESOLVED' }]);
    expect(eventsAt(sandbox)).toHaveLength(2);
  });

  it('through Halo: by a real ticket, which is deleted afterwards', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { exitCode, proof } = await verified(sandbox, ['--yes', '--through-halo']);
    expect(exitCode).toBe(0);
    expect(proof.steps.map(({ step, state }) => [step, state])).toEqual([
      ['Configuration is complete', 'ok'],
      ['Log a test ticket in HaloITSM', 'ok'],
      ['Alert created in ilert', 'ok'],
      ['Alert matches the ticket', 'ok'],
      ['Close the ticket in HaloITSM', 'ok'],
      ['Alert resolved in ilert', 'ok'],
    ]);
    expect(sandbox.halo.state.tickets).toEqual([]);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ id: Number(proof.alertId), status: 'RESOLVED' }]);
    expect(sandbox.halo.state.runs.map(({ status, error }) => [status, error])).toEqual([
      [2, null],
      [2, null],
    ]);
  });

  it('as text: each step with its time, and the conclusion at the end', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await runAt(sandbox, ['verify', '--yes', '--through-halo']);
    expect(stdout).toMatch(/^ok +\d+\.\d s {2}Configuration is complete$/m);
    expect(stdout).toMatch(/^ok +\d+\.\d s {2}Log a test ticket in HaloITSM: ticket \d+$/m);
    expect(stdout).toMatch(/It works: a ticket in HaloITSM created alert \d+, and closing the ticket resolved it\.\n$/);
  });

  it.each(
    WAYS.flatMap(([way, argv]) => ['recommended', 'full', 'own.json'].map((payload) => [way, payload, argv] as const)),
  )('%s, with the payload %s', async (_, payload, argv) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'own.json'), OWN);
    const env = { HALO_PAYLOAD: payload === 'own.json' ? join(cwd, payload) : payload };
    expect((await runAt(sandbox, ['apply'], { env })).exitCode).toBe(0);
    const { exitCode, stderr } = await verified(sandbox, argv, { env });
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  });

  it.each(WAYS)('%s, where the alert source makes the summary from a template', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'c.json'), '{"alertSource": {"summaryTemplate": "Ticket {{ ticket.id }}"}}');
    await applied(sandbox, '--config', join(cwd, 'c.json'));
    const { exitCode } = await verified(sandbox, [...argv, '--config', join(cwd, 'c.json')]);
    expect(exitCode).toBe(0);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ summary: expect.stringMatching(/^Ticket \d+$/) }]);
  });

  it.each(WAYS)('%s, where the alert source groups and nothing is open', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    const grouping = ['--grouping', 'window', '--grouping-window', '5m'];
    await applied(sandbox, ...grouping);
    expect((await verified(sandbox, [...argv, ...grouping])).exitCode).toBe(0);
  });

  it.each([
    [
      'the integration alone',
      ({ integration }: ReturnType<typeof storedIn>) => {
        integration.resourcebaseurl = `${integration.resourcebaseurl}/`;
      },
    ],
    [
      'integration and method',
      ({ integration, method }: ReturnType<typeof storedIn>) => {
        integration.resourcebaseurl = `${integration.resourcebaseurl}/`;
        method.resource = integration.resourcebaseurl;
        method.path = method.path.slice(1);
      },
    ],
  ])('when the base URL has a trailing slash, in %s: nothing is wrong', async (_, change) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    change(storedIn(sandbox));
    expect((await runAt(sandbox, ['status'])).exitCode).toBe(0);
    expect((await verified(sandbox, ['--yes', '--through-halo'])).exitCode).toBe(0);
  });

  it('and reports drift beside it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).source.policyId = sandbox.ilert.state.policies[1]?.id ?? 0;
    const { exitCode, stderr } = await verified(sandbox);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Note: The alert source "HaloITSM" differs from the settings: Escalation policy.');
  });
});

describe('verify fails if the alert has other texts', () => {
  it.each([
    ['directly', ['--yes'], 'summary and details and priority'],
    ['through Halo', ['--yes', '--through-halo'], 'summary and details and priority'],
  ])('%s', async (_, argv, what) => {
    const sandbox = await sandboxOfTest();
    const payload = join(temporaryFolder(), 'mixed-up.json');
    writeFileSync(payload, MIXED_UP);
    await applied(sandbox, '--payload', payload);
    const { exitCode, proof } = await verified(sandbox, [...argv, '--payload', payload]);
    expect(exitCode).toBe(1);
    expect(proof.finding).toMatchObject({
      component: 'payload',
      message: expect.stringContaining(`${what} differ from what was sent`),
    });
  });
});

it('an external alert source is verified like our own', async () => {
  const sandbox = await sandboxOfTest();
  const theirs = sandbox.ilert.state.addAlertSource('Kept by Terraform');
  const own = { env: { ILERT_ALERT_SOURCE: String(theirs.id), ILERT_ESCALATION_POLICY: undefined } };
  expect((await runAt(sandbox, ['apply'], own)).exitCode).toBe(0);
  expect((await verified(sandbox, ['--yes', '--through-halo'], own)).exitCode).toBe(0);
  expect((await runAt(sandbox, ['status'], own)).exitCode).toBe(0);
  theirs.active = false;
  const { exitCode, proof } = await verified(sandbox, ['--yes'], own);
  expect([exitCode, proof.finding?.component]).toEqual([1, 'alert-source']);
});
