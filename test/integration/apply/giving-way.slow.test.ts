import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { countsIn, expectNothingPending, expectReportedResourcesExist } from '../../support/tenants.ts';
import { allHaveRead, allOf, creationOf, happening, inThisOrder, lineOf, runAs } from './runs-at-once.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];
const PATHS = ['/api/alert-sources', '/api/CustomIntegration', '/api/CustomIntegrationMethod'];

/** Both have read before either writes, and `one` is always first, so `two` has to give way. */
const oneIsFirst = () =>
  allOf(allHaveRead(2), ...PATHS.map((path) => inThisOrder(`one CREATE ${path}`, `two CREATE ${path}`)));

const applyAs = (name: string, sandbox: Sandbox) => runAs(name, sandbox, ['apply', '--json'], { timeScale: 0.05 });

/** Does something at the first request that matches. */
function once(which: (request: SandboxRequest) => boolean, act: () => void) {
  let isDone = false;
  return (request: SandboxRequest) => {
    if (isDone || !which(request)) return undefined;
    isDone = true;
    act();
    return undefined;
  };
}

/** Returns the rows of `two`: those that were created second. */
function secondOf({ halo, ilert }: Sandbox) {
  const { integrations } = halo.state;
  return {
    source: ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM')[1],
    integration: integrations.filter(({ name }) => name === 'ilert integration')[1],
  };
}

const isLookOfTwo = (request: SandboxRequest) => /^two DELETE \/api\/CustomIntegrationMethod\/./.test(lineOf(request));

describe('a run that gives way to another', () => {
  it('keeps its integration where something of others hangs on it, and says so', async () => {
    const sandbox = await sandboxOfTest();
    const name = "somebody's method";
    let added: unknown;
    const add = () => {
      const { integration } = secondOf(sandbox);
      if (integration) added = sandbox.halo.state.addMethod(integration, name);
    };
    sandbox.intercept = allOf(oneIsFirst(), once(isLookOfTwo, add));
    const [, two] = await Promise.all(['one', 'two'].map((each) => applyAs(each, sandbox)));
    expect(two?.exitCode).toBe(1);
    expect(two?.stderr).toMatch(
      /The custom integration "ilert integration" \(ID \d+\) that this run created is a duplicate/,
    );
    expect(two?.stderr).toContain(`it is used by "${name}" (ID ${(added as { id: number }).id})`);
    expect(sandbox.halo.state.methods).toContain(added);
    expect(countsIn(sandbox)).toEqual([1, 2, 1, 1, 1, 1]);
  });

  it('tries again where Halo does not let go of a row at once', async () => {
    const sandbox = await sandboxOfTest();
    let refused = 0;
    sandbox.intercept = allOf(oneIsFirst(), (request) => {
      if (!/^two DELETE \/api\/CustomIntegrationMethod/.test(lineOf(request)) || refused === 3) return undefined;
      refused += 1;
      return { kind: 'respond', status: 400, body: 'The runbook "x" still executes the method.' };
    });
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    expect(refused).toBe(3);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    for (const ran of both) expectReportedResourcesExist(sandbox, ran);
  });

  it('removes no more after Ctrl-C, and names each row that is one too many', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = allOf(
      oneIsFirst(),
      once(
        (request) => lineOf(request).startsWith('two DELETE /api/CustomIntegrationMethod/'),
        () => interrupt(),
      ),
    );
    const one = applyAs('one', sandbox);
    const onStart = (press: () => void) => {
      interrupt = press;
    };
    const two = await runAs('two', sandbox, ['apply', '--json'], { onStart, timeScale: 0.05 });
    expect(two.exitCode).toBe(130);
    const { source, integration } = secondOf(sandbox);
    expect(two.stderr).toContain(`The alert source "HaloITSM" (ID ${source?.id}) that this run created is a duplicate`);
    expect(two.stderr).toContain(`The custom integration "ilert integration" (ID ${integration?.id}) that this run`);
    expect(two.stderr).not.toMatch(/The (method|runbook) "/);
    // The other run has finished its own, whether it waits for these or has not seen them.
    expect((await one).stdout).toContain('"integrationUrl"');
  });

  it.each([
    [500, 'returned HTTP 500 for DELETE'],
    [403, 'does not allow DELETE'],
  ])('that a service does not let remove anything says what is one too many: status %i', async (status, words) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = allOf(oneIsFirst(), (request) =>
      lineOf(request).startsWith('two DELETE') ? { kind: 'respond', status } : undefined,
    );
    const [, two] = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    expect(two?.exitCode).toBe(status === 403 ? 3 : 1);
    expect(two?.stderr).toContain(words);
    expect(two?.stderr.match(/that this run created is a duplicate/g)).toHaveLength(3);
  });
});

describe('beside a run that stands still', () => {
  it('before it has made its method, the other completes the set and gives the ids of what is there twice', async () => {
    const sandbox = await sandboxOfTest();
    const { happen, happened } = happening();
    sandbox.intercept = allOf(allHaveRead(2), (request) =>
      lineOf(request) === 'two CREATE /api/CustomIntegrationMethod' ? happened : undefined,
    );
    const two = applyAs('two', sandbox);
    const one = await applyAs('one', sandbox);
    expect(one.exitCode).toBe(1);
    expect(one.stderr).toMatch(/There are 2 alert sources "HaloITSM": IDs \d+, \d+/);
    expect(one.stderr).toMatch(/There are 2 custom integrations "ilert integration": IDs \d+, \d+/);
    happen();
    expect((await two).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    expectReportedResourcesExist(sandbox, await two);
    await expectNothingPending(sandbox);
  });

  it('after it has made its method, the other waits, then names what is missing and leaves nothing of its own', async () => {
    const sandbox = await sandboxOfTest();
    const { happen, happened } = happening();
    const methods = inThisOrder('two CREATE /api/CustomIntegrationMethod', 'one CREATE /api/CustomIntegrationMethod');
    sandbox.intercept = allOf(allHaveRead(2), methods, (request) =>
      lineOf(request) === 'two CREATE /api/Webhook' ? happened : undefined,
    );
    const two = applyAs('two', sandbox);
    const one = await applyAs('one', sandbox);
    expect(one.exitCode).toBe(1);
    expect(one.stderr).toMatch(
      /Another run was setting up the same integration.*the runbook "ilert runbook" is missing/,
    );
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 0, 0, 0]);
    happen();
    expect((await two).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    expectReportedResourcesExist(sandbox, await two);
  });
});

describe('a run whose creation gets no answer while another makes the same', () => {
  it.each(PATHS.slice(0, 2))('takes what was made first, where that is its own: %s', async (path) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = allOf(oneIsFirst(), (request) =>
      lineOf(request) === `one CREATE ${path}` ? { kind: 'reset-after' } : undefined,
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    expect(both.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0]);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    for (const ran of both) expectReportedResourcesExist(sandbox, ran);
  });

  it('removes no row of which it can not be sure that it is its own, and says what is there twice', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = allOf(oneIsFirst(), (request) =>
      lineOf(request) === 'two CREATE /api/alert-sources' ? { kind: 'reset-after' } : undefined,
    );
    const [, two] = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    const ids = sandbox.ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM').map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(two?.exitCode).toBe(1);
    expect(two?.stderr).toContain(`There are 2 alert sources "HaloITSM": IDs ${ids.join(', ')}.`);
  });
});

describe('a row that appears after the plan was made', () => {
  it.each<[string, (sandbox: Sandbox) => unknown, RegExp]>([
    ['an alert source', ({ ilert }) => ilert.state.addAlertSource('HaloITSM'), /There are 2 alert sources "HaloITSM"/],
    [
      'a custom integration without a method',
      ({ halo }) => halo.state.addIntegration('ilert integration', {}),
      /There are 2 custom integrations "ilert integration"/,
    ],
  ])('is not left unsaid: %s', async (_, add, message) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = once(
      (request) => creationOf(request) === '/api/alert-sources',
      () => void add(sandbox),
    );
    const ran = await applyAs('one', sandbox);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(message);
  });

  it('and is an event that another run makes while this one waits for a rate limit: each stays once', async () => {
    const sandbox = await sandboxOfTest();
    let isThrottled = false;
    const { happen, happened } = happening();
    sandbox.intercept = async (request) => {
      const [event] = Array.isArray(request.body) ? request.body : [];
      if (creationOf(request) !== '/api/Notification' || event?.eventno !== 3 || isThrottled) return undefined;
      isThrottled = true;
      happen();
      return { kind: 'respond', status: 429, headers: { 'retry-after': '60' } };
    };
    const one = applyAs('one', sandbox);
    await happened;
    const two = await applyAs('two', sandbox);
    expect([(await one).exitCode, two.exitCode]).toEqual([0, 0]);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    for (const ran of [await one, two]) expectReportedResourcesExist(sandbox, ran);
  });
});

describe('a run whose events get no answer while another makes the same', () => {
  it('does not end well as long as they are there twice, and gives their ids', async () => {
    const sandbox = await sandboxOfTest();
    let twins: unknown[] = [];
    sandbox.intercept = (request) => {
      if (creationOf(request) !== '/api/Notification' || twins.length > 0) return undefined;
      const runbook = sandbox.halo.state.webhooks.find(({ name }) => name === 'ilert runbook');
      if (runbook) twins = [sandbox.halo.state.addBinding(runbook, 3, 'New Ticket Logged')];
      return { kind: 'reset-after' };
    };
    const ran = await applyAs('one', sandbox);
    expect(twins).toHaveLength(1);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(/There are 2 events "New Ticket Logged": IDs \d+, \d+/);
  });
});

describe('a change that a service refuses while no other run is there', () => {
  const paths = [...PATHS, '/api/Webhook', '/api/Notification'];
  const cases = paths.flatMap((path) => [400, 404, 409].map((status) => [path, status] as const));
  it.each(cases)('is sent once, and its sentence is told: %s, status %i', async (path, status) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = (request) =>
      creationOf(request) === path ? { kind: 'respond', status, body: { message: 'Not like this' } } : undefined;
    const ran = await applyAs('one', sandbox);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain('Not like this');
    expect(ran.stderr).not.toContain('Another run');
    const sent = sandbox.requests.filter(({ write, path: each }) => write && each === path).length;
    // The runbook's two events are sent together.
    expect(sent).toBe(path === '/api/Notification' ? 2 : 1);
    expectReportedResourcesExist(sandbox, ran);
  });
});
