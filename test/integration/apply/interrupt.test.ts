import { describe, expect, it } from 'vitest';
import type { Interception, SandboxRequest } from '../../../sandbox/http/requests.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import {
  applied,
  configurationOf,
  countsIn,
  expectNothingPending,
  expectReportedResourcesExist,
  runAt,
  writesIn,
} from '../../support/tenants.ts';

/** How many writes there are if the n-th was the last one sent: those that are sent together end together. */
const ALL_SENT_WITH = [0, 2, 2, 3, 4, 6, 6];

const isMethodBeingMade = ({ method, path }: SandboxRequest) =>
  method === 'POST' && path === '/api/CustomIntegrationMethod';
const isRunbookDeleted = ({ method, path }: Pick<SandboxRequest, 'method' | 'path'>) =>
  method === 'DELETE' && path.startsWith('/api/Webhook/');
/** By then the runbook is gone, so its method is next. */
const isLookAtMethodToRemove = ({ method, path }: SandboxRequest, { requests }: Sandbox) =>
  method === 'GET' && path.startsWith('/api/CustomIntegrationMethod/') && requests.some(isRunbookDeleted);

describe('Ctrl-C', () => {
  it.each([1, 2, 3, 4, 5, 6])('while write %i of 6 is under way lets it end and sends no further one', async (nth) => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = () => {
      if (sandbox.writes() === nth) interrupt();
      return undefined;
    };
    const ran = await runAt(sandbox, ['apply', '--json'], { onStart: (callback) => (interrupt = callback) });
    expect(ran.exitCode).toBe(130);
    expect(writesIn(sandbox)).toHaveLength(ALL_SENT_WITH[nth] ?? 0);
    expectReportedResourcesExist(sandbox, ran);
    sandbox.intercept = undefined;
    await applied(sandbox);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    await expectNothingPending(sandbox);
  });

  it('during refresh ends the run at once, and nothing is written', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ path }) => {
      if (path !== '/api/Webhook') return undefined;
      interrupt();
      return { kind: 'hang' };
    };
    const { exitCode, stderr } = await runAt(sandbox, ['apply'], { onStart: (callback) => (interrupt = callback) });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^Stopped\.$/m);
    expect(sandbox.writes()).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('after the last write says that it was made, but not verified', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ method, path }) => {
      if (method !== 'GET' || writesIn(sandbox).length < 6 || path.includes('token')) return undefined;
      interrupt();
      return { kind: 'hang' };
    };
    const { exitCode, stderr } = await runAt(sandbox, ['apply'], { onStart: (callback) => (interrupt = callback) });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Stopped after the last change, before it was verified.');
  });

  it('before a change of apply says so, and without a terminal nothing of keys', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/api/CustomIntegrationMethod') interrupt();
      return undefined;
    };
    const { stderr } = await runAt(sandbox, ['apply'], { onStart: (callback) => (interrupt = callback) });
    expect(stderr).toContain('Stopping after the current request…');
    expect(stderr).toContain('Stopped before the next change.');
    expect(stderr).not.toContain('Ctrl-C');
  });

  it('while a throttled write waits for its next attempt cancels it', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ path, method }) => {
      if (path !== '/api/CustomIntegrationMethod' || method !== 'POST') return undefined;
      interrupt();
      return { kind: 'respond', status: 429 };
    };
    const ran = await runAt(sandbox, ['apply', '--json'], { onStart: (callback) => (interrupt = callback) });
    expect(ran.exitCode).toBe(130);
    expect(writesIn(sandbox)).toHaveLength(3);
    expectReportedResourcesExist(sandbox, ran);
  });

  it('during destroy removes nothing more, says what still exists, and another run finishes', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    await applied(sandbox);
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ method, path }) => {
      if (method === 'DELETE' && path.startsWith('/api/Webhook/')) interrupt();
      return undefined;
    };
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes'], {
      onStart: (callback) => (interrupt = callback),
    });
    expect(exitCode).toBe(130);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(stderr).toMatch(/Remaining:\n {2}alert source .*\n {2}custom integration .*\n {2}method .*\n\n/);
    sandbox.intercept = undefined;
    expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it.each<[string, string[], (request: SandboxRequest, sandbox: Sandbox) => boolean, Interception]>([
    ['a removal reads what it is to remove', ['destroy', '--yes'], isLookAtMethodToRemove, { kind: 'hang' }],
    ['a throttled write waits for its next attempt', ['apply'], isMethodBeingMade, { kind: 'respond', status: 429 }],
  ])('calls nothing failed that was not begun: while %s', async (_, argv, isIt, reaction) => {
    const sandbox = await sandboxOfTest();
    if (argv[0] === 'destroy') await applied(sandbox);
    let interrupt: () => void = () => undefined;
    sandbox.intercept = (request) => {
      if (!isIt(request, sandbox)) return undefined;
      interrupt();
      return reaction;
    };
    const { exitCode, stderr } = await runAt(sandbox, argv, { onStart: (callback) => (interrupt = callback) });
    expect(exitCode).toBe(130);
    expect(stderr).not.toContain('Failed');
    expect(stderr).not.toContain('Unknown');
  });
});
