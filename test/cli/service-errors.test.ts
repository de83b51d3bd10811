import { expect, test } from 'vitest';
import type { Interception, SandboxRequest } from '../../sandbox/sandbox.ts';
import { pointedAt, type RunOverrides, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

/** Runs `apply` on a small account whose services answer like `intercept`. */
async function applyWhere(
  intercept: ((request: SandboxRequest) => Interception | undefined) | undefined,
  env: Record<string, string> = {},
  argv: readonly string[] = [],
  more: RunOverrides = {},
) {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = intercept;
  const ran = await run(['apply', ...argv], { env: pointedAt(sandbox, env), ...more });
  return { ...ran, sandbox };
}

const writing = ({ method, path }: SandboxRequest) => method !== 'GET' && path !== '/auth/token';

test('a wrong client secret ends with 3 and says what to look at in HaloITSM', async () => {
  const { exitCode, stderr, sandbox } = await applyWhere(undefined, { HALO_CLIENT_SECRET: 'not-the-secret' });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('HaloITSM rejected the API application');
  expect(stderr).toContain('invalid_client');
  expect(stderr).toContain('Halo API > View Applications');
  expect(sandbox.writes()).toBe(0);
});

test('an expired ilert key ends with 3 and says where to make a new one', async () => {
  const { exitCode, stderr, sandbox } = await applyWhere(undefined, { ILERT_API_TOKEN: 'il1api-expired' });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('ilert rejected the API key');
  expect(stderr).toMatch(/Create one in ilert .*ILERT_API_TOKEN/);
  expect(sandbox.writes()).toBe(0);
});

test('a role that is too small ends with 3 and says what the application needs in HaloITSM', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.halo.state.forbid.add('Webhook');
  const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox) });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('HaloITSM does not allow GET /api/Webhook');
  expect(stderr).toContain('permissions of the application ("all")');
  expect(sandbox.writes()).toBe(0);
});

test('a scope that is too small ends with 3', async () => {
  const { exitCode, stderr, sandbox } = await applyWhere(undefined, { HALO_SCOPE: 'read:tickets' });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('HaloITSM does not allow');
  expect(sandbox.writes()).toBe(0);
});

test.each(['ilert', 'halo'] as const)(
  'a sign-in page that answers 200 for %s is told from its API',
  async (service) => {
    const page = {
      kind: 'respond',
      status: 200,
      body: '<html>Sign in</html>',
      headers: { 'content-type': 'text/html' },
    } as const;
    const { exitCode, stderr, sandbox } = await applyWhere((request) =>
      request.service === service ? page : undefined,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `Error: ${service === 'ilert' ? 'ilert' : 'HaloITSM'} returned a web page instead of an API response`,
    );
    expect(stderr).toContain('any proxy');
    expect(stderr).not.toContain('<html>');
    expect(sandbox.writes()).toBe(0);
  },
);

test('a throttled run waits as the service asks, says so, and succeeds', async () => {
  let throttled = 0;
  const { exitCode, stdout, stderr } = await applyWhere((request) =>
    writing(request) && request.service === 'ilert' && throttled++ < 2
      ? { kind: 'respond', status: 429, body: { message: 'slow down' }, headers: { 'retry-after': '30' } }
      : undefined,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Done: 6 created');
  expect(stderr).toMatch(/^ilert's rate limit reached \(.*\); continuing in 3\d s$/m);
});

test.each([
  [
    '503',
    { kind: 'respond', status: 503, body: { message: 'maintenance' } },
    'returned HTTP 503 for GET /api/alert-sources (“maintenance”)',
  ],
  ['a reset', { kind: 'reset' }, 'was lost during GET'],
] as const)('%s without end is tried in bounds, then ends with 1', async (_, answer, sentence) => {
  const { exitCode, stderr, sandbox } = await applyWhere((request) =>
    request.path === '/api/alert-sources' ? answer : undefined,
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain(sentence);
  expect(stderr).toContain('retrying in');
  expect(stderr).toContain('5 attempts');
  expect(sandbox.requests.filter(({ path }) => path === '/api/alert-sources')).toHaveLength(5);
  expect(sandbox.writes()).toBe(0);
});

test('a read that times out is retried', async () => {
  let hung = false;
  const { exitCode, stderr } = await applyWhere(
    ({ path }) => {
      if (path !== '/api/alert-sources' || hung) return undefined;
      hung = true;
      return { kind: 'hang' };
    },
    {},
    ['--timeout', '1'],
  );
  expect(stderr).toContain('ilert does not respond (timed out); retrying in');
  expect(exitCode).toBe(0);
});

test('a failure in the middle ends with 1 and says what exists and how to continue; another run finishes', async () => {
  const { exitCode, stderr, stdout, sandbox } = await applyWhere((request) =>
    writing(request) && request.path === '/api/Webhook'
      ? { kind: 'respond', status: 400, body: 'The workflow is locked.' }
      : undefined,
  );
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('HaloITSM rejected POST /api/Webhook with HTTP 400');
  expect(stderr).toMatch(/Current state:\n {2}alert source "HaloITSM" \(ID \d+\)/);
  expect(stderr).toContain(
    'Fix that first, then run the command again, or "ilert-haloitsm destroy" to remove everything.',
  );

  sandbox.intercept = undefined;
  const again = await run(['apply'], { env: pointedAt(sandbox) });
  expect(again.stdout).toContain('Done: 3 created');
});

test('when reading back fails, the report still says what exists', async () => {
  let runbookMade = false;
  const { exitCode, stderr } = await applyWhere((request) => {
    if (writing(request) && request.path === '/api/Notification') runbookMade = true;
    return runbookMade && request.method === 'GET' && request.service === 'ilert'
      ? { kind: 'respond', status: 400, body: { message: 'not now' } }
      : undefined;
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Current state:');
  expect(stderr.match(/\(ID [\w-]+\)/g)?.length).toBeGreaterThanOrEqual(6);
});

test('a lost connection shows what caused it with --verbose, and only then', async () => {
  const lose = ({ path }: SandboxRequest) => (path === '/api/alert-sources' ? ({ kind: 'reset' } as const) : undefined);
  expect((await applyWhere(lose)).stderr).not.toMatch(/^\s+at /m);
  expect((await applyWhere(lose, {}, ['--verbose'])).stderr).toMatch(/^\s+caused by .*\n(.*\n)*?\s+at /m);
});

test('bad input shows no stack trace, even with --verbose: it is nowhere in the code', async () => {
  expect((await applyWhere(undefined, { HALO_URL: 'http://x' }, ['--verbose'])).stderr).not.toMatch(/^\s+at /m);
});

test('an unreachable service ends with 1 and names its address', async () => {
  const gone = await sandboxOfTest();
  await gone.close();
  const { exitCode, stderr } = await applyWhere(undefined, { ILERT_ENDPOINT: gone.ilert.url });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`Cannot connect to ${gone.ilert.url} (connection refused) after 5 attempts.`);
  expect(stderr).toContain('Check ILERT_ENDPOINT, your network and your firewall or proxy.');
});
