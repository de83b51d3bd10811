import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, countsIn, expectNothingPending, runAt } from '../../support/tenants.ts';

/** Removes a row, and everything that depends on it. */
type TakeAway = (sandbox: Sandbox) => unknown;

const kinds: [string, RegExp, TakeAway, number[]][] = [
  ['alert source', /^.api.alert-sources.\d+$/, ({ ilert }) => ilert.state.alertSources.pop(), [0, 1, 1, 1, 1, 1]],
  [
    'custom integration',
    /^.api.CustomIntegration.\d+$/,
    ({ halo: { state } }) => {
      const { id } = state.integrations.pop() ?? {};
      const first = state.methods.findIndex((method) => method.integration_id === id);
      if (first >= 0) state.methods.splice(first, 1);
    },
    [1, 0, 0, 1, 1, 1],
  ],
  ['method', /^.api.CustomIntegrationMethod.\d+$/, ({ halo }) => halo.state.methods.pop(), [1, 1, 0, 1, 1, 1]],
  [
    'runbook',
    /^.api.Webhook.[\w-]+$/,
    ({ halo }) => [halo.state.bindings.splice(-2), halo.state.webhooks.pop()],
    [1, 1, 1, 0, 0, 0],
  ],
];

/** Sets up a tenant whose lists have no bodies, so that each kind is read by its id. */
async function setUp() {
  const sandbox = await sandboxOfTest({ contradict: ['method-bodies-in-integration'] });
  const before = configurationOf(sandbox);
  await applied(sandbox);
  return { sandbox, before };
}

const isRead = (path: RegExp, request: SandboxRequest) => request.method === 'GET' && path.test(request.path);

describe.each(kinds)('a row that somebody removes after it was listed: %s', (_, path, takeAway, left) => {
  async function withGap() {
    const { sandbox, before } = await setUp();
    sandbox.intercept = (request) => {
      if (!isRead(path, request)) return undefined;
      sandbox.intercept = undefined;
      takeAway(sandbox);
      return undefined;
    };
    return { sandbox, before };
  }

  it('is missing for plan', async () => {
    const { sandbox } = await withGap();
    expect((await runAt(sandbox, ['plan', '--exit-code'])).exitCode).toBe(4);
    expect(countsIn(sandbox)).toEqual(left);
  });

  it('is created again by apply', async () => {
    const { sandbox } = await withGap();
    await applied(sandbox);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    await expectNothingPending(sandbox);
  });

  it('does not hinder destroy', async () => {
    const { sandbox, before } = await withGap();
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('but still listed and never found, it ends the run, and no second one is created', async () => {
    const { sandbox } = await setUp();
    sandbox.intercept = (request) =>
      isRead(path, request) ? { kind: 'respond', status: 404, body: { message: 'Gone for you' } } : undefined;
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Gone for you');
    expect(sandbox.writes()).toBe(6);
  });
});

describe('rows that somebody removes one after another, each after it was listed', () => {
  /** Removes each row just before it is read, with everything that depends on it. */
  async function withGaps() {
    const { sandbox, before } = await setUp();
    const gaps = kinds.toReversed().map(([, path, takeAway]) => ({ path, takeAway }));
    sandbox.intercept = (request) => {
      const [gap] = gaps;
      if (!gap || !isRead(gap.path, request)) return undefined;
      gaps.shift();
      gap.takeAway(sandbox);
      return undefined;
    };
    return { sandbox, before, gaps };
  }

  it('do not hinder destroy, and nothing is left', async () => {
    const { sandbox, before, gaps } = await withGaps();
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(gaps).toEqual([]);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('are missing for plan', async () => {
    const { sandbox, gaps } = await withGaps();
    expect((await runAt(sandbox, ['plan', '--exit-code'])).exitCode).toBe(4);
    expect(gaps).toEqual([]);
  });
});
