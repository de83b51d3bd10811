import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { alertPolls, SECONDS_PER_POLL } from '../../support/alert-polls.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied } from '../../support/tenants.ts';
import { verified } from './verified.ts';

const THROUGH_HALO = ['--yes', '--through-halo'];

/** Delays Halo's calls by this many seconds. */
function slow(sandbox: Sandbox, seconds: number): void {
  sandbox.intercept = async ({ path, headers }) => {
    if (!path.startsWith('/api/v1/events/') || !headers['user-agent']?.startsWith('Halo')) return undefined;
    const until = alertPolls(sandbox) + Math.ceil(seconds / SECONDS_PER_POLL);
    while (alertPolls(sandbox) < until) await new Promise((resolve) => setImmediate(resolve));
    return undefined;
  };
}

describe('tenants that require more of a ticket', () => {
  it('are reported with the reason of Halo, and the flags for it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.halo.state.requiredTicketFields = ['tickettype_id', 'client_id'];
    const { exitCode, proof } = await verified(sandbox, THROUGH_HALO);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'ticket']);
    expect(proof.finding?.message).toContain(
      'Please complete the mandatory field \\"tickettype_id\\".'.replaceAll('\\', ''),
    );
    expect(proof.finding?.hint).toMatch(/--ticket-type ID, --client ID/);
    expect([sandbox.halo.state.tickets, sandbox.ilert.state.alerts]).toEqual([[], []]);
  });

  it('get it from --ticket-type and --client', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.halo.state.requiredTicketFields = ['tickettype_id', 'client_id'];
    const { exitCode } = await verified(sandbox, [...THROUGH_HALO, '--ticket-type', '3', '--client', '13']);
    expect(exitCode).toBe(0);
    const logged = sandbox.requests.find(({ method, path }) => method === 'POST' && path === '/api/Tickets');
    expect(logged?.body).toMatchObject([{ tickettype_id: 3, client_id: 13 }]);
  });

  it('are refused by Halo if there is no such client', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { exitCode, proof } = await verified(sandbox, [...THROUGH_HALO, '--client', '999']);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'ticket']);
    expect(proof.finding?.message).toContain('There is no such client_id.');
  });
});

describe('slow tenants', () => {
  it('of 80 seconds pass with the default wait, and the progress is shown', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    slow(sandbox, 80);
    const { exitCode, stderr } = await verified(sandbox, THROUGH_HALO);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Still waiting (20 of 180 s)');
    expect(stderr).toContain('Still waiting (60 of 180 s)');
  });

  it('fail after the seconds of --wait, with the advice to wait longer', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    slow(sandbox, 80);
    const { exitCode, proof } = await verified(sandbox, [...THROUGH_HALO, '--wait', '30']);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'run']);
    expect(proof.finding?.message).toBe('The runbook started but did not finish within 30 s.');
    expect(sandbox.halo.state.tickets).toEqual([]);
  });
});

describe('agents with limited permissions', () => {
  it.each(['Automation', 'WebhookEvent'])('prove the chain without %s', async (route) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.halo.state.forbid.add(route);
    slow(sandbox, 80);
    expect((await verified(sandbox, THROUGH_HALO)).exitCode).toBe(0);
  });

  it('are shown what could not be read, if no alert comes', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.halo.state.forbid.add('Automation');
    sandbox.halo.state.automationIsDown = true;
    const { exitCode, proof } = await verified(sandbox, THROUGH_HALO);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'alert']);
    expect(proof.finding?.message).toMatch(/Whether the runbook ran can't be checked: .*Automation/);
  });

  it('end with 3 if they may not log a ticket', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.halo.state.forbid.add('Tickets');
    const { exitCode, stderr } = await verified(sandbox, THROUGH_HALO);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('does not allow POST /api/Tickets')]);
  });
});

it('a ticket whose creation was not answered is not logged twice; the admin is told to look for it', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  sandbox.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/Tickets' ? { kind: 'reset-after' } : undefined;
  const { exitCode, stderr } = await verified(sandbox, THROUGH_HALO);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('The test ticket may have been logged anyway.');
  expect(stderr).toMatch(/Look for "Test alert from ilert-haloitsm \d+/);
  expect(sandbox.halo.state.tickets).toHaveLength(1);
});
