import { describe, expect, it } from 'vitest';
import type { HaloSignIn, Sandbox } from '../../../sandbox/sandbox.ts';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const planned = (sandbox: Sandbox, env: Record<string, string> = {}, argv: readonly string[] = []) =>
  run(['plan', ...argv], { env: pointedAt(sandbox, env) });

const servers = ['', '/auth', '/identity'] as const;
const infos = [
  'complete',
  'relative',
  'with-token',
  'other-case',
  'without-tenant',
  'empty',
  'failing',
  'missing',
] as const;
const tenants = ['sandbox', undefined];

describe('sign-in succeeds wherever the authorisation server is (F9)', () => {
  const cases = servers.flatMap((server) =>
    infos.flatMap((authInfo) =>
      tenants.map((tenant): [HaloSignIn, string | undefined] => [{ server, authInfo }, tenant]),
    ),
  );
  it.each(cases)('%j, tenant %s', async (haloSignIn, tenantId) => {
    const sandbox = await sandboxOfTest({ haloSignIn });
    sandbox.halo.state.tenantId = tenantId;
    expect(await planned(sandbox)).toMatchObject({ exitCode: 0 });
  });

  it.each(['/auth', '/auth/', '/auth/token'])('with --halo-auth-url …%s', async (path) => {
    const sandbox = await sandboxOfTest();
    expect(await planned(sandbox, {}, ['--halo-auth-url', sandbox.halo.url + path])).toMatchObject({ exitCode: 0 });
  });

  it('with one request for AuthInfo and one to sign in, if AuthInfo is complete', async () => {
    const sandbox = await sandboxOfTest();
    await planned(sandbox);
    const open = sandbox.requests.filter(({ path }) => /Info$|token$/.test(path)).map(({ path }) => path);
    expect(open).toEqual(['/api/AuthInfo', '/auth/token']);
  });
});

describe('a refused application is told why (F9)', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['an unknown scope', { HALO_SCOPE: 'everything' }, /may not have the scope "everything"\.\n.*HALO_SCOPE/],
    [
      'a wrong secret',
      { HALO_CLIENT_SECRET: 'x' },
      /\(“invalid_client”\)\.\n.*HALO_CLIENT_ID and HALO_CLIENT_SECRET belong to an active application/,
    ],
    [
      'a wrong client ID',
      { HALO_CLIENT_ID: 'x' },
      /\(“invalid_client”\)\.\n.*HALO_CLIENT_ID and HALO_CLIENT_SECRET belong to an active application/,
    ],
    ['another tenant', { HALO_TENANT: 'acme' }, /HALO_TENANT is "acme", but the tenant's name is "sandbox"/],
  ])('%s', async (_, env, message) => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await planned(sandbox, env);
    expect([exitCode, stderr]).toEqual([ExitCode.denied, expect.stringMatching(message)]);
  });

  it.each([
    ['that is no scope of the application', 'invalid_scope', 'no', /scope "all"\.\n.*Permissions tab, select "all"/],
    [
      'whose words are those of the request',
      'invalid_client',
      'client_id=x&scope=all',
      /belong to an active application/,
    ],
    ['whose words are those of the request', 'invalid_request', 'scope=all', /belong to an active application/],
  ])('a refusal %s (%s)', async (_, error, error_description, message) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path }) =>
      path === '/auth/token' ? { kind: 'respond', status: 400, body: { error, error_description } } : undefined;
    expect(await planned(sandbox)).toMatchObject({ exitCode: ExitCode.denied, stderr: expect.stringMatching(message) });
  });

  it('a token that is issued and then rejected everywhere', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ service, path, headers }) =>
      service === 'halo' && headers.authorization && path.startsWith('/api/')
        ? { kind: 'respond', status: 401, body: '' }
        : undefined;
    const { exitCode, stderr } = await planned(sandbox);
    expect(exitCode).toBe(ExitCode.denied);
    expect(stderr).toMatch(
      /HaloITSM issued an access token and then rejected it for GET .*\n.*--halo-scope.*permissions.*agent/,
    );
  });

  it('a 403, with its four causes', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add('Webhook');
    const { exitCode, stderr } = await planned(sandbox);
    expect(exitCode).toBe(ExitCode.denied);
    expect(stderr).toMatch(/--halo-scope.*permissions of the application \("all"\).*agent.*role.*feature access/);
  });

  it('an address without a token endpoint, which is named', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await planned(sandbox, {}, ['--halo-auth-url', `${sandbox.halo.url}/other`]);
    expect(exitCode).toBe(ExitCode.failed);
    expect(stderr).toContain(
      `HaloITSM issues no access tokens at ${sandbox.halo.url}/other/token.\n  Check --halo-auth-url`,
    );
  });
});
