import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';
import { verified } from '../verify/verified.ts';

interface Health {
  readonly findings: readonly { readonly code: string }[];
  readonly state: string;
  readonly resources: readonly { readonly state: string; readonly title: string; readonly name: string }[];
  readonly runs: readonly { readonly ticketId: string }[];
  readonly deliveries: readonly { readonly status: number }[];
  readonly requestsLeft: Readonly<Record<string, number>>;
  readonly chain: readonly {
    readonly component: string;
    readonly state: string;
    readonly findings: readonly unknown[];
  }[];
}

/** Runs `status --json`. */
async function statusOf(...[sandbox, argv = []]: Parameters<typeof verified>) {
  const { exitCode, stdout, stderr } = await runAt(sandbox, ['status', '--json', ...argv]);
  return { exitCode, stdout, stderr, health: JSON.parse(stdout) as Health };
}

describe('an option for whoever is on call that cannot be looked up does not hide whether tickets become alerts', () => {
  const PRIORITY = ['--priority-from-halo', 'Critical=high'];
  const HANNA = ['--notify-on-failure', 'Hanna Halo'];
  type Seed = (sandbox: Awaited<ReturnType<typeof sandboxOfTest>>) => void;
  const unanswered =
    (list: string): Seed =>
    (sandbox) => {
      sandbox.intercept = ({ path }) => (path === list ? { kind: 'respond', status: 403 } : undefined);
    };

  it.each<[string, string[], Seed, number, string]>([
    [
      'a priority that was renamed',
      PRIORITY,
      ({ halo }) => {
        for (const row of halo.state.priorities) if (row.name === 'Critical') row.name = 'P1';
      },
      4,
      'HaloITSM has no priority "Critical" (--priority-from-halo).',
    ],
    [
      'an agent who is gone',
      HANNA,
      ({ halo }) => {
        halo.state.agents.splice(
          halo.state.agents.findIndex(({ id }) => id === 2),
          1,
        );
      },
      4,
      'HaloITSM has no agent "Hanna Halo" (--notify-on-failure).',
    ],
    [
      'an agent who was disabled',
      HANNA,
      ({ halo }) => {
        for (const row of halo.state.agents) if (row.id === 2) row.isdisabled = true;
      },
      4,
      'The agent "Hanna Halo" (--notify-on-failure) is disabled in HaloITSM',
    ],
    [
      'agents who may not be listed',
      HANNA,
      unanswered('/api/Agent'),
      5,
      'HaloITSM does not let the API application list agents',
    ],
  ])('%s: status shows the chain and the reason, and plan refuses', async (_, argv, seed, expected, message) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...argv);
    seed(sandbox);
    const { exitCode, health, stdout } = await statusOf(sandbox, argv);
    expect([exitCode, health.state]).toEqual([expected, expected === 4 ? 'drifted' : 'unknown']);
    expect(health.chain).toHaveLength(6);
    expect(health.chain.filter(({ state }) => state !== 'ok')).toHaveLength(1);
    expect(health.findings).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
    expect(stdout).not.toContain('"fixableByApply": true');
    const plan = await runAt(sandbox, ['plan', ...argv]);
    expect([plan.exitCode, plan.stderr]).toEqual([expected === 4 ? 2 : 3, expect.stringContaining(message)]);
  });

  it.each([
    ['a flag, which the command then leaves out', PRIORITY, '', '--priority-from-halo', ' --severity 2'],
    [
      'a file',
      [],
      '{"alertSource": {"priorityFromHalo": {"Critical": "high"}}}',
      'alertSource.priorityFromHalo in s.json, line 1',
      ' --config s.json --severity 2',
    ],
  ])('where apply would refuse it, status says to correct it first: from %s', async (_, argv, file, where, flags) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 's.json'), file || '{}');
    const given = [...argv, ...(file ? ['--config', 's.json'] : []), '--severity', '2'];
    await applied(sandbox, '--severity', '2');
    for (const row of sandbox.halo.state.priorities) if (row.name === 'Critical') row.name = 'P1';
    for (const row of sandbox.halo.state.webhooks) if (row.name === 'ilert runbook') row.disabled = true;
    const { findings: found }: Health = JSON.parse(
      (await runAt(sandbox, ['status', '--json', ...given], { cwd })).stdout,
    );
    expect(found.length).toBeGreaterThan(1);
    const hint = `Correct or remove ${where} first, then run: ilert-haloitsm apply${flags}`;
    expect(found).toContainEqual(expect.objectContaining({ code: 'runbook-disabled', hint, fixableByApply: false }));
    const ran = await runAt(sandbox, ['apply', ...given], { cwd });
    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    if (!file) expect((await runAt(sandbox, ['apply', '--severity', '2'], { cwd })).exitCode).toBe(0);
  });

  it('of which nothing is set up yet: status says what to correct, in text and Markdown', async () => {
    const sandbox = await sandboxOfTest();
    for (const row of sandbox.halo.state.priorities) if (row.name === 'Critical') row.name = 'P1';
    const { stdout } = await runAt(sandbox, ['status', ...PRIORITY]);
    expect(stdout).toMatch(
      /^Nothing is set up yet\. HaloITSM has no priority "Critical" \(--priority-from-halo\)\. .*Correct or remove --priority-from-halo first, then run: ilert-haloitsm apply\n$/,
    );
    const markdown = (await runAt(sandbox, ['status', '--format', 'markdown', ...PRIORITY])).stdout;
    for (const words of ['has no priority "Critical"', 'Correct or remove --priority-from-halo first'])
      expect(markdown).toContain(words);
  });
});

describe('status shows the state of each resource', () => {
  it('healthy right after apply: each resource ok, exit 0, and nothing is written', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const writes = sandbox.writes();
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Ticket ─✔─ Events ─✔─ Runbook ─✔─ Method ─✔─ Alert source ─✔─ Escalation policy ─✔─ Alert\n\n/,
    );
    expect(stdout).toMatch(/\n\nHealthy: everything is configured as expected\.\n$/);
    expect(sandbox.writes()).toBe(writes);
  });

  it('that nothing is set up, said once with what to do, and in JSON as missing resources', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('Nothing is set up yet. Run: ilert-haloitsm apply\n');
  });

  it('drifted, with the field and both values: exit 4', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--priority', 'low');
    storedIn(sandbox).source.alertPriorityRule = 'HIGH';
    const { exitCode, stdout } = await runAt(sandbox, ['status', '--priority', 'low']);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(
      /\nDifferences from the settings \(now → settings\)\n {2}~ alert source "HaloITSM"\n {6}Alert priority {3}High → Low\n/,
    );
    expect(stdout).toMatch(/─ Alert source ─~─ Escalation policy ─/);
    expect(stdout).toMatch(/Drift: tickets still arrive, but some settings differ\.\n$/);
  });

  it('obsolete, if the settings no longer ask for an event', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only-priority', 'Critical', '--only-priority', 'High');
    const { exitCode, stdout } = await runAt(sandbox, ['status', '--only-priority', 'any', '--verbose']);
    expect(exitCode).toBe(4);
    expect(stdout.match(/^ {2}obsolete event ".*" \(ID \d+\)$/gm)).toHaveLength(3);
    expect(stdout).toContain('is no longer in the settings');
    expect(stdout).toMatch(/Drift: tickets still arrive, but some settings differ\.\n$/);
  });

  it('foreign, if others have added a method or an event: that is no finding', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integration, runbook } = storedIn(sandbox);
    sandbox.halo.state.addMethod(integration, 'theirs');
    sandbox.halo.state.addBinding(runbook, 39, 'Closed - for the boss');
    const { exitCode, health } = await statusOf(sandbox);
    expect(exitCode).toBe(0);
    expect(health.resources.filter(({ state }) => state === 'foreign')).toMatchObject([
      { title: 'method', name: 'theirs' },
      { title: 'event', name: 'Closed - for the boss' },
    ]);
  });

  it('without a complete key, as text and as JSON', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { source, method } = storedIn(sandbox);
    method.path = `/api/v1/events/haloitsm/${source.integrationKey.replace(/.{8}$/, 'deadbeef')}`;
    const { stdout, stderr } = await runAt(sandbox, ['status', '--verbose']);
    const json = await statusOf(sandbox);
    expect(stdout).toMatch(/URL {3}\S*\/il1hit\w\w… → \S*\/il1hit\w\w… \(with another integration key\)/);
    for (const text of [stdout, stderr, json.stdout]) {
      expect(text).not.toContain(source.integrationKey);
      expect(text).not.toContain(method.path);
    }
  });
});

describe('status shows the last runs and calls', () => {
  it('newest first, five at most, as text', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    for (let times = 0; times < 3; times += 1) await verified(sandbox, ['--yes', '--through-halo']);
    const { health } = await statusOf(sandbox);
    const tickets = sandbox.halo.state.runs.map(({ ticket_id }) => ticket_id).toReversed();
    expect(health.runs.map(({ ticketId }) => ticketId)).toEqual(tickets.slice(0, 5).map(String));
    expect(health.deliveries.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    const { stdout } = await runAt(sandbox, ['status', '--verbose']);
    expect(stdout).toMatch(/^Last run {7}less than a minute ago, ticket \d+, done$/m);
    expect(stdout).toMatch(/^Last delivery {2}less than a minute ago, ticket \d+, accepted \(HTTP 202\)$/m);
    expect(stdout).toMatch(/^Recent runbook runs\n( {2}less than a minute ago, ticket \d+, done\n){5}$/m);
    expect(stdout).toMatch(/^Recent deliveries to ilert\n( {2}.*, accepted \(HTTP 202\)\n){5}$/m);
  });

  it('also after thousands of newer runs of other runbooks', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { runs } = sandbox.halo.state;
    await verified(sandbox, ['--yes', '--through-halo']);
    const [ours] = runs;
    if (!ours) throw new Error('the runbook did not run');
    runs.unshift(...Array.from({ length: 3_000 }, (_, index) => ({ ...ours, id: -index, runbook_id: 'theirs' })));
    expect((await statusOf(sandbox)).health.runs).toHaveLength(2);
  });

  it('also when the runbook has made hundreds of calls', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    await verified(sandbox, ['--yes', '--through-halo']);
    const { deliveries } = sandbox.halo.state;
    const [first] = deliveries;
    if (!first) throw new Error('nothing was called');
    const old = { ...first, responsestatus: 500, timestamp: '2020-01-01T00:00:00.000Z' };
    deliveries.unshift(...Array.from({ length: 450 }, (_, index) => ({ ...old, id: `old-${index}` })));
    const before = sandbox.requests.length;
    const { health } = await statusOf(sandbox);
    expect(health.deliveries.map(({ status }) => status)).toEqual([202, 202, 500, 500, 500]);
    const asked = sandbox.requests.slice(before).filter(({ path }) => path === '/api/WebhookEvent');
    expect(asked.map(({ query }) => new URLSearchParams(query).get('page_no')).sort()).toEqual(['1', '4', '5']);
  });

  it('the latest failure is a finding, earlier ones are history', async () => {
    const sandbox = await sandboxOfTest({ haloRetries: { attempts: 0, milliseconds: 60_000 } });
    await applied(sandbox);
    sandbox.intercept = ({ path }) =>
      path.startsWith('/api/v1/events') ? { kind: 'respond', status: 500 } : undefined;
    await verified(sandbox, ['--yes', '--through-halo']);
    const failing = await runAt(sandbox, ['status']);
    expect([failing.exitCode, failing.stdout]).toEqual([
      1,
      expect.stringMatching(/─ Method ─✘─ Alert source [\s\S]*ilert failed with HTTP 500/),
    ]);
    sandbox.intercept = undefined;
    await verified(sandbox, ['--yes', '--through-halo']);
    const { exitCode, stdout } = await runAt(sandbox, ['status', '--verbose']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/ticket \d+, ilert failed with HTTP 500/)]);
  });

  it('what the last run failed at and apply has fixed since is still to be proven: exit 4', async () => {
    const sandbox = await sandboxOfTest({ haloRetries: { attempts: 0, milliseconds: 60_000 } });
    await applied(sandbox);
    storedIn(sandbox).source.integrationKey = 'il1hit0123456789abcdef0123456789abcdef';
    const ticket = sandbox.halo.state.addTicket('Mail is down');
    const address = `${sandbox.halo.url}/api/Tickets`;
    const [token] = sandbox.halo.state.tokens.keys();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    await fetch(address, { method: 'POST', headers, body: JSON.stringify([{ id: ticket.id, status_id: 2 }]) });
    await sandbox.halo.state.idle();
    expect((await statusOf(sandbox)).exitCode).toBe(1);
    await applied(sandbox);
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('The last run failed; the cause has since been fixed.');
    expect(stdout).toContain('verify --through-halo');
    expect(stdout).toMatch(/Unconfirmed: the configuration is correct, but the last run failed\.\n$/);
    await verified(sandbox, ['--yes', '--through-halo']);
    expect((await statusOf(sandbox)).exitCode).toBe(0);
  });

  it.each(['Automation', 'WebhookEvent'])('or a note, where the agent may not read /%s: no fault', async (route) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.halo.state.forbid.add(route);
    const { exitCode, stderr } = await runAt(sandbox, ['status']);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/^Note: HaloITSM does not allow GET .*can't be shown\.$/m),
    ]);
  });
});

describe('status also shows', () => {
  it('the requests left, of the service that reports them', async () => {
    const sandbox = await sandboxOfTest({ ilertRequestsPerMinute: 120 });
    await applied(sandbox);
    const { health } = await statusOf(sandbox);
    const asked = sandbox.requests.filter(({ service }) => service === 'ilert').length;
    expect(health.requestsLeft).toEqual({ ilert: 120 - asked });
    const { stdout } = await runAt(sandbox, ['status']);
    expect(stdout).toMatch(/^Rate limits {2}ilert \d+ requests left$/m);
  });

  it('filters that are not in the settings: no finding', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { newTicket, source } = storedIn(sandbox);
    const condition = {
      id: 801,
      fieldname: 'seriousness',
      type: 7,
      value_type: 'int',
      value_int: 3,
      tablename: 'faults',
    };
    Object.assign(newTicket, { filter_type: 2, condition_count: 1, conditions: [condition] });
    source.eventFilter = 'event.priority == "HIGH"';
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Tickets +priority < Medium\b/m);
    expect(stdout).toMatch(/^Alert source +Event filter: event\.priority == "HIGH"$/m);
  });

  it('a filter with several values, in one line', async () => {
    const sandbox = await sandboxOfTest();
    const argv = ['--only-priority', 'Critical', '--only-priority', 'High'];
    await applied(sandbox, ...argv);
    const { exitCode, stdout } = await runAt(sandbox, ['status', ...argv]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Tickets +priority is Critical or High$/m);
  });

  it('a filter by which a closed ticket may leave its alert open: drifted, until apply binds "Closed"', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const condition = { id: 801, fieldname: 'symptom', type: 2, value_string: 'VIP', tablename: 'faults' };
    const filter = { filter_type: 2, condition_count: 1, conditions: [condition] };
    Object.assign(storedIn(sandbox).statusChanged, filter);
    const { exitCode, health } = await statusOf(sandbox);
    expect([exitCode, health.state]).toEqual([4, 'drifted']);
    expect(health.findings).toMatchObject([{ code: 'closed-event-missing', fixableByApply: true }]);
    expect((await applied(sandbox)).stdout).not.toContain('Problem:');
    expect((await statusOf(sandbox)).health).toMatchObject({ state: 'healthy', findings: [] });
    expect(storedIn(sandbox).statusChanged).toMatchObject(filter);
  });

  it.each([
    ['ilert', { ILERT_API_TOKEN: 'wrong' }],
    ['HaloITSM', { HALO_CLIENT_SECRET: 'wrong' }],
  ])('credentials that %s refuses: exit 3', async (service, env) => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runAt(sandbox, ['status'], { env });
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(new RegExp(`Error: ${service} (did not|rejected)`))]);
  });

  it.each([
    ['ilert fails', '/api/alert-sources'],
    ['HaloITSM fails', '/api/CustomIntegration'],
    ['a list can not be read', '/api/Webhook'],
  ])('that it could not check where %s: exit 5, and nothing is called broken', async (_, route) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = ({ path }) => (path === route ? { kind: 'respond', status: 500, body: {} } : undefined);
    const { exitCode, stdout, stderr } = await statusOf(sandbox);
    expect([exitCode, JSON.parse(stdout).error]).toMatchObject([5, { exitCode: 5, code: 'api-answer-unusable' }]);
    expect(stderr).toMatch(new RegExp(`^Error: .* returned HTTP 500 for GET ${route}`, 'm'));
    expect(stderr).not.toContain('Broken');
  });

  it('what keeps apply from repairing what has drifted', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { runbook } = storedIn(sandbox);
    runbook.name = 'Renamed';
    const theirs = sandbox.halo.state.addRunbook('ILERT runbook');
    const { exitCode, stderr } = await statusOf(sandbox);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`Note: apply can't repair this yet. The runbook can't be named "ilert runbook": `);
    expect(stderr).toContain(`already has a runbook "ILERT runbook" (ID ${theirs.id})`);
  });

  it('the same as doctor', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await run(['doctor', '--json'], { env: pointedAt(sandbox) });
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, command: 'status', ok: true, state: 'healthy' });
  });
});
