import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type RunResult, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, countsIn, runAt, storedIn } from '../support/tenants.ts';
import { quickFaults } from './faults.ts';
import { answerDisturber } from './inject.ts';

const fault = (name: string) => {
  const found = quickFaults.find((each) => each.name === name);
  if (!found) throw new TypeError(`there is no fault ${name}`);
  return found;
};

/** Makes the first request of its kind fail, and then all requests to that service or only this one. */
function inject(sandbox: Sandbox, name: string, method: string, path: RegExp, forGood: boolean): void {
  const by = answerDisturber(sandbox);
  by.arm([{ at: 0, fault: fault(name), forGood, chance: 0.5 }]);
  const spoil = sandbox.intercept;
  let isHit = false;
  let service: string | undefined;
  sandbox.intercept = (request) => {
    if (!isHit && request.method === method && path.test(request.path)) {
      isHit = true;
      service = request.service;
      return spoil?.(request);
    }
    return isHit && forGood && request.service === service ? spoil?.(request) : undefined;
  };
}

const unknownIn = ({ stdout }: RunResult) => (JSON.parse(stdout) as { unknown?: unknown }).unknown;

describe('a run that lost a response, and then the service', () => {
  it('says that what it was creating may exist; a re-run finds it', async () => {
    const sandbox = await sandboxOfTest();
    inject(sandbox, 'reset, but done', 'POST', /Webhook$/, true);
    const ran = await runAt(sandbox, ['apply', '--json']);
    expect(ran.exitCode).toBe(1);
    expect(unknownIn(ran)).toMatchObject([
      { resource: 'runbook', service: 'halo', name: 'ilert runbook', action: 'create' },
    ]);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 0, 0]);
    sandbox.intercept = undefined;
    expect((await applied(sandbox)).stdout).toContain('Done: 2 created');
  });

  it('says it in the text report as well', async () => {
    const sandbox = await sandboxOfTest();
    inject(sandbox, '500, but done', 'POST', /CustomIntegrationMethod$/, true);
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /Current state:\n {2}alert source .*\n {2}custom integration .*\nUnknown \(no response received\):\n {2}method "send ticket to ilert" may exist\n/,
    );
  });

  it('does not call unknown what was found, created again or clearly refused', async () => {
    for (const [name, forGood] of [
      ['reset, but done', false],
      ['401', true],
      ['429 without Retry-After', true],
    ] as const) {
      const sandbox = await sandboxOfTest();
      inject(sandbox, name, 'POST', /Webhook$/, forGood);
      expect(unknownIn(await runAt(sandbox, ['apply', '--json']))).toEqual([]);
    }
  });

  it('says that what it was changing may be changed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    inject(sandbox, '200 with HTML, but done', 'POST', /CustomIntegrationMethod$/, true);
    const ran = await runAt(sandbox, ['apply', '--json', '--payload', 'full']);
    expect(unknownIn(ran)).toMatchObject([
      { resource: 'method', action: 'update', id: expect.stringMatching(/^\d+$/) },
    ]);
  });

  it('says that what it was removing may have been removed, and no longer that it exists', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    inject(sandbox, 'reset, but done', 'DELETE', /alert-sources/, true);
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /Unknown \(no response received\):\n {2}alert source "HaloITSM" \(ID \d+\) may have been removed\n/,
    );
    expect(stderr).not.toContain('Remaining:');
  });
});

describe('a removal that something other than the API answers', () => {
  it.each(['200 with HTML', '200 with an error in JSON'])(
    'is looked after, and done again where it was not: %s',
    async (name) => {
      const sandbox = await sandboxOfTest();
      await applied(sandbox);
      inject(sandbox, name, 'DELETE', /alert-sources/, false);
      const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
      expect(stderr).toMatch(
        /No definite response for alert source "HaloITSM" \(ID \d+\): checking whether it was removed/,
      );
      expect(exitCode).toBe(0);
      expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
    },
  );
});

describe('what is not recognised', () => {
  it.each([
    ['/api/CustomIntegration', { name: ['ilert integration'] }],
    ['/api/Webhook', { name: { text: 'ilert runbook' } }],
    ['/api/Webhook', { id: { guid: 'x' } }],
  ])('is not made a second time: rows of GET %s with %j', async (path, changed) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = ({ method, path: asked }) => {
      if (method !== 'GET' || asked !== path) return undefined;
      const { integrations, webhooks, bindings } = sandbox.halo.state;
      const rows = { '/api/CustomIntegration': integrations, '/api/Webhook': webhooks }[path] ?? bindings;
      return { kind: 'respond', status: 200, body: rows.map((row) => ({ ...row, ...changed })) };
    };
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('returned an unexpected response')]);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('is not overwritten: a runbook whose steps are not shown', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const writes = sandbox.writes();
    const { steps: _, ...runbook } = storedIn(sandbox).runbook;
    sandbox.intercept = ({ path }) =>
      path === `/api/Webhook/${runbook.id}` ? { kind: 'respond', status: 200, body: runbook } : undefined;
    expect((await runAt(sandbox, ['apply'])).exitCode).toBe(1);
    expect(sandbox.writes()).toBe(writes);
  });
});

describe('a tenant that does not return its authorisation server', () => {
  const page = { kind: 'respond', status: 200, body: '<html></html>' } as const;

  it('is not reported as refusing the credentials', async () => {
    const sandbox = await sandboxOfTest();
    // It neither says where it is, nor is it in the usual place.
    sandbox.intercept = ({ path }) => (path === '/api/AuthInfo' || path.endsWith('/token') ? page : undefined);
    const { exitCode, stderr } = await runAt(sandbox, ['plan']);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining('HaloITSM returned a web page instead of an API response to GET /api/AuthInfo'),
    ]);
    expect(stderr).not.toContain('client ID and secret');
  });

  it('is signed in to once it does', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.tenantId = undefined;
    sandbox.intercept = ({ path }) => (path === '/api/AuthInfo' ? page : undefined);
    expect((await runAt(sandbox, ['plan'])).exitCode).toBe(0);
  });

  it('still refuses wrong credentials without such an endpoint', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path }) => (path === '/api/AuthInfo' ? { kind: 'respond', status: 404 } : undefined);
    expect((await run(['plan'], { env: { ...envOf(sandbox), HALO_CLIENT_SECRET: 'wrong' } })).exitCode).toBe(3);
  });
});

function envOf({ ilert, halo }: Sandbox): Record<string, string> {
  return {
    ILERT_ENDPOINT: ilert.url,
    ILERT_API_TOKEN: ilert.token,
    HALO_URL: halo.url,
    HALO_CLIENT_ID: halo.clientId,
    ILERT_ESCALATION_POLICY: 'Default',
  };
}
