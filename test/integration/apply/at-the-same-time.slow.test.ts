import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { type RunResult, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import {
  configurationOf,
  countsIn,
  expectNothingPending,
  expectReportedResourcesExist,
  runAt,
} from '../../support/tenants.ts';
import { allHaveRead, allOf, happening, inThisOrder, lineOf, runAs } from './runs-at-once.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];
const BESIDE = 'Another run is setting up the same integration';

const applyAs = (name: string, sandbox: Sandbox, timeScale = 0.05, ...argv: string[]) =>
  runAs(name, sandbox, ['apply', '--json', ...argv], { timeScale });

/** Expects that all runs succeeded, that each names the only set, and that nothing is left to do or left over. */
async function expectOneSet(sandbox: Sandbox, runs: readonly RunResult[], before: unknown): Promise<void> {
  expect(runs.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual(runs.map(() => 0));
  expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
  for (const ran of runs) expectReportedResourcesExist(sandbox, ran);
  sandbox.intercept = undefined;
  await expectNothingPending(sandbox);
  await expectNothingLeftAfterDestroy(sandbox, before);
}

async function expectNothingLeftAfterDestroy(sandbox: Sandbox, before: unknown): Promise<void> {
  expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
  expect(configurationOf(sandbox)).toEqual(before);
}

/** Adds other people's rows with names like ours. */
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

/** What both runs create before it is clear which one leads; each may be first at any of them. */
const CONTESTED = ['/api/alert-sources', '/api/CustomIntegration', '/api/CustomIntegrationMethod'];
const FIRST_AT = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
  CONTESTED.map((_, index) => ((bits >> index) & 1 ? 'two' : 'one')),
);

describe('two applies that both have read before either writes', () => {
  it.each(FIRST_AT)(
    'end with one set that both name: %s makes the first alert source, %s the first integration, %s the first method',
    async (...firsts) => {
      const { sandbox, before } = await tenantWithOthers();
      const pairs = CONTESTED.map((path, index) => {
        const [first, second] = firsts[index] === 'one' ? ['one', 'two'] : ['two', 'one'];
        return inThisOrder(`${first} CREATE ${path}`, `${second} CREATE ${path}`);
      });
      sandbox.intercept = allOf(allHaveRead(2), ...pairs);
      const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, 0.05)));
      const follower = both[firsts[2] === 'one' ? 1 : 0];
      expect(follower?.stderr).toContain(BESIDE);
      await expectOneSet(sandbox, both, before);
    },
  );

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

  it('take one policy that both were to make, and remove the other', async () => {
    const { sandbox } = await tenantWithOthers();
    const policy = ['--escalation-policy', 'Helpdesk', '--policy-responder', 'On-call'];
    sandbox.intercept = allHaveRead(2);
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, 0.05, ...policy)));
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
      return Object.values(file.default.resources as Record<string, { id: unknown }>).map(({ id }) => String(id));
    });
    const told = both.map(({ stdout }) => (JSON.parse(stdout).resources as { id: string }[]).map(({ id }) => id));
    expect(saved).toEqual(told);
    expect(saved[0]).toEqual(saved[1]);
    for (const ran of both) expectReportedResourcesExist(sandbox, ran);
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
    const runbookMade = happening();
    const eventsMade = happening();
    let events = 0;
    sandbox.intercept = (request) => {
      const line = lineOf(request);
      if (line === 'one CREATE /api/Notification') {
        runbookMade.happen();
        return eventsMade.happened;
      }
      if (line === 'two CREATE /api/Notification' && ++events === 2) setImmediate(eventsMade.happen);
      return line.startsWith('two') ? runbookMade.happened : undefined;
    };
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, 0.05)));
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

  it('leaves the runbook to another run where HaloITSM refuses a second one of its name', async () => {
    const { sandbox, before } = await tenantWithOthers();
    sandbox.intercept = inThisOrder(
      'two GET /api/Webhook',
      'two GET /api/Webhook',
      'one CREATE /api/CustomIntegrationMethod',
      'two GET /api/CustomIntegration',
      'two GET /api/alert-sources',
      'one CREATE /api/Webhook',
      'two CREATE /api/Webhook',
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, 0.05)));
    await expectOneSet(sandbox, both, before);
  });
});

describe('what another run changes between write and read-back', () => {
  /** Applies while the method has these bodies, one for each read after the last write. */
  async function appliedWhileBodyIs(...bodies: readonly string[]) {
    const sandbox = await sandboxOfTest();
    const own = { requestbody: '' };
    const left = [...bodies];
    sandbox.intercept = (request) => {
      if (sandbox.writes() < 6 || !/^one GET .api.CustomIntegration.\d/.test(lineOf(request))) return undefined;
      const method = sandbox.halo.state.methods.at(-1);
      if (own.requestbody === '') own.requestbody = String(method?.requestbody);
      Object.assign(method ?? {}, { requestbody: left.shift() ?? own.requestbody });
      return undefined;
    };
    return { sandbox, ran: await applyAs('one', sandbox, 0.05) };
  }

  it('and changes back is no fault of the service', async () => {
    const { ran } = await appliedWhileBodyIs('{"of": "another run"}');
    expect(ran.exitCode).toBe(0);
  });

  it('is told, and never overwritten', async () => {
    const body = '{"of": "another run"}';
    const { sandbox, ran } = await appliedWhileBodyIs(body, body, body, body, body);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(/did not store what was sent: method "send ticket to ilert", Payload/);
    expect(sandbox.requests.filter(({ write, path }) => write && path === '/api/CustomIntegrationMethod')).toHaveLength(
      1,
    );
  });
});
