import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { countsIn, expectNothingPending, expectTrueAccount } from '../../support/tenants.ts';
import { allHaveRead, allOf, creationOf, happening, inThisOrder, lineOf, runAs } from './runs-at-once.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];
const PATHS = ['/api/alert-sources', '/api/CustomIntegration', '/api/Webhook', '/api/Notification'];

/** Both have read before either writes, and `one` is first at everything: `two` has to give way. */
const oneIsFirst = () =>
  allOf(allHaveRead(2), ...PATHS.map((path) => inThisOrder(`one CREATE ${path}`, `two CREATE ${path}`)));

const applyAs = (name: string, sandbox: Sandbox, timeScale?: number) =>
  runAs(name, sandbox, ['apply', '--json'], { ...(timeScale !== undefined && { timeScale }) });

/** Does something when a request comes for the first time that fits. */
function once(which: (request: SandboxRequest) => boolean, act: () => void) {
  let isDone = false;
  return (request: SandboxRequest) => {
    if (isDone || !which(request)) return undefined;
    isDone = true;
    act();
    return undefined;
  };
}

/** The rows of `two`: those that were made second. */
function secondOf({ halo, ilert }: Sandbox) {
  const { integrations } = halo.state;
  return {
    source: ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM')[1],
    integration: integrations.filter(({ name }) => name === 'ilert integration')[1],
  };
}

const isLookOfTwo = (request: SandboxRequest) => /^two GET \/api\/(Webhook|CustomIntegration)\/./.test(lineOf(request));

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
    expect(two?.stderr).toMatch(/The custom integration "ilert integration" \(id \d+\) that this run made/);
    expect(two?.stderr).toContain(`it is used by "${name}" (id ${(added as { id: number }).id})`);
    expect(sandbox.halo.state.methods).toContain(added);
    // With it stays what it needs, so that it works on.
    expect(countsIn(sandbox)).toEqual([1, 2, 1, 1, 1, 1]);
    // What is used is named as what is there.
    expect(JSON.parse(two?.stdout ?? '').resources).toHaveLength(6);
  });

  it('tries again where Halo does not let go of a row at once', async () => {
    const sandbox = await sandboxOfTest();
    let refused = 0;
    sandbox.intercept = allOf(oneIsFirst(), (request) => {
      if (!/^two DELETE \/api\/CustomIntegrationMethod/.test(lineOf(request)) || refused === 3) return undefined;
      refused += 1;
      return { kind: 'respond', status: 400, body: 'The runbook "x" still executes the method.' };
    });
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, 0.05)));
    expect(refused).toBe(3);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    for (const ran of both) expectTrueAccount(sandbox, ran);
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
    const two = await runAs('two', sandbox, ['apply', '--json'], { onStart });
    expect(two.exitCode).toBe(130);
    const { source, integration } = secondOf(sandbox);
    expect(two.stderr).toContain(`The alert source "HaloITSM" (id ${source?.id}) that this run made is still there`);
    expect(two.stderr).toContain(`The custom integration "ilert integration" (id ${integration?.id}) that this run`);
    // Halo refused a second runbook of the name, and the method is removed already.
    expect(two.stderr).not.toMatch(/The (method|runbook) "/);
    // The other one has waited for it, and says with ids what is there twice.
    const { exitCode, stderr } = await one;
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`, ${source?.id}.`);
    expect(stderr).toContain(`, ${integration?.id}.`);
  });

  it.each([
    [500, 'failed at DELETE'],
    [403, 'does not allow DELETE'],
  ])('that a service does not let remove anything says what is one too many: status %i', async (status, words) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = allOf(oneIsFirst(), (request) =>
      lineOf(request).startsWith('two DELETE') ? { kind: 'respond', status } : undefined,
    );
    const [, two] = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    expect(two?.exitCode).toBe(status === 403 ? 3 : 1);
    expect(two?.stderr).toContain(words);
    expect(two?.stderr.match(/that this run made is still there/g)).toHaveLength(3);
  });
});

describe('beside a run that stands still', () => {
  it('with rows that were made second, the other ends with a sentence and their ids; then the first gives way', async () => {
    const sandbox = await sandboxOfTest();
    const { happen, happened } = happening();
    const pairs = PATHS.slice(0, 2).map((path) => inThisOrder(`one CREATE ${path}`, `two CREATE ${path}`));
    sandbox.intercept = allOf(allHaveRead(2), ...pairs, (request) =>
      lineOf(request) === 'two CREATE /api/CustomIntegrationMethod' ? happened : undefined,
    );
    const two = applyAs('two', sandbox);
    const one = await applyAs('one', sandbox);
    expect(one.exitCode).toBe(1);
    const { source, integration } = secondOf(sandbox);
    expect(one.stderr).toContain(`There are 2 rows of kind alert source named "HaloITSM"`);
    expect(one.stderr).toContain(`, ${source?.id}.`);
    expect(one.stderr).toContain(`, ${integration?.id}.`);
    happen();
    expect((await two).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    expectTrueAccount(sandbox, await two);
    await expectNothingPending(sandbox);
  });

  it('with rows that were made first, the other takes these, ends well, and so does the first', async () => {
    const sandbox = await sandboxOfTest();
    const { happen, happened } = happening();
    const pairs = PATHS.slice(0, 2).map((path) => inThisOrder(`two CREATE ${path}`, `one CREATE ${path}`));
    sandbox.intercept = allOf(allHaveRead(2), ...pairs, (request) =>
      lineOf(request) === 'two CREATE /api/CustomIntegrationMethod' ? happened : undefined,
    );
    const two = applyAs('two', sandbox);
    const one = await applyAs('one', sandbox);
    expect(one.exitCode).toBe(0);
    expectTrueAccount(sandbox, one);
    happen();
    expect((await two).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    for (const ran of [one, await two]) expectTrueAccount(sandbox, ran);
  });
});

describe('a run whose creation gets no answer while another makes the same', () => {
  it.each(PATHS.slice(0, 2))('takes what was made first, where that is its own: %s', async (path) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = allOf(oneIsFirst(), (request) =>
      lineOf(request) === `one CREATE ${path}` ? { kind: 'reset-after' } : undefined,
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox, 0.05)));
    expect(both.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0]);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    for (const ran of both) expectTrueAccount(sandbox, ran);
  });

  it('removes no row of which it can not be sure that it is its own; both say what is there twice', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = allOf(oneIsFirst(), (request) =>
      lineOf(request) === 'two CREATE /api/alert-sources' ? { kind: 'reset-after' } : undefined,
    );
    const both = await Promise.all(['one', 'two'].map((name) => applyAs(name, sandbox)));
    const ids = sandbox.ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM').map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    for (const { stderr } of both) expect(stderr).toContain(`named "HaloITSM": ids ${ids.join(', ')}.`);
  });
});

describe('a change that a service refuses while no other run is there', () => {
  const paths = [...PATHS, '/api/CustomIntegrationMethod'];
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
    // The two events of the runbook go out together.
    expect(sent).toBe(path === '/api/Notification' ? 2 : 1);
    expectTrueAccount(sandbox, ran);
  });
});

describe('beside a run with other settings', () => {
  it.each([
    ['that leaves a row of ours twice', true],
    ['that gives way', false],
  ])('what it changes is changed back a few times, and then told: one %s', async (_, staysTwice) => {
    const sandbox = await sandboxOfTest();
    const { ilert, halo } = sandbox;
    let twin: unknown;
    let changes = 0;
    sandbox.intercept = (request) => {
      if (request.method === 'GET' && sandbox.writes() === 6 && !twin) twin = ilert.state.addAlertSource('HaloITSM');
      if (!twin || !/^one GET .api.CustomIntegration.\d/.test(lineOf(request))) return undefined;
      Object.assign(halo.state.methods.at(-1) ?? {}, { requestbody: `{"change": ${++changes}}` });
      if (!staysTwice && changes === 2) ilert.state.alertSources.pop();
      return undefined;
    };
    const { exitCode, stderr } = await applyAs('one', sandbox);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(staysTwice ? /There are 2 rows of kind alert source/ : /another run with other settings/);
    expect(sandbox.requests.filter(({ write, path }) => write && path === '/api/CustomIntegrationMethod')).toHaveLength(
      5,
    );
  });
});
