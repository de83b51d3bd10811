import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

const TOKEN = 'il1api-known-token-71';
const CLIENT_SECRET = 'known-client-secret-72';
const env = { ILERT_API_TOKEN: TOKEN, HALO_CLIENT_SECRET: `"${CLIENT_SECRET}"` };

const sandboxWithSecrets = () => sandboxOfTest({ ilertToken: TOKEN, haloClientSecret: CLIENT_SECRET });

describe('a secret of the environment on the command line is refused and not repeated', () => {
  it.each([
    [['plan', '--timeout', TOKEN], '--timeout'],
    [['plan', `--timeout=${TOKEN}`], '--timeout'],
    [['apply', '--only', TOKEN], '--only'],
    [['apply', '--name', CLIENT_SECRET], '--name'],
    [['apply', '--name', `HaloITSM ${CLIENT_SECRET}`], '--name'],
    [['apply', '--profile', TOKEN], '--profile'],
    [['status', '--profile', `eu-${TOKEN}`], '--profile'],
    [['apply', '--adopt', `alert-source:${TOKEN}`], '--adopt'],
    [['apply', '--api-token', TOKEN], '--api-token'],
    [['apply', '--config', TOKEN], '--config'],
    [['status', '--all', '--target', TOKEN], '--target'],
    [['export', TOKEN], 'The command line'],
    [['completion', TOKEN], 'The command line'],
    [[TOKEN], 'The command line'],
    [['help', TOKEN], 'The command line'],
    [['plan', `--${TOKEN}`], 'The command line'],
    [['plan', `-y${TOKEN}`], 'The command line'],
    [['plan', `--${TOKEN}=${CLIENT_SECRET}`], 'The command line'],
  ])('%j', async (argv, where) => {
    for (const format of [[], ['--json'], ['--verbose']]) {
      const cwd = temporaryFolder();
      const { exitCode, stdout, stderr } = await run([...argv, ...format], { env, cwd });
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`Error: ${where} contains a secret.`);
      expect(stdout + stderr).not.toContain(TOKEN);
      expect(stdout + stderr).not.toContain(CLIENT_SECRET);
      expect(existsSync(join(cwd, '.saved'))).toBe(false);
    }
  });
});

describe('a known secret in a setting is refused before anything is sent or saved', () => {
  const file = (text: string) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'settings.yaml'), text);
    writeFileSync(join(cwd, 'secret'), CLIENT_SECRET);
    return cwd;
  };

  it.each<[string, Record<string, string>, string[], string, string]>([
    ['in a variable', { ILERT_SOURCE_NAME: `x ${TOKEN}` }, [], '', 'ILERT_SOURCE_NAME'],
    ['in a list', { ILERT_TEAMS: `Ops,${TOKEN}` }, [], '', 'ILERT_TEAMS'],
    [
      'in the settings file',
      {},
      ['--config', 'settings.yaml'],
      `alertSource:\n  name: ${TOKEN}\n`,
      'alertSource.name in settings.yaml, line 2',
    ],
    [
      'that only the settings file refers to, as a flag',
      { HALO_CLIENT_SECRET: '' },
      ['--config', 'settings.yaml', '--runbook-name', CLIENT_SECRET],
      'halo:\n  clientSecret: file:secret\n',
      '--runbook-name',
    ],
    [
      'that a file holds, as a profile',
      { HALO_CLIENT_SECRET: '', HALO_CLIENT_SECRET_FILE: 'secret' },
      ['--profile', CLIENT_SECRET],
      '',
      '--profile',
    ],
    [
      'as the name of a target',
      {},
      ['--config', 'settings.yaml', '--all'],
      `targets:\n  ${TOKEN}: {}\n`,
      'The name of a target',
    ],
  ])('%s', async (_, more, argv, text, where) => {
    const sandbox = await sandboxWithSecrets();
    const cwd = file(text);
    for (const command of ['plan', 'apply', 'status']) {
      const { exitCode, stdout, stderr } = await run([command, ...argv], { env: pointedAt(sandbox, more), cwd });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${where} contains a secret.`)]);
      expect(stdout + stderr).not.toContain(TOKEN);
      expect(stdout + stderr).not.toContain(CLIENT_SECRET);
    }
    expect(sandbox.requests).toEqual([]);
    expect(existsSync(join(cwd, '.saved'))).toBe(false);
  });
});

describe('every value of a settings file is checked, also where something else takes precedence', () => {
  const FILE = 'ilert:\n  apiToken: plain-text-secret-73\nhalo:\n  product: other\n  url: ftp://x\n';

  it.each([
    ['variables', 'ilert:\n  apiToken: plain-text-secret-73\n', ['--halo-url', 'https://x.example']],
    ['what a target has', `targets:\n  a:\n    ilert: { apiToken: env:ILERT_API_TOKEN }\n${FILE}`, ['--target', 'a']],
    [
      'what another target has',
      `targets:\n  a: {}\n  b:\n    ilert: { apiToken: plain-text-secret-73 }\n`,
      ['--target', 'a'],
    ],
    [
      'what is in no chosen target',
      `targets:\n  a: {}\n  c: {}\n  b:\n    ilert: { apiToken: plain-text-secret-73 }\n`,
      ['--target=a', '--target=c'],
    ],
  ])('a plain-text secret, beside %s', async (_, text, argv) => {
    const sandbox = await sandboxWithSecrets();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'settings.yaml'), text);
    const { exitCode, stdout, stderr } = await run(['plan', '--config', 'settings.yaml', ...argv], {
      env: pointedAt(sandbox),
      cwd,
    });
    expect(exitCode).toBe(2);
    expect(stderr.match(/contains a plain-text secret/g)).toHaveLength(1);
    expect(stderr).toMatch(/ilert\.apiToken in settings\.yaml, line \d contains a plain-text secret/);
    expect(stdout + stderr).not.toContain('plain-text-secret-73');
    expect(sandbox.requests).toEqual([]);
  });

  it('and any other value, once', async () => {
    const sandbox = await sandboxWithSecrets();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'settings.yaml'), FILE);
    const { exitCode, stderr } = await run(['plan', '--config', 'settings.yaml', '--product', 'haloitsm'], {
      env: pointedAt(sandbox),
      cwd,
    });
    expect(exitCode).toBe(2);
    for (const place of ['ilert.apiToken', 'halo.product', 'halo.url'])
      expect(stderr.split(`${place} in settings.yaml, line `)).toHaveLength(2);
  });
});
