import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { alertPolls, pollClock } from '../../support/alert-polls.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt } from '../../support/tenants.ts';
import { eventsAt, openAlertsIn, verified } from './verified.ts';

const isUpdateOfTicket = ({ method, path, body }: SandboxRequest) =>
  method === 'POST' && path === '/api/Tickets' && Array.isArray(body) && body[0]?.id !== undefined;
const isDeletionOfTicket = ({ method, path }: Pick<SandboxRequest, 'method' | 'path'>) =>
  method === 'DELETE' && path.startsWith('/api/Tickets/');
const isLook = ({ method, path }: SandboxRequest) => method === 'GET' && path === '/api/alerts';

/** Presses Ctrl-C while the program polls for an alert. */
function interruptAtLook(sandbox: Sandbox, number: number, hidden: boolean | 'to the end' = false) {
  const empty = { kind: 'respond', status: 200, body: [] } as const;
  let interrupt: () => void = () => undefined;
  sandbox.intercept = (request) => {
    if (!isLook(request)) return undefined;
    if (alertPolls(sandbox) === number) interrupt();
    return hidden === 'to the end' || (hidden && alertPolls(sandbox) <= number) ? empty : undefined;
  };
  const onStart = (hand: () => void) => {
    interrupt = hand;
  };
  return { onStart };
}

describe('verify leaves neither a ticket nor an open alert', () => {
  it.each([
    ['the tenant wants more to close a ticket', 400, 'Please choose a closure category', 1],
    ['Halo fails at closing the ticket', 500, 'Oops', 1],
    ['the agent may not close tickets', 403, 'No access', 3],
  ])('where %s', async (_, status, body, exit) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = (request) =>
      isUpdateOfTicket(request) ? { kind: 'respond', status, body: JSON.stringify(body) } : undefined;
    const { exitCode, stderr } = await verified(sandbox, ['--yes', '--through-halo']);
    expect(exitCode).toBe(exit);
    expect(stderr).toContain(body);
    expect(sandbox.halo.state.tickets).toEqual([]);
    expect(sandbox.ilert.state.alerts).toHaveLength(1);
    expect(openAlertsIn(sandbox)).toEqual([]);
  });

  it('if the alert does not resolve by itself', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = (request) =>
      eventsAt(sandbox).length === 2 && request.path.startsWith('/api/v1/events/')
        ? { kind: 'respond', status: 202 }
        : undefined;
    const { exitCode, proof, stderr } = await verified(sandbox, ['--yes', '--through-halo']);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'resolution']);
    expect(proof.finding?.message).toContain('its alert was not resolved within 180 s');
    expect(stderr).toMatch(/Test alert \d+ was resolved with ilert's API/);
    expect([sandbox.halo.state.tickets, openAlertsIn(sandbox)]).toEqual([[], []]);
  });

  it('or names the ticket that is left, if the agent may not delete it; the verification succeeds all the same', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = (request) => (isDeletionOfTicket(request) ? { kind: 'respond', status: 403 } : undefined);
    const { exitCode, stderr, proof } = await verified(sandbox, ['--yes', '--through-halo']);
    expect(exitCode).toBe(0);
    const id = sandbox.halo.state.tickets[0]?.id;
    expect(stderr).toContain(`Test ticket ${id} could not be deleted: delete it in HaloITSM.`);
    expect(stderr).not.toContain('Deleted in HaloITSM');
    expect(proof).toMatchObject({
      tickets: [{ id: `${id}`, deleted: false }],
      notes: [expect.stringContaining(`${id}`)],
    });
  });

  it('or names the alert that is open, if ilert refuses to resolve it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = (request) => {
      if (request.path.endsWith('/resolve')) return { kind: 'respond', status: 403 };
      return isUpdateOfTicket(request) ? { kind: 'respond', status: 400, body: '"No"' } : undefined;
    };
    const { exitCode, stderr } = await verified(sandbox, ['--yes', '--through-halo']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Test alert ${openAlertsIn(sandbox)[0]?.id} is still open: resolve it in ilert.`);
  });
});

describe('Ctrl-C while verify waits', () => {
  it.each([
    ['directly, before the alert was seen', ['--yes'], 3, true],
    ['through Halo, before the alert was seen', ['--yes', '--through-halo'], 3, true],
    ['directly, while it waits for the end', ['--yes'], 2, false],
    ['through Halo, while it waits for the end', ['--yes', '--through-halo'], 2, false],
  ])('removes the ticket, resolves the alert and ends with 130: %s', async (_, argv, look, hidden) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { exitCode, stderr } = await verified(sandbox, argv, interruptAtLook(sandbox, look, hidden));
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('Stopped before the test was complete.')]);
    expect(stderr).not.toContain('This is a bug');
    expect(stderr).toMatch(/Test alert \d+ (?:is resolved|was resolved with ilert's API)\./);
    expect(stderr.includes('Deleted in HaloITSM: test ticket ')).toBe(argv.includes('--through-halo'));
    expect(sandbox.halo.state.tickets).toEqual([]);
    expect(sandbox.ilert.state.alerts).toHaveLength(1);
    expect(openAlertsIn(sandbox)).toEqual([]);
  });

  it.each([
    ['is logged', 5],
    ['is closed', 15],
  ])('removes the ticket that a filter excludes, after it %s', async (_, look) => {
    const sandbox = await sandboxOfTest();
    const filter = ['--only-priority', 'Critical'];
    await applied(sandbox, ...filter);
    const argv = ['--yes', '--through-halo', ...filter];
    const { exitCode } = await verified(sandbox, argv, interruptAtLook(sandbox, look));
    expect(exitCode).toBe(130);
    expect(sandbox.requests.filter((request) => isDeletionOfTicket(request))).toHaveLength(2);
    expect([sandbox.halo.state.tickets, openAlertsIn(sandbox)]).toEqual([[], []]);
  });

  it('calls the step that it ended stopped, not failed, and says last what became of the ticket', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { onStart } = interruptAtLook(sandbox, 3, true);
    const argv = ['verify', '--yes', '--through-halo'];
    const { exitCode, stdout, stderr } = await runAt(sandbox, argv, { now: pollClock(sandbox), onStart });
    expect([exitCode, stdout]).toEqual([130, expect.stringMatching(/^stopped .* Alert created in ilert$/m)]);
    expect(`${stdout}${stderr}`).not.toContain('failed');
    expect(stderr).toMatch(
      /Test alert \d+ (is|was) resolved.*\nDeleted in HaloITSM: test ticket \d+\.\nStopped before the test was complete\.\n$/,
    );
  });

  it('also resolves an alert that ilert does not show yet', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { exitCode, stderr } = await verified(sandbox, ['--yes'], interruptAtLook(sandbox, 3, 'to the end'));
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('No alert was seen.')]);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });
});
