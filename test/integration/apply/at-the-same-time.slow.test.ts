import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { type Ran, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import {
  applied,
  configurationOf,
  countsIn,
  expectNothingPending,
  expectTrueAccount,
  runAt,
} from '../../support/tenants.ts';
import { allHaveRead, allOf, happening, inThisOrder, lineOf, runAs } from './runs-at-once.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];
const BESIDE = 'Another run sets up the same at the same time';

const applyAs = (name: string, sandbox: Sandbox, ...argv: string[]) =>
  runAs(name, sandbox, ['apply', '--json', ...argv]);

/** Expects that all runs ended well, that each names the one set there is, and that nothing is left to do or left over. */
async function expectOneSet(sandbox: Sandbox, runs: readonly Ran[], before: unknown): Promise<void> {
  expect(runs.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual(runs.map(() => 0));
  expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
  for (const ran of runs) expectTrueAccount(sandbox, ran);
  sandbox.intercept = undefined;
  await expectNothingPending(sandbox);
  await expectNothingLeftAfterDestroy(sandbox, before);
}

async function expectNothingLeftAfterDestroy(sandbox: Sandbox, before: unknown): Promise<void> {
  expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
  expect(configurationOf(sandbox)).toEqual(before);
}

/** Rows of others with names like ours. */
function addOthers({ ilert, halo }: Sandbox): void {
  ilert.state.addAlertSource('HaloITSM 2');
  const integration = halo.state.addIntegration('ilert integration 2', { resourcebaseurl: 'https://api.ilert.com' });
  halo.state.addMethod(integration, 'send ticket to ilert 2', { path: '/api/v1/events/haloitsm/il1hit0000' });
  halo.state.addBinding(halo.state.addRunbook('ilert runbook 2'), 3, 'New Ticket Logged');
}

async function tenantWithOthers() {
  const sandbox = await sandboxOfTest();
  addOthers(sandbox);
  return { sandbox, before: configurationOf(sandbox) };
}

/** Both make all of it; who is first at what differs. */
const FIRST_AT = [
  ['everything', ['one', 'one', 'one', 'one']],
  ['the alert source', ['one', 'two', 'two', 'two']],
  ['the custom integration', ['two', 'one', 'two', 'two']],
  ['the runbook', ['two', 'two', 'one', 'one']],
  ['the runbook, but not its events', ['two', 'two', 'one', 'two']],
  ['the events, but not their runbook', ['two', 'two', 'two', 'one']],
  ['alert source and runbook', ['one', 'two', 'one', 'one']],
  ['custom integration and events', ['two', 'one', 'two', 'one']],
] as const;

describe('two applies that both have read before either writes', () => {
  it.each(FIRST_AT)('end with one set that both name, where one is first at %s', async (_, firsts) => {
    const { sandbox, before } = await tenantWithOthers();
    const paths = ['/api/alert-sources', '/api/CustomIntegration', '/api/Webhook', '/api/Notification'];
    const lines = paths.map((path, index) => {
      const [first, second] = firsts[index] === 'one' ? ['one', 'two'] : ['two', 'one'];
      return [`${first} CREATE ${path}`, `${second} CREATE ${path}`];
    });
    sandbox.intercept = allOf(allHaveRead(2), ...lines.map((pair) => inThisOrder(...pair)));
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    for (const { stderr } of both) expect(stderr).toContain(BESIDE);
    await expectOneSet(sandbox, both, before);
  });

  it('end with one set, though one has ended before the other makes anything', async () => {
    const { sandbox, before } = await tenantWithOthers();
    const { happen, happened } = happening();
    sandbox.intercept = allOf(allHaveRead(2), (request) =>
      lineOf(request).startsWith('two CREATE') ? happened : undefined,
    );
    const one = applyAs('one', sandbox);
    one.finally(happen);
    const both = await Promise.all([one, applyAs('two', sandbox)]);
    expect(both[0]?.stderr).not.toContain(BESIDE);
    expect(both[1]?.stderr).toContain(BESIDE);
    await expectOneSet(sandbox, both, before);
  });

  it('end with one set, though one has looked for runbooks before the other makes its own', async () => {
    const { sandbox, before } = await tenantWithOthers();
    sandbox.intercept = allOf(
      allHaveRead(2),
      inThisOrder('one CREATE /api/Notification', 'one GET /api/Webhook', 'two CREATE /api/Webhook'),
    );
    // Two lists were read at the start: of runbooks, and of all webhooks.
    const held = sandbox.intercept;
    let lists = 0;
    sandbox.intercept = (request) =>
      lineOf(request) === 'one GET /api/Webhook' && ++lists <= 2 ? undefined : held?.(request);
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    await expectOneSet(sandbox, both, before);
  });

  it('take one policy that both were to make, and remove the other', async () => {
    const { sandbox } = await tenantWithOthers();
    const policy = ['--escalation-policy', 'Helpdesk', '--policy-responder', 'On-call'];
    sandbox.intercept = allHaveRead(2);
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, ...policy)));
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const policies = sandbox.ilert.state.policies.filter(({ name }) => name === 'Helpdesk');
    expect(policies).toHaveLength(1);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    expect(sandbox.ilert.state.alertSources.at(-1)?.policyId).toBe(policies[0]?.id);
    await expectNothingPending(sandbox, ...policy);
  });

  it('save the ids of what stays, both of them', async () => {
    const { sandbox } = await tenantWithOthers();
    sandbox.intercept = allHaveRead(2);
    const homes = { one: temporaryFolder(), two: temporaryFolder() };
    const both = await Promise.all(
      (['one', 'two'] as const).map((name) => runAs(name, sandbox, ['apply', '--json'], { cwd: homes[name] })),
    );
    const saved = Object.values(homes).map((home) => {
      const file = JSON.parse(readFileSync(join(home, '.saved', 'profiles.json'), 'utf8'));
      return Object.values(file.default.resources as Record<string, { id: unknown }>).map(({ id }) => id);
    });
    const told = both.map(({ stdout }) => (JSON.parse(stdout).resources as { id: unknown }[]).map(({ id }) => id));
    expect(saved).toEqual(told);
    expect(saved[0]).toEqual(saved[1]);
    for (const ran of both) expectTrueAccount(sandbox, ran);
  });
});

describe('an apply that starts while another is in the middle', () => {
  it('takes the alert source that is there, and one set stays', async () => {
    const { sandbox, before } = await tenantWithOthers();
    sandbox.intercept = inThisOrder(
      'two GET /api/CustomIntegration',
      'two GET /api/Webhook',
      'one CREATE /api/alert-sources',
      'one CREATE /api/CustomIntegration',
      'two GET /api/alert-sources',
      'two CREATE /api/CustomIntegration',
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    await expectOneSet(sandbox, both, before);
  });

  it('takes a runbook that has no events yet, and each event is there once', async () => {
    const { sandbox, before } = await tenantWithOthers();
    sandbox.intercept = inThisOrder(
      'one CREATE /api/Webhook',
      'two GET /api/Webhook',
      'two CREATE /api/Notification',
      'one CREATE /api/Notification',
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    await expectOneSet(sandbox, both, before);
  });

  it('takes an integration that has no method yet, and the runbook calls the one method that stays', async () => {
    const { sandbox, before } = await tenantWithOthers();
    sandbox.intercept = inThisOrder(
      'two GET /api/Webhook',
      'one CREATE /api/CustomIntegration',
      'two GET /api/CustomIntegration',
      'two CREATE /api/CustomIntegrationMethod',
      'one CREATE /api/CustomIntegrationMethod',
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    await expectOneSet(sandbox, both, before);
  });

  it('takes the runbook of another run where HaloITSM refuses a second one of its name', async () => {
    const { sandbox, before } = await tenantWithOthers();
    sandbox.intercept = allOf(
      inThisOrder(
        'three GET /api/Webhook',
        'three GET /api/Webhook',
        'one CREATE /api/Webhook',
        'two GET /api/Webhook',
        'three CREATE /api/Webhook',
        'one CREATE /api/Notification',
        'two CREATE /api/Notification',
      ),
    );
    const all = await Promise.all(
      ['one', 'two', 'three'].map((name) => runAs(name, sandbox, ['apply', '--json'], { timeScale: 0.05 })),
    );
    await expectOneSet(sandbox, all, before);
  });
});

it('a difference that comes from another run between two reads is no fault of the service', async () => {
  const sandbox = await sandboxOfTest();
  const before = configurationOf(sandbox);
  await applied(sandbox);
  sandbox.ilert.state.alertSources.pop();
  const { id } = sandbox.halo.state.integrations.at(-1) ?? {};
  sandbox.intercept = inThisOrder(
    // Both see that there is no alert source.
    'one GET /api/alert-sources',
    'two GET /api/alert-sources',
    `one GET /api/CustomIntegration/${id}`,
    `two GET /api/CustomIntegration/${id}`,
    // One makes its own, and lists them before the other makes another and sends the tickets there.
    'one CREATE /api/alert-sources',
    'one POST /api/CustomIntegrationMethod',
    'one GET /api/alert-sources',
    'two CREATE /api/alert-sources',
    'two POST /api/CustomIntegrationMethod',
    `one GET /api/CustomIntegration/${id}`,
  );
  const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
  await expectOneSet(sandbox, both, before);
});

it('nor is one whose other row came after one list and was gone before the next', async () => {
  const sandbox = await sandboxOfTest();
  const before = configurationOf(sandbox);
  const integration = sandbox.halo.state.nextId('integration') + 1;
  const lastId = Math.max(...[...JSON.stringify(before).matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id)));
  sandbox.intercept = inThisOrder(
    // Two sees no alert source, but the method that one has made.
    'one GET /api/alert-sources',
    'two GET /api/alert-sources',
    'one CREATE /api/alert-sources',
    'one CREATE /api/CustomIntegrationMethod',
    'two GET /api/CustomIntegration',
    'one CREATE /api/Notification',
    'one CREATE /api/Notification',
    'two GET /api/Webhook',
    // One lists the alert sources before two makes another, and reads the method after two has changed it.
    'one GET /api/alert-sources',
    'two CREATE /api/alert-sources',
    'two POST /api/CustomIntegrationMethod',
    `one GET /api/CustomIntegration/${integration}`,
    // Then it reads the method before two changes it back, and lists after two has given way.
    `one GET /api/CustomIntegration/${integration}`,
    'two POST /api/CustomIntegrationMethod',
    `two DELETE /api/alert-sources/${lastId + 2}`,
    'one GET /api/alert-sources',
  );
  const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
  expect(both.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0]);
  expect(both[0]?.stderr).not.toContain(BESIDE);
  await expectOneSet(sandbox, both, before);
});
