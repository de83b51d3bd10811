import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { type Loopback, loopback } from '../support/loopback.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

/** A server that would answer anything, and must not be asked. */
const stranger = () => loopback(() => ({ body: {} }));

/** Returns a sandbox's variables, which allow only its own HaloITSM. */
function onlyItsHalo(sandbox: Sandbox): Record<string, string> {
  return pointedAt(sandbox, { HALO_ALLOWED_HOSTS: new URL(sandbox.halo.url).host });
}

function settingsFile(yaml: string): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 's.yaml'), yaml);
  return cwd;
}

describe('a settings file that names a host which HALO_ALLOWED_HOSTS does not allow is refused before anything is sent', () => {
  const commands = [
    ['plan'],
    ['apply'],
    ['apply', '--dry-run', '--offline'],
    ['apply', '--only', 'ilert'],
    ['status'],
    ['verify', '--yes'],
    ['destroy', '--yes'],
    ['export', 'out', '--yes'],
    ['setup', '--yes'],
  ];
  const settings: [string, (url: string) => string][] = [
    ['halo.url', (url) => `halo:\n  url: ${url}\n`],
    ['halo.authUrl', (url) => `halo:\n  authUrl: ${url}/auth\n`],
  ];
  it.each(commands.flatMap((argv) => settings.map(([key, write]) => [argv.join(' '), key, write] as const)))(
    'by %s, in %s',
    async (command, key, write) => {
      const [sandbox, attacker] = [await sandboxOfTest(), await stranger()];
      const { HALO_URL: url = '', ...env } = onlyItsHalo(sandbox);
      const cwd = settingsFile(write(attacker.origin));
      const ran = await run([...command.split(' '), '--config', 's.yaml', '--json'], {
        cwd,
        env: { ...env, ...(key !== 'halo.url' && { HALO_URL: url }) },
      });
      expect([ran.exitCode, JSON.parse(ran.stdout).error.problems]).toMatchObject([
        2,
        [{ code: 'host-not-allowed', message: expect.stringContaining(`${key} in s.yaml, line 2`) }],
      ]);
      expect([attacker.received, sandbox.requests]).toEqual([[], []]);
    },
  );
});

it('of several targets, one that names a host which is not allowed keeps anything from being sent for any', async () => {
  const fleet = await fleetOfTest(3);
  const HALO_ALLOWED_HOSTS = fleet.sandboxes.map(({ halo }) => new URL(halo.url).host).join(',');
  for (const argv of [
    ['apply', '--all'],
    ['plan', '--target', 'customer-1', '--target', 'customer-2'],
  ]) {
    const ok = await fleet.run(argv, { env: { HALO_ALLOWED_HOSTS } });
    expect(ok.exitCode, ok.stderr).toBe(0);
    for (const { requests } of fleet.sandboxes) requests.length = 0;
    const without = HALO_ALLOWED_HOSTS.split(',').toSpliced(1, 1).join();
    const ran = await fleet.run([...argv, '--json'], { env: { HALO_ALLOWED_HOSTS: without } });
    expect([ran.exitCode, JSON.parse(ran.stdout).error.problems]).toMatchObject([
      2,
      [
        {
          code: 'host-not-allowed',
          message: expect.stringMatching(/^customer-2: halo\.url in fleet\.yaml, line \d+ is/),
        },
      ],
    ]);
    expect(fleet.sandboxes.flatMap(({ requests }) => requests)).toEqual([]);
  }
});

describe('what the tenant itself names as its authorisation server is no exception', () => {
  /** Creates a HaloITSM that names a server on its own host, which would otherwise be trusted. */
  const tenantNaming = (server: (port: string) => string): Promise<Loopback> =>
    loopback(({ headers }) => {
      const port = /:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '';
      return { body: { auth_url: server(port), tenant_id: 'acme' } };
    });

  it('at another port of its host', async () => {
    const [sandbox, attacker] = [await sandboxOfTest(), await stranger()];
    const tenant = await tenantNaming(() => attacker.origin.replace('http:', 'https:'));
    const { host } = new URL(tenant.origin);
    const env = pointedAt(sandbox, { HALO_URL: tenant.origin, HALO_ALLOWED_HOSTS: host });
    const ran = await run(['plan', '--json'], { env });
    expect([ran.exitCode, JSON.parse(ran.stdout).error]).toMatchObject([
      2,
      {
        code: 'host-not-allowed',
        message: `HaloITSM signs in at ${new URL(attacker.origin).host}, which HALO_ALLOWED_HOSTS does not allow: nothing was sent there.`,
      },
    ]);
    expect(attacker.received).toEqual([]);
    expect(tenant.received.map(({ url }) => url)).toEqual(['/api/AuthInfo']);
  });

  it("under one of Halo's domains", async () => {
    const sandbox = await sandboxOfTest();
    const tenant = await tenantNaming(() => 'https://auth.haloitsm.com');
    const env = pointedAt(sandbox, { HALO_URL: tenant.origin, HALO_ALLOWED_HOSTS: new URL(tenant.origin).host });
    const { exitCode, stderr } = await run(['apply'], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('signs in at auth.haloitsm.com, which HALO_')]);
    expect(tenant.received.map(({ url }) => url)).toEqual(['/api/AuthInfo']);
  });
});

it('a settings file cannot send the ilert API key to another host', async () => {
  const sandbox = await sandboxOfTest();
  const { ILERT_ENDPOINT: _, ...env } = pointedAt(sandbox);
  const cwd = settingsFile('ilert:\n  endpoint: https://ilert.example.com\n');
  const ran = await run(['apply', '--config', 's.yaml', '--json'], { cwd, env });
  expect([ran.exitCode, JSON.parse(ran.stdout).error]).toMatchObject([2, { code: 'host-not-allowed' }]);
  expect(sandbox.requests).toEqual([]);
});

it('a list of hosts that is not valid is reported before anything is sent', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox, { HALO_ALLOWED_HOSTS: 'https://acme.haloitsm.com' });
  const { exitCode, stderr } = await run(['plan'], { env });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('in HALO_ALLOWED_HOSTS is not a host.')]);
  expect(sandbox.requests).toEqual([]);
});
