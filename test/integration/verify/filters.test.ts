import { describe, expect, it } from 'vitest';
import { pollClock } from '../../support/alert-polls.ts';
import { runAt, storedIn } from '../../support/tenants.ts';
import { changesIn, leftIn, loggedIn, sandboxWithFilters, stepsIn, verifiedThroughHalo } from './filtered.ts';

const PRIORITY = ['--only-priority', 'Critical'];
const TEAM = ['--only-team', '2nd Line Support'];
const TYPE = ['--only-ticket-type', 'Service Request'];

describe('verify --through-halo with a filter', () => {
  it('proves that a ticket that matches has its alert resolved, whatever has become of it, and another opens none', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { exitCode, proof, stderr } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
    expect(stepsIn(proof)).toEqual([
      'ok: Configuration is complete',
      'ok: Log a test ticket in HaloITSM',
      'ok: The ticket matches the filter',
      'ok: Alert created in ilert',
      'ok: Alert matches the ticket',
      'ok: Change the ticket so that it no longer matches',
      'ok: Close the ticket in HaloITSM',
      'ok: Alert resolved in ilert',
      'ok: Log a ticket in HaloITSM that does not match the filter',
      'ok: No alert created',
      'ok: Close the ticket',
      'ok: No alert created by closing it',
    ]);
    const [first, second] = loggedIn(sandbox);
    expect([first?.priority_id, second?.priority_id]).toEqual([1, 2]);
    expect(changesIn(sandbox)).toMatchObject([{ priority_id: 2 }, { status_id: 9 }, { status_id: 9 }]);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ id: Number(proof.alertId), status: 'RESOLVED' }]);
    expect(leftIn(sandbox)).toEqual([]);
    const tickets = [expect.objectContaining({ deleted: true }), expect.objectContaining({ deleted: true })];
    expect(proof.tickets).toEqual(tickets);
    expect(stderr).toContain(`Deleted in HaloITSM: test tickets ${proof.tickets?.map(({ id }) => id).join(', ')}.`);
  });

  it.each<[string, string[], string[]]>([
    [
      'that none was created, after longer than HaloITSM may take',
      [],
      ['No alert created', 'No alert created by closing it'],
    ],
    [
      'how long none was seen, where --wait is shorter than that',
      ['--wait', '60'],
      ['No alert seen within 60 s', 'No alert seen within 60 s of closing it'],
    ],
  ])('says of the ticket that does not match %s', async (_, flags, expected) => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY, ...flags);
    expect(exitCode).toBe(0);
    const steps = proof.steps.filter(({ step }) => step.startsWith('No alert'));
    expect(steps.map(({ step }) => step)).toEqual(expected);
    const least = flags.length > 0 ? 60_000 : 90_000;
    for (const { milliseconds } of steps) expect(milliseconds).toBeGreaterThanOrEqual(least);
  });

  it('says in words which tickets it logs', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const argv = ['verify', '--yes', '--through-halo', ...PRIORITY];
    const { stdout, stderr } = await runAt(sandbox, argv, { now: pollClock(sandbox) });
    expect(stderr).toContain(
      'This logs 2 test tickets, of which one matches the filter, in HaloITSM, and closes and deletes them. HaloITSM may send its own e-mails about them.',
    );
    expect(stdout).toMatch(/^ok .* {2}The ticket matches the filter: priority Critical \(1\)$/m);
    expect(stdout).toMatch(/^ok .* {2}Change the ticket so that it no longer matches: priority High \(2\)$/m);
    expect(stdout).toMatch(
      /^ok .* {2}Log a ticket in HaloITSM that does not match the filter: ticket \d+, priority High/m,
    );
  });

  it.each([
    ['the team', TEAM, { team: '2nd Line Support' }, { team: '1st Line Support' }],
    ['the ticket type', TYPE, { tickettype_id: 3 }, { tickettype_id: 1 }],
    [
      'all three',
      [...PRIORITY, ...TEAM, ...TYPE],
      { priority_id: 1, team: '2nd Line Support', tickettype_id: 3 },
      { priority_id: 2 },
    ],
  ])('by %s logs a ticket that matches, and changes what the filter goes by', async (_, filters, matching, change) => {
    const sandbox = await sandboxWithFilters(...filters);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...filters);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
    const [first, second] = loggedIn(sandbox);
    expect(first).toMatchObject(matching);
    expect(second).toMatchObject({ ...matching, ...change });
    expect(changesIn(sandbox)[0]).toMatchObject(change);
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('of several values changes the ticket to one that none of them names', async () => {
    const several = [...PRIORITY, '--only-priority', 'High', ...TEAM];
    const sandbox = await sandboxWithFilters(...several);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...several);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
    expect(loggedIn(sandbox)).toMatchObject([{ priority_id: 1 }, { priority_id: 3 }]);
    expect(changesIn(sandbox)[0]).toMatchObject({ priority_id: 3 });
    expect(sandbox.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('is content with another value that Halo gives the ticket, if the filter lets that through', async () => {
    const several = [...PRIORITY, '--only-priority', 'High'];
    const sandbox = await sandboxWithFilters(...several);
    sandbox.halo.state.rulesForNewTickets = { priority_id: 2 };
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...several);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
    expect(proof.steps[2]).toMatchObject({ step: 'The ticket matches the filter', detail: 'priority High (2)' });
  });

  it('goes by the filter that the events have, where the settings name none', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
    expect(loggedIn(sandbox)).toMatchObject([{ priority_id: 1 }, { priority_id: 2 }]);
  });

  it('logs tickets of the type that --ticket-type names', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { exitCode } = await verifiedThroughHalo(sandbox, ...PRIORITY, '--ticket-type', '4');
    expect(exitCode).toBe(0);
    expect(loggedIn(sandbox)).toMatchObject([
      { priority_id: 1, tickettype_id: 4 },
      { priority_id: 2, tickettype_id: 4 },
    ]);
  });

  it('logs nothing if the filter lets no ticket of that type through', async () => {
    const sandbox = await sandboxWithFilters(...TYPE);
    const argv = ['verify', '--yes', '--through-halo', ...TYPE, '--ticket-type', '4'];
    const { exitCode, stderr } = await runAt(sandbox, argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--ticket-type 4: the filter excludes tickets of this type');
    expect(stderr).toContain('use a type that matches the filter: 3.');
    expect(loggedIn(sandbox)).toEqual([]);
  });
});

describe('what a tenant has no way to show is skipped, with the reason', () => {
  const skipped = [
    'skipped: Change the ticket so that it no longer matches',
    'skipped: Log a ticket in HaloITSM that does not match the filter',
  ];

  it('where there is one priority alone', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.halo.state.priorities.splice(1);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect(exitCode).toBe(0);
    expect(stepsIn(proof)).toEqual(expect.arrayContaining(skipped));
    expect(proof.steps.filter(({ state }) => state === 'skipped')).toMatchObject([
      { detail: 'HaloITSM lists no other priority' },
      { detail: 'HaloITSM lists no other priority' },
    ]);
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('where the agent may not list the priorities', async () => {
    const sandbox = await sandboxWithFilters('--only-priority', '1');
    sandbox.halo.state.forbid.add('Priority');
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, '--only-priority', '1');
    expect(exitCode).toBe(0);
    expect(stepsIn(proof)).toEqual(expect.arrayContaining(skipped));
  });

  it('where Halo refuses the change and the second ticket', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.intercept = ({ method, path, body }) => {
      const [ticket] = method === 'POST' && path === '/api/Tickets' ? (body as Record<string, unknown>[]) : [];
      return ticket?.priority_id === 2 ? { kind: 'respond', status: 400, body: '"Not this one"' } : undefined;
    };
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect(exitCode).toBe(0);
    expect(stepsIn(proof)).toEqual(expect.arrayContaining(skipped));
    expect(proof.steps.filter(({ state }) => state === 'skipped')).toMatchObject([
      { detail: expect.stringContaining('Not this one') },
      { detail: expect.stringContaining('Not this one') },
    ]);
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('unless another attribute of the filter can be changed', async () => {
    const filters = [...PRIORITY, ...TEAM];
    const sandbox = await sandboxWithFilters(...filters);
    sandbox.halo.state.priorities.splice(1);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...filters);
    expect([exitCode, proof.steps.filter(({ state }) => state === 'skipped')]).toEqual([0, []]);
    expect(changesIn(sandbox)[0]).toMatchObject({ team: '1st Line Support' });
  });

  it('where Halo gives every new ticket a value that the filter lets through; then its alert is resolved', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.halo.state.rulesForNewTickets = { priority_id: 1 };
    const { exitCode, proof, stderr } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
    expect(proof.steps.at(-1)).toMatchObject({ state: 'skipped', detail: 'HaloITSM stored priority Critical (1)' });
    expect(sandbox.ilert.state.alerts).toHaveLength(2);
    expect(stderr).toMatch(/Test alert \d+ was resolved with ilert's API\./);
    expect(leftIn(sandbox)).toEqual([]);
  });
});

describe('verify fails, names the filter and leaves nothing behind', () => {
  it('where Halo gives the ticket a priority that the filter excludes', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.halo.state.rulesForNewTickets = { priority_id: 4 };
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'ticket-stored-differently', component: 'ticket' }),
    ]);
    expect(proof.finding?.message).toBe(
      'HaloITSM stored the test ticket with priority Low (4), not with priority Critical (1), so it does not match the filter.',
    );
    expect(proof.finding?.hint).toMatch(/--client ID, --ticket-type ID.*: add --only-priority 4\.$/);
    expect(sandbox.ilert.state.alerts).toEqual([]);
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('where apply has not set the filter of the settings yet', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, '--only-priority', 'High');
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({
        code: 'run-not-started-filtered',
        hint: 'Run: ilert-haloitsm apply --only-priority High',
      }),
    ]);
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('where an event without a filter sends every ticket', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { webhooks } = sandbox.halo.state;
    const copy = sandbox.halo.state.addRunbook('copy', { steps: structuredClone(webhooks.at(-1)?.steps ?? []) });
    sandbox.halo.state.addBinding(copy, 3, 'New Ticket Logged');
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'filter-not-effective', component: 'filter' }),
    ]);
    expect(proof.finding?.message).toMatch(
      /^Ticket \d+ \(priority High \(2\)\) created alert \d+, although it does not match the filter\. The events have these filters: event "New Ticket Logged": priority is Critical/,
    );
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('where a ticket that the filter excludes starts the runbook, even if ilert drops it', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.intercept = ({ path }) => {
      if (loggedIn(sandbox).length < 2) return undefined;
      Object.assign(storedIn(sandbox).newTicket, { filter_type: 0, conditions: [] });
      return path.startsWith('/api/v1/events/') ? { kind: 'respond', status: 202 } : undefined;
    };
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding?.message]).toEqual([1, expect.stringContaining('started the runbook, although')]);
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('where the closing of a ticket without an alert opens one', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.ilert.state.contradicted.add('ilert-closed-without-alert');
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'alert-opened-by-closing', component: 'alert' }),
    ]);
    expect(leftIn(sandbox)).toEqual([]);
  });
});
