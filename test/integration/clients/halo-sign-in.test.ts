import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { type Loopback, loopback, type Reply } from '../../support/loopback.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { haloAt } from '../../support/wire.ts';

interface Wishes {
  authInfo?: (origin: string) => Reply;
  /** Answers the sign-in with this number. */
  token?: (number: number) => Reply;
  /** Answers any other request. */
  api?: (authorization: string | undefined, number: number) => Reply;
}

/** Creates a Halo that issues `token 1`, `token 2`, … and has no statuses. */
async function halo(wishes: Wishes = {}): Promise<Loopback> {
  const counts = { tokens: 0, others: 0 };
  const server: Loopback = await loopback(({ url, headers }) => {
    if (url === '/api/AuthInfo')
      return wishes.authInfo?.(server.origin) ?? { body: { auth_url: `${server.origin}/auth` } };
    if (url.includes('/token')) {
      counts.tokens += 1;
      const usual = { body: { access_token: `token ${counts.tokens}`, token_type: 'Bearer', expires_in: 3600 } };
      return wishes.token?.(counts.tokens) ?? usual;
    }
    counts.others += 1;
    return wishes.api?.(headers.authorization, counts.others) ?? { body: [] };
  });
  return server;
}

const urls = ({ received }: Loopback) => received.map(({ url }) => url);
const signIns = (server: Loopback) => urls(server).filter((url) => url.includes('/token'));

describe('the token endpoint', () => {
  it('has the tenant of AuthInfo if only the server is configured', async () => {
    const server = await halo({
      authInfo: (origin) => ({ body: { auth_url: `${origin}/elsewhere`, tenant_id: 'acme' } }),
    });
    await haloAt(server.origin, { authUrl: `${server.origin}/auth` }).statuses();
    expect(signIns(server)).toEqual(['/auth/token?tenant=acme']);
  });

  it('is that of AuthInfo, for its tenant', async () => {
    const server = await halo({
      authInfo: (origin) => ({ body: { auth_url: `${origin}/sign-in/`, tenant_id: 'acme gmbh' } }),
    });
    await haloAt(server.origin).statuses();
    expect(urls(server)).toEqual(['/api/AuthInfo', '/sign-in/token?tenant=acme%20gmbh', '/api/Status']);
    expect(Object.fromEntries(new URLSearchParams(server.received[1]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: 'client-secret',
      scope: 'all',
    });
    expect(server.received[2]?.headers.authorization).toBe('Bearer token 1');
  });

  it('is the configured one, without reading AuthInfo', async () => {
    const server = await halo();
    await haloAt(server.origin, { authUrl: `${server.origin}/mine`, tenant: 'acme' }).statuses();
    expect(urls(server)).toEqual(['/mine/token?tenant=acme', '/api/Status']);
  });

  it.each<[string, Reply]>([
    ['is not there', { status: 404 }],
    ['is a web page', { body: '<html></html>' }],
    ['has another shape', { body: { auth_url: 'nowhere' } }],
    ['fails', { status: 500 }],
  ])('is /auth/token of the tenant if AuthInfo %s', async (_, reply) => {
    const server = await halo({ authInfo: () => reply });
    await haloAt(server.origin).statuses();
    expect(signIns(server)).toEqual(['/auth/token']);
  });

  it('is not on another domain unless configured: no secret goes there', async () => {
    const other = await halo();
    const server = await halo({ authInfo: () => ({ body: { auth_url: `${other.origin}/auth` } }) });
    await expect(haloAt(server.origin).statuses()).rejects.toMatchObject({
      message: `The authorisation server of HaloITSM at ${new URL(server.origin).host} is on another domain (${other.origin}).`,
      hint: `If that is correct, confirm it with --halo-auth-url ${other.origin}/auth`,
      exitCode: ExitCode.usage,
    });
    expect(other.received).toEqual([]);
    await haloAt(server.origin, { authUrl: `${other.origin}/auth` }).statuses();
    expect(signIns(other)).toEqual(['/auth/token']);
  });

  it('is not guessed if the tenant does not respond at all', async () => {
    const server = await halo({ authInfo: () => 'reset' });
    await expect(haloAt(server.origin).statuses()).rejects.toMatchObject({ exitCode: ExitCode.failed });
    expect(signIns(server)).toEqual([]);
  });
});

describe('a token', () => {
  it('is requested once for many simultaneous requests', async () => {
    const server = await halo();
    const client = haloAt(server.origin);
    await Promise.all([client.statuses(), client.runbooks(), client.customIntegrations(), client.statuses()]);
    expect(signIns(server)).toHaveLength(1);
    expect(urls(server).filter((url) => url.includes('AuthInfo'))).toHaveLength(1);
  });

  it('is renewed a minute before it expires; the token endpoint is looked up once', async () => {
    let now = 0;
    const server = await halo();
    const client = haloAt(server.origin, { now: () => now });
    await client.statuses();
    now = 3_539_000;
    await client.statuses();
    expect(signIns(server)).toHaveLength(1);
    now = 3_541_000;
    await client.statuses();
    expect(signIns(server)).toHaveLength(2);
    expect(server.received.at(-1)?.headers.authorization).toBe('Bearer token 2');
    expect(urls(server).filter((url) => url.includes('AuthInfo'))).toHaveLength(1);
  });

  it('is registered for redaction', async () => {
    const told: string[] = [];
    const server = await halo();
    await haloAt(server.origin, { onToken: (token) => told.push(token) }).statuses();
    expect(told).toEqual(['token 1']);
  });

  it('that is rejected during a run is renewed once, for a create as well', async () => {
    const row = { id: 7, name: 'x' };
    const api = (authorization: string | undefined): Reply =>
      authorization === 'Bearer token 1' ? { status: 401 } : { body: row };
    const server = await halo({ api });
    const create = { service: 'halo', method: 'POST', path: '/CustomIntegration', body: [{ name: 'x' }] } as const;
    await expect(haloAt(server.origin).write(create)).resolves.toMatchObject(row);
    expect(urls(server).slice(1)).toEqual([
      '/auth/token',
      '/api/CustomIntegration',
      '/auth/token',
      '/api/CustomIntegration',
    ]);
  });

  it('that is rejected for many simultaneous requests is renewed once', async () => {
    const server = await halo({
      api: (authorization) => (authorization === 'Bearer token 1' ? { status: 401 } : { body: [] }),
    });
    const client = haloAt(server.origin);
    await Promise.all([client.statuses(), client.runbooks(), client.customIntegrations()]);
    expect(signIns(server)).toHaveLength(2);
  });

  it('that is rejected again ends the run with exit 3', async () => {
    const server = await halo({ api: () => ({ status: 401, body: 'no' }) });
    await expect(haloAt(server.origin).statuses()).rejects.toMatchObject({ exitCode: ExitCode.denied });
    expect(signIns(server)).toHaveLength(2);
  });
});

describe('refused credentials', () => {
  it.each([
    ['HaloITSM', { HALO_CLIENT_SECRET: 'wrong-secret' }, 'Halo API > View Applications'],
    ['HaloITSM', { HALO_CLIENT_ID: 'wrong-client' }, 'Halo API > View Applications'],
    ['ilert', { ILERT_API_TOKEN: 'wrong-token' }, 'ILERT_API_TOKEN'],
  ])('by %s end a run with exit 3, say which service and what to change', async (service, wrong, hint) => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox, wrong) });
    expect(exitCode).toBe(ExitCode.denied);
    expect(stderr).toContain(
      `Error: ${service} ${service === 'ilert' ? 'rejected the API key' : 'rejected the API application'}`,
    );
    expect(stderr).toContain(hint);
    expect(sandbox.writes()).toBe(0);
  });

  it.each(['CustomIntegration', 'CustomIntegrationMethod', 'Webhook', 'Notification', 'Lookup'])(
    'for %s alone end a run with exit 3 and name the application, its agent and the role',
    async (route) => {
      const sandbox = await sandboxOfTest();
      sandbox.halo.state.forbid.add(route);
      const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox) });
      expect(exitCode).toBe(ExitCode.denied);
      expect(stderr).toContain(`HaloITSM does not allow`);
      expect(stderr).toContain(`/api/${route}`);
      expect(stderr).toContain('permissions of the application ("all")');
    },
  );

  it('for a scope that is too small end a run with exit 3', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await run(['apply', '--halo-scope', 'read:tickets'], { env: pointedAt(sandbox) });
    expect(exitCode).toBe(ExitCode.denied);
    expect(stderr).toContain('HaloITSM does not allow');
    expect(sandbox.writes()).toBe(0);
  });
});
