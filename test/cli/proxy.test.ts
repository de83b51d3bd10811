import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runBuilt } from './built-command.ts';
import { behindHttps, proxyOfTest } from './network.ts';

/** Runs the built `apply` against a sandbox behind https, with variables for a proxy. */
async function applyByHttps(variables: (proxy: string) => Record<string, string>, answer?: { status: number }) {
  const [sandbox, proxy, cwd] = [await sandboxOfTest(), await proxyOfTest(answer), temporaryFolder()];
  const { ilertUrl, haloUrl, authority } = await behindHttps(sandbox);
  writeFileSync(join(cwd, 'authority.pem'), authority);
  const env = pointedAt(sandbox, {
    ILERT_ENDPOINT: ilertUrl,
    HALO_URL: haloUrl,
    NODE_EXTRA_CA_CERTS: join(cwd, 'authority.pem'),
    ...variables(proxy.host),
  });
  const ended = await runBuilt(['apply'], { env, cwd });
  return { ...ended, sandbox, proxy, hosts: [ilertUrl, haloUrl].map((url) => new URL(url).host) };
}

test.each([
  ['HTTPS_PROXY', 'http://'],
  ['https_proxy', 'http://'],
  ['ALL_PROXY', 'http://'],
  ['HTTPS_PROXY', ''],
])('%s=%sHOST:PORT takes https requests through a tunnel of the proxy', async (name, scheme) => {
  const { exitCode, stderr, sandbox, proxy, hosts } = await applyByHttps((host) => ({ [name]: scheme + host }));
  expect(exitCode, stderr).toBe(0);
  expect(sandbox.writes()).toBe(6);
  expect(new Set(proxy.asked)).toEqual(new Set(hosts.map((host) => `CONNECT ${host}`)));
});

test.each(['HTTP_PROXY', 'http_proxy'])('%s takes http requests through the proxy', async (name) => {
  const [sandbox, proxy] = [await sandboxOfTest(), await proxyOfTest()];
  const ended = await runBuilt(['apply'], { env: pointedAt(sandbox, { [name]: `http://${proxy.host}` }) });
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(proxy.asked).toHaveLength(sandbox.requests.length);
  expect(proxy.asked).toContain(`POST ${sandbox.ilert.url}/api/alert-sources`);
});

test.each(['NO_PROXY', 'no_proxy'])('%s exempts a host', async (name) => {
  const { exitCode, proxy } = await applyByHttps((host) => ({ HTTPS_PROXY: `http://${host}`, [name]: 'localhost' }));
  expect(exitCode).toBe(0);
  expect(proxy.asked).toEqual([]);
});

test('NO_PROXY exempts one service, the other goes through the proxy', async () => {
  const [sandbox, proxy] = [await sandboxOfTest(), await proxyOfTest()];
  const env = pointedAt(sandbox, { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: new URL(sandbox.halo.url).host });
  expect((await runBuilt(['plan'], { env })).exitCode).toBe(0);
  expect(proxy.asked.length).toBeGreaterThan(0);
  expect(proxy.asked.filter((asked) => !asked.includes(sandbox.ilert.url))).toEqual([]);
});

test('user name and password of the proxy are sent to it and printed nowhere', async () => {
  const { exitCode, stdout, stderr, proxy } = await applyByHttps((host) => ({
    HTTPS_PROXY: `http://joe:pr0xyPass@${host}`,
  }));
  expect(exitCode).toBe(0);
  expect([...proxy.credentials]).toEqual([`Basic ${Buffer.from('joe:pr0xyPass').toString('base64')}`]);
  expect(stdout + stderr).not.toContain('pr0xyPass');
});

test.each(['a#b', 'a/b', 'a?b', '50%', 'a@b'])(
  'the password %s of a proxy is sent to it as it is',
  async (password) => {
    const { exitCode, proxy } = await applyByHttps((host) => ({ HTTPS_PROXY: `http://joe:${password}@${host}` }));
    expect(exitCode).toBe(0);
    expect([...proxy.credentials]).toEqual([`Basic ${Buffer.from(`joe:${password}`).toString('base64')}`]);
  },
);

test.each([
  ['HTTP_PROXY', 'socks5://joe:pr0xyPass@127.0.0.1:1080', 'HTTP_PROXY is a SOCKS proxy, which is not supported.'],
  ['ALL_PROXY', 'socks5h://127.0.0.1:1080', 'ALL_PROXY is a SOCKS proxy, which is not supported.'],
  ['http_proxy', 'http://joe:pr0xyPass@', 'http_proxy has no host.'],
  ['HTTP_PROXY', 'http://joe:pr0xy#Pass@:8080', 'HTTP_PROXY has no host.'],
  ['HTTP_PROXY', 'http://', 'HTTP_PROXY has no host.'],
])('%s=%s ends with 2 and a sentence that names the variable, not the password', async (name, value, message) => {
  const sandbox = await sandboxOfTest();
  for (const flags of [[], ['--json'], ['--verbose']]) {
    const ran = await runBuilt(['apply', ...flags], { env: pointedAt(sandbox, { [name]: value }) });
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining(`Error: ${message}`)]);
    expect(ran.stdout + ran.stderr).not.toMatch(/pr0xy|This is a bug/);
  }
  expect(sandbox.requests).toEqual([]);
});

test('a proxy that requires a password ends with 1 and says so', async () => {
  const { exitCode, stderr, sandbox } = await applyByHttps((host) => ({ HTTPS_PROXY: `http://${host}` }), {
    status: 407,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('requires authentication');
  expect(sandbox.requests).toEqual([]);
});

test('a proxy that is down ends with 1 and is named, without its password', async () => {
  const [sandbox, gone] = [await sandboxOfTest(), await sandboxOfTest()];
  await gone.close();
  const { host } = new URL(gone.ilert.url);
  const variables = { HTTP_PROXY: `http://joe:pr0xyPass@${host}` };
  // The library that reads them uses those of the process.
  vi.stubEnv('HTTP_PROXY', variables.HTTP_PROXY);
  const { exitCode, stdout, stderr } = await run(['plan', '--verbose'], { env: pointedAt(sandbox, variables) });
  vi.unstubAllEnvs();
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `Error: Cannot connect to the proxy ${host} (connection refused) after 5 attempts.\n  Check HTTPS_PROXY and HTTP_PROXY`,
  );
  expect(stdout + stderr).not.toContain('pr0xyPass');
  expect(sandbox.requests).toEqual([]);
});

/** Prints which files of the bundle are read. */
const SPY = `
const fs = require('node:fs');
const original = fs.readFileSync;
fs.readFileSync = (path, ...rest) => {
  if (/dist[\\\\/][^\\\\/]+\\.c?js$/.test(String(path))) process._rawDebug('loaded ' + path);
  return original(path, ...rest);
};
`;

/** Returns every file of the bundle that a run loads. */
async function filesLoaded(env: Record<string, string>): Promise<string[]> {
  const spy = join(temporaryFolder(), 'spy.cjs');
  writeFileSync(spy, SPY);
  const { exitCode, stderr } = await runBuilt(['plan'], { env, nodeFlags: ['--require', spy] });
  expect(exitCode).toBe(0);
  return [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, path = '']) => path);
}

test('the libraries for proxies are loaded only when a variable names a proxy', async () => {
  const [sandbox, proxy, cwd] = [await sandboxOfTest(), await proxyOfTest(), temporaryFolder()];
  const { ilertUrl, haloUrl, authority } = await behindHttps(sandbox);
  const NODE_EXTRA_CA_CERTS = join(cwd, 'authority.pem');
  writeFileSync(NODE_EXTRA_CA_CERTS, authority);
  const env = pointedAt(sandbox, { ILERT_ENDPOINT: ilertUrl, HALO_URL: haloUrl, NODE_EXTRA_CA_CERTS });
  // A text that each of the two libraries must contain.
  const librariesIn = (files: readonly string[]) =>
    ['Proxy-Connection', 'no_proxy'].filter((word) => files.some((file) => readFileSync(file, 'utf8').includes(word)));

  const withProxy = await filesLoaded({ ...env, HTTPS_PROXY: `http://${proxy.host}` });
  expect(librariesIn(withProxy)).toHaveLength(2);
  const without = await filesLoaded(env);
  // The start, and the file with what every run needs.
  expect(without.length).toBeGreaterThanOrEqual(2);
  expect(librariesIn(without)).toEqual([]);
});
