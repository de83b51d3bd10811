import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { behindHttps, proxyOfTest } from '../cli/network.ts';
import { pointedAt, temporaryFolder } from '../support/cli.ts';
import { gate } from '../support/gate.ts';
import { leftByProve } from '../support/prove.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };
const ARGV = ['prove', '--fact', 'binding-list'];

/** Puts a tenant whose host does not look like a test in front of a sandbox. */
async function asProductive(sandbox: Sandbox) {
  const [proxy, home] = [await proxyOfTest(), temporaryFolder()];
  const { ilertUrl, haloUrl, authority } = await behindHttps(sandbox, 'desk.example.com');
  writeFileSync(join(home, 'authority.pem'), authority);
  const env = pointedAt(sandbox, {
    ILERT_ENDPOINT: ilertUrl,
    HALO_URL: haloUrl,
    NODE_EXTRA_CA_CERTS: join(home, 'authority.pem'),
    HTTPS_PROXY: `http://${proxy.host}`,
  });
  return { env, home, host: new URL(haloUrl).host };
}

describeOnTerminal('prove on a terminal', () => {
  it('shows what it will do, and creates nothing if the answer is Enter', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox, { argv: ARGV, env: pointedAt(sandbox) });
    await terminal.asks('Continue?');
    expect(terminal.text()).toContain('1 experiment, at most');
    terminal.press(KEY.enter);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toContain('Cancelled. Nothing was created.');
    expect(sandbox.writes()).toBe(0);
  });

  it('shows what it is doing, and reports', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const { open, holding } = gate();
    const terminal = openTerminal(sandbox, { argv: ARGV, env: pointedAt(sandbox) });
    await terminal.asks('Continue?');
    sandbox.intercept = holding();
    terminal.press('y', KEY.enter);
    await terminal.shows(/1 of 1: what lists/);
    open();
    await terminal.shows('0 contradicted');
    expect(await terminal.ended()).toBe(0);
    expect(leftByProve(sandbox)).toEqual([]);
  });

  it('removes what it has created after Ctrl-C, and says so', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const { open, arrived, holding } = gate();
    sandbox.intercept = holding(({ method, path }) => method === 'POST' && path === '/api/Notification');
    const terminal = openTerminal(sandbox, { argv: [...ARGV, '--yes'], env: pointedAt(sandbox) });
    await arrived;
    terminal.press(KEY.ctrlC);
    await terminal.shows('Stopping after the current request…');
    open();
    await terminal.shows('Stopped before all experiments had ended.');
    expect(await terminal.ended()).toBe(130);
    expect(leftByProve(sandbox)).toEqual([]);
  });

  it('asks for the host of a tenant that may be in use, and takes nothing else', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const { env, home, host } = await asProductive(sandbox);
    const refused = openTerminal(sandbox, { argv: ARGV, env, home });
    await refused.answer(`${host} may be a production tenant`, 'yes', KEY.enter);
    expect(await refused.ended()).toBe(130);
    expect(sandbox.writes()).toBe(0);

    const accepted = openTerminal(sandbox, { argv: ARGV, env, home });
    await accepted.answer(`${host} may be a production tenant`, host, KEY.enter);
    expect(await accepted.ended()).toBe(0);
  });

  it('takes --host for such a tenant instead, but no other host, and no --yes alone', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const { env, home, host } = await asProductive(sandbox);
    const start = (...more: string[]) => openTerminal(sandbox, { argv: [...ARGV, '--yes', ...more], env, home });
    const withYes = start();
    expect(await withYes.ended()).toBe(2);
    expect(withYes.text()).toContain(`add --host ${host}`);
    expect(await start('--host', 'other.example.com').ended()).toBe(2);
    expect(sandbox.writes()).toBe(0);
    expect(await start('--host', host).ended()).toBe(0);
  });
});
