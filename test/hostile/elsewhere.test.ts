import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBuilt } from '../cli/built-command.ts';
import { behindHttps, proxyOfTest } from '../cli/network.ts';
import { API_TOKEN, CLIENT_SECRET } from '../cli/secrets.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { type Loopback, loopback } from '../support/loopback.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { expectWords } from './ends-with-message.ts';

/** Someone else's server, which would like to get a secret. */
const stranger = () => loopback(() => ({ body: { access_token: 'stolen', token_type: 'Bearer', expires_in: 3600 } }));

function expectNothingTold({ received }: Loopback): void {
  expect(received).toEqual([]);
}

const sandboxWithSecrets = () => sandboxOfTest({ ilertToken: API_TOKEN, haloClientSecret: CLIENT_SECRET });

describe('no token and no secret goes to another origin', () => {
  it.each([301, 302, 303, 307, 308])('where every answer is a redirect with status %i', async (status) => {
    for (const service of ['ilert', 'halo'] as const) {
      const [sandbox, other] = [await sandboxWithSecrets(), await stranger()];
      sandbox.intercept = (request) =>
        request.service === service
          ? { kind: 'respond', status, headers: { location: `${other.origin}${request.path}` }, body: '' }
          : undefined;
      const codes = { apply: [1, 3], destroy: [1, 3], status: [3, 5], export: service === 'halo' ? [0, 2] : [1, 3] };
      for (const [command, ...more] of [['apply'], ['destroy', '--yes'], ['status'], ['export', 'out']] as const)
        expectWords(await run([command, ...more], { env: pointedAt(sandbox) }), codes[command]);
      expectNothingTold(other);
    }
  });

  it.each([
    ['on another port', (origin: string) => `${origin}/auth`],
    [
      'with a user name that looks like the host',
      (origin: string) => `${origin.replace('http://', 'http://127.0.0.1:1@')}/auth`,
    ],
    ['by its name', (origin: string) => `${origin.replace('127.0.0.1', 'localhost')}/auth`],
    ['by its name with a dot', (origin: string) => `${origin.replace('127.0.0.1', 'localhost.')}/auth`],
  ])('when AuthInfo names a server %s', async (_, authUrl) => {
    const [sandbox, other] = [await sandboxWithSecrets(), await stranger()];
    sandbox.intercept = ({ path }) =>
      path === '/api/AuthInfo'
        ? { kind: 'respond', status: 200, body: { auth_url: authUrl(other.origin), tenant_id: 'acme' } }
        : undefined;
    const ran = await run(['apply'], { env: pointedAt(sandbox) });
    expectWords(ran, [2]);
    expect(ran.stderr).toContain('on another domain');
    expectNothingTold(other);
    expect(sandbox.writes()).toBe(0);
  });

  it('when the alert source has a URL on another host: the event goes there without the API key', async () => {
    const [sandbox, other] = [await sandboxWithSecrets(), await stranger()];
    await run(['apply'], { env: pointedAt(sandbox) });
    const source = sandbox.ilert.state.alertSources.at(-1);
    sandbox.ilert.state.origin = other.origin;
    await run(['apply'], { env: pointedAt(sandbox) });
    const clock = { time: Date.now() };
    const now = () => (clock.time += 5_000);
    expectWords(await run(['verify', '--yes', '--wait', '10'], { env: pointedAt(sandbox), now }), [1]);
    expect(source).toBeDefined();
    expect(other.received.length).toBeGreaterThan(0);
    for (const { headers, body, url } of other.received) {
      expect(headers.authorization).toBeUndefined();
      expect(JSON.stringify([headers, body, url])).not.toContain(API_TOKEN);
    }
  });

  it('when a list contains the address of its next page', async () => {
    const [sandbox, other] = [await sandboxWithSecrets(), await stranger()];
    const next = `${other.origin}/next`;
    sandbox.intercept = ({ method, path }) =>
      method === 'GET' && path.startsWith('/api/') && path !== '/api/AuthInfo'
        ? {
            kind: 'respond',
            status: 200,
            headers: { link: `<${next}>; rel="next"` },
            body: { next, record_count: 500, rows: [] },
          }
        : undefined;
    expectWords(await run(['plan'], { env: pointedAt(sandbox) }), [1, 2]);
    expectNothingTold(other);
  });
});

it('a proxy sees only the host of an https request, no token', async () => {
  const sandbox = await sandboxWithSecrets();
  const { ilertUrl, haloUrl, authority } = await behindHttps(sandbox);
  const proxy = await proxyOfTest();
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'authority.pem'), authority);
  const env = {
    ...pointedAt(sandbox, { ILERT_ENDPOINT: ilertUrl, HALO_URL: haloUrl }),
    HTTPS_PROXY: `http://${proxy.host}`,
    NODE_EXTRA_CA_CERTS: join(cwd, 'authority.pem'),
  };
  const { exitCode } = await runBuilt(['apply'], { env, cwd });
  expect(exitCode).toBe(0);
  expect(proxy.asked.length).toBeGreaterThan(0);
  for (const line of proxy.asked) expect(line).toMatch(/^CONNECT localhost:\d+$/);
  expect([...proxy.credentials]).toEqual([]);
});
