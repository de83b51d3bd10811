import { describe, expect, it } from 'vitest';
import type { Interception, Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import {
  applied,
  configurationOf,
  countsIn,
  expectNothingPending,
  expectReportedResourcesExist,
  runAt,
} from '../../support/tenants.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];
const WRITES = [1, 2, 3, 4, 5, 6];
const webPage = { kind: 'respond', status: 200, body: '<html>Please sign in</html>' } as const;

type Trouble = (sandbox: Sandbox, request: SandboxRequest) => Interception | Promise<Interception>;

/** What may happen to a write: carried out or not, in both cases without a usable answer. */
const troubles: [string, Trouble][] = [
  ['breaks before it is done', () => ({ kind: 'reset' })],
  ['breaks after it is done', () => ({ kind: 'reset-after' })],
  ['is answered with 500 and not done', () => ({ kind: 'respond', status: 500, body: 'Oops' })],
  ['is answered with a web page and not done', () => webPage],
  [
    'is answered with a web page and done',
    async (sandbox, request) => {
      await doIt(sandbox, request);
      return webPage;
    },
  ],
  [
    'is answered with 500 and done',
    async (sandbox, request) => {
      await doIt(sandbox, request);
      return { kind: 'respond', status: 500 };
    },
  ],
];

/** Carries out a request by sending another one with a mark. */
async function doIt(sandbox: Sandbox, { service, method, path, body, headers }: SandboxRequest): Promise<void> {
  const response = await fetch(`${sandbox[service].url}${path}`, {
    method,
    headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json', mark: 'done' },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
}

/** Makes the n-th write fail and, with `always`, every later one to the same path. */
function befall(sandbox: Sandbox, nth: number, trouble: Trouble, always = false): void {
  let writes = 0;
  let hit: string | undefined;
  sandbox.intercept = (request) => {
    if (!isWrite(request)) return undefined;
    writes += 1;
    if (writes === nth) hit = request.path;
    else if (!always || hit !== request.path) return undefined;
    return trouble(sandbox, request);
  };
}

function isWrite({ method, path, headers }: SandboxRequest): boolean {
  return method !== 'GET' && path !== '/auth/token' && headers.mark === undefined;
}

describe.each(troubles)('a create that %s', (_, trouble) => {
  it.each(WRITES)('is found, or made again, and never made twice: write %i of 6', async (nth) => {
    const sandbox = await sandboxOfTest();
    befall(sandbox, nth, trouble);
    const { stderr } = await applied(sandbox);
    expect(stderr).toContain('checking whether it was created');
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    sandbox.intercept = undefined;
    await expectNothingPending(sandbox);
  });
});

describe('a service that fails the same write permanently', () => {
  it.each(WRITES)('ends the run with a true account, and a re-run finishes: write %i of 6', async (nth) => {
    const sandbox = await sandboxOfTest();
    befall(sandbox, nth, () => ({ kind: 'respond', status: 500, body: 'Oops' }), true);
    const ran = await runAt(sandbox, ['apply', '--json']);
    expect(ran.exitCode).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^(ilert|HaloITSM) returned HTTP 500 for POST \/api\/[\w-]+/) },
    });
    expectReportedResourcesExist(sandbox, ran);
    sandbox.intercept = undefined;
    await applied(sandbox);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
  });

  it('after destroy, leaves both services as they were', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    befall(sandbox, 5, () => ({ kind: 'respond', status: 500, body: 'Oops' }), true);
    expect((await runAt(sandbox, ['apply'])).exitCode).toBe(1);
    sandbox.intercept = undefined;
    expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is reported with what exists, with ids, and how to continue', async () => {
    const sandbox = await sandboxOfTest();
    befall(sandbox, 3, () => ({ kind: 'respond', status: 500, body: 'Oops' }), true);
    const { stderr, stdout } = await runAt(sandbox, ['apply']);
    const source = sandbox.ilert.state.alertSources.at(-1);
    expect(stderr).toContain(`Current state:\n  alert source "HaloITSM" (ID ${source?.id})`);
    expect(stderr).toContain(
      'Run the same command again to continue, or "ilert-haloitsm destroy" to remove everything.',
    );
    expect(stdout).toBe('');
  });
});

describe('an update without a response', () => {
  it.each(troubles.slice(0, 3))('is repeated until it is done: one that %s', async (_, trouble) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    befall(sandbox, 1, trouble);
    const { stdout } = await applied(sandbox, '--payload', 'full', '--escalation-policy', 'Critical incidents');
    expect(stdout).toContain('Done: 0 created, 2 updated.');
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
  });
});

describe('an update with an unusable response', () => {
  it.each(troubles.slice(3, 5))(
    'ends the run with a true account, and a re-run finishes: one that %s',
    async (_, trouble) => {
      const sandbox = await sandboxOfTest();
      await applied(sandbox);
      befall(sandbox, 1, trouble);
      const ran = await runAt(sandbox, ['apply', '--json', '--payload', 'full']);
      expect(ran.exitCode).toBe(1);
      expect(JSON.parse(ran.stdout).error.message).toContain('a web page');
      expectReportedResourcesExist(sandbox, ran);
      sandbox.intercept = undefined;
      await applied(sandbox, '--payload', 'full');
      expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
      await expectNothingPending(sandbox, '--payload', 'full');
    },
  );
});

describe('reading everything back', () => {
  it('that fails ends the run with a true report', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method }) =>
      method === 'GET' && sandbox.writes() === 6 ? { kind: 'respond', status: 500, body: 'Oops' } : undefined;
    const ran = await runAt(sandbox, ['apply', '--json']);
    expect(ran.exitCode).toBe(1);
    expectReportedResourcesExist(sandbox, ran);
    sandbox.intercept = undefined;
    await applied(sandbox);
    expect(sandbox.writes()).toBe(6);
  });
});
