import { describe, expect, it } from 'vitest';
import type { Interception, Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf } from '../../support/tenants.ts';

const isPost = (path: string) => (request: SandboxRequest) => request.method === 'POST' && request.path === path;

/** Ends a run at its first request that fits, without another word from it, like a crash. */
async function crashedAt(
  sandbox: Sandbox,
  cwd: string,
  facts: readonly string[],
  fits: (r: SandboxRequest) => boolean,
) {
  let isDown = false;
  sandbox.intercept = (request): Interception | undefined => {
    const isProgram = String(request.headers['user-agent']).startsWith('ilert-haloitsm/');
    isDown ||= isProgram && fits(request);
    return isProgram && isDown ? { kind: 'reset' } : undefined;
  };
  const crashed = await proved(sandbox, facts, { cwd });
  sandbox.intercept = undefined;
  await sandbox.halo.state.idle();
  return crashed;
}

const cleanUp = (sandbox: Sandbox, cwd: string) =>
  run(['prove', '--clean-up', '--yes'], { env: pointedAt(sandbox), cwd });

describe('prove --clean-up leaves alone what may be somebody else’s', () => {
  it('events of others, if Halo ignores the filter of the list and does not say whose they are', async () => {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.halo;
    state.addBinding(state.addRunbook('theirs'), 3, 'New Ticket Logged');
    const before = configurationOf(sandbox);
    const cwd = temporaryFolder();
    await crashedAt(sandbox, cwd, ['event-on-close'], isPost('/api/Tickets'));
    sandbox.intercept = ({ method, path, query }) =>
      method === 'GET' && path === '/api/Notification' && query.has('webhook_id')
        ? { kind: 'respond', status: 200, body: state.bindings.map(({ webhook_id, ...row }) => row) }
        : undefined;
    const { exitCode, stdout, stderr } = await cleanUp(sandbox, cwd);
    expect([exitCode, stdout, stderr]).toEqual([0, stdout, stderr]);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('alerts of others, if ilert ignores the filter of the list and does not say whose they are', async () => {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.ilert;
    const [source] = state.alertSources;
    if (!source) throw new Error('the account has no alert source');
    const theirs = state.addAlert(source, { alertKey: 'x', summary: 'Database down', details: '', customDetails: {} });
    const cwd = temporaryFolder();
    await crashedAt(sandbox, cwd, ['ilert-grouping'], ({ method }) => method === 'DELETE');
    const listed = state.alerts.map(({ id, summary, status, alertKey }) => ({ id, summary, status, alertKey }));
    sandbox.intercept = ({ method, path }) =>
      method === 'GET' && path === '/api/alerts' ? { kind: 'respond', status: 200, body: listed } : undefined;
    expect((await cleanUp(sandbox, cwd)).exitCode).toBe(0);
    expect(theirs.status).toBe('PENDING');
  });

  it.each(['mine now', 'closing, which I keep'])('what was renamed to "…%s"', async (name) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await crashedAt(sandbox, cwd, ['event-on-close'], isPost('/api/Notification'));
    const integration = sandbox.halo.state.integrations.find((row) => row.name.includes('ilert-haloitsm prove'));
    if (!integration) throw new Error('nothing was created');
    integration.name = `${name.startsWith('mine') ? '' : integration.name.slice(0, 30)}${name}`;
    await cleanUp(sandbox, cwd);
    expect(sandbox.halo.state.integrations).toContain(integration);
  });

  it('what is renamed between the list that is approved and the removal', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await crashedAt(sandbox, cwd, ['ilert-put'], ({ method }) => method === 'PUT' || method === 'DELETE');
    const source = sandbox.ilert.state.alertSources.find(({ name }) => name.includes('ilert-haloitsm prove'));
    if (!source) throw new Error('nothing was created');
    sandbox.intercept = ({ method, path }) => {
      if (method === 'GET' && path === `/api/alert-sources/${source.id}`) source.name = 'Bob keeps this';
      return undefined;
    };
    await cleanUp(sandbox, cwd);
    expect(sandbox.ilert.state.alertSources).toContain(source);
  });
});

describe('prove never takes rows of others for its own', () => {
  it('if the answer to a creation is about another row', async () => {
    const sandbox = await sandboxOfTest();
    const other = sandbox.ilert.state.addAlertSource('Monitoring');
    sandbox.intercept = (request) =>
      isPost('/api/alert-sources')(request)
        ? { kind: 'respond', status: 201, body: { ...other, integrationUrl: `${sandbox.ilert.url}/api/v1/events/x/y` } }
        : undefined;
    const before = configurationOf(sandbox);
    const { answers, exitCode } = await proved(sandbox, ['ilert-put', 'ilert-alert-key']);
    expect(new Set(Object.values(answers))).toEqual(new Set(['not observed']));
    expect(exitCode).toBe(5);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('and lets no ticket of others start its runbooks, if Halo drops the conditions of events', async () => {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.halo;
    sandbox.intercept = (request) => {
      if (isPost('/api/Notification')(request))
        (request.body as { filter_type: number; condition_count: number; conditions: unknown[] }[]).forEach((row) => {
          row.filter_type = 0;
          row.conditions = [];
          row.condition_count = 0;
        });
      return undefined;
    };
    const { answers, sentences } = await proved(sandbox, ['event-on-close', 'conditions-all', 'binding-list']);
    expect(new Set(Object.values(answers))).toEqual(new Set(['not observed']));
    for (const sentence of Object.values(sentences))
      expect(sentence).toContain('did not keep the condition of an event');
    expect(state.runs).toEqual([]);
    expect(leftByProve(sandbox)).toEqual([]);
  });
});

it('a condition that Halo drops does not make two conditions look like alternatives', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = (request) => {
    if (isPost('/api/Notification')(request))
      (request.body as { condition_count: number; conditions: { fieldname: string }[] }[]).forEach((row) => {
        row.conditions = row.conditions.filter(({ fieldname }) => fieldname !== 'reportedby');
        row.condition_count = row.conditions.length;
      });
    return undefined;
  };
  const { answers } = await proved(sandbox, ['conditions-all']);
  expect(answers['conditions-all']).toBe('not observed');
});

describe('leftovers are always reported', () => {
  it.each([
    ['answers 404 to each removal', 404],
    ['answers 200 to each removal, and removes nothing', 200],
  ])('if Halo %s', async (_, status) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    sandbox.intercept = ({ service, method }) =>
      service === 'halo' && method === 'DELETE' ? { kind: 'respond', status, body: {} } : undefined;
    const { exitCode, stdout, stderr, answers } = await proved(sandbox, ['event-on-close'], { cwd });
    expect([exitCode, answers['event-on-close']]).toEqual([1, 'confirmed']);
    expect(JSON.parse(stdout).left).toHaveLength(leftByProve(sandbox).length);
    expect(stderr).toContain('prove --clean-up');
    sandbox.intercept = undefined;
    expect((await cleanUp(sandbox, cwd)).exitCode).toBe(0);
    expect(leftByProve(sandbox)).toEqual([]);
  });

  it('if there was no answer to the creation of a ticket, and the search does not find it', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = (request) => {
      if (isPost('/api/Tickets')(request)) return { kind: 'reset-after' };
      const isSearch = request.path === '/api/Tickets' && request.method === 'GET';
      return isSearch ? { kind: 'respond', status: 200, body: { record_count: 0, tickets: [] } } : undefined;
    };
    const { exitCode, stderr } = await proved(sandbox, ['event-on-close']);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/no answer when the ticket ".*closing" was logged.*may exist/s),
    ]);
  });

  it('if the connection is lost: the report says what was observed until then', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr, answers } = await crashedAt(
      sandbox,
      temporaryFolder(),
      ['binding-list', 'event-on-close'],
      isPost('/api/Tickets'),
    );
    expect(exitCode).toBe(1);
    expect(answers).toHaveProperty('event-on-close', 'not observed');
    expect(stderr).toContain('prove --clean-up');
  });
});

it('alerts that ilert does not list are resolved all the same', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method, path }) =>
    method === 'GET' && path === '/api/alerts' ? { kind: 'respond', status: 200, body: [] } : undefined;
  const { answers } = await proved(sandbox, ['ilert-own-grouping', 'ilert-closed-without-alert']);
  expect(Object.values(answers)).not.toContain('contradicted');
  const ours = sandbox.ilert.state.alerts.filter(({ summary }) => summary.includes('ilert-haloitsm prove'));
  expect(ours.length).toBeGreaterThan(0);
  expect(ours.filter(({ status }) => status !== 'RESOLVED')).toEqual([]);
});

it('a wrong secret of Halo is noticed before anything is created', async () => {
  const sandbox = await sandboxOfTest();
  const { exitCode, stderr } = await run(['prove', '--yes'], {
    env: pointedAt(sandbox, { HALO_CLIENT_SECRET: 'wrong-secret-of-the-test' }),
  });
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('invalid_client')]);
  expect(sandbox.writes()).toBe(0);
});
