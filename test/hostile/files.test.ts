import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTextFile } from '../../src/fs/bounded-read.ts';
import { packageRoot, pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { expectWords } from './ends-with-message.ts';

const bits = (path: string) => statSync(path).mode & 0o777;

function pipeIn(folder: string): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** What a path may lead to besides a text file, and what the error says. */
const LEADS_TO: [string, (folder: string) => string, RegExp][] = [
  ['nothing', (folder) => join(folder, 'none'), /not found|no such file or directory/],
  ['a folder', (folder) => folder, /it is a directory/],
  ['a device without end', () => '/dev/zero', /not a regular file or pipe/],
  ['a device without anything', () => '/dev/null', /not a regular file or pipe/],
  ['a link to nothing', (folder) => linked(folder, join(folder, 'none')), /not found|no such file or directory/],
  ['a link to itself', (folder) => linked(folder, join(folder, 'link')), /too many symbolic links/],
  ['a link to a device', (folder) => linked(folder, '/dev/zero'), /not a regular file or pipe/],
  ['a file of 1 GB', (folder) => sparse(folder), /larger than 1 MB/],
  ['bytes that are no text', (folder) => written(folder, Buffer.from([0xff, 0x61, 0xfe])), /not UTF-8 or UTF-16 text/],
];

function linked(folder: string, target: string): string {
  symlinkSync(target, join(folder, 'link'));
  return join(folder, 'link');
}

function written(folder: string, content: Buffer | string): string {
  writeFileSync(join(folder, 'file'), content);
  return join(folder, 'file');
}

function sparse(folder: string): string {
  const path = written(folder, '');
  truncateSync(path, 1_000_000_000);
  return path;
}

describe.skipIf(onWindows)('the run ends with exit 2 and a sentence', () => {
  it.each(LEADS_TO)('where --config leads to %s', async (_, path, told) => {
    const ran = await run(['plan', '--offline', '--config', path(temporaryFolder())]);
    expectWords(ran, [2]);
    expect(ran.stderr).toMatch(/(The settings file .* can't be read|Settings file not found: )/);
    expect(ran.stderr).toMatch(told);
  });

  it.each(LEADS_TO)('where --payload leads to %s', async (_, path, told) => {
    const ran = await run(['plan', '--offline', '--payload', path(temporaryFolder())]);
    expectWords(ran, [2]);
    expect(ran.stderr).toMatch(told);
  });

  it.each(LEADS_TO)('where a variable names %s for a secret', async (_, path, told) => {
    const ran = await run(['plan', '--offline'], { env: { ILERT_API_TOKEN_FILE: path(temporaryFolder()) } });
    expectWords(ran, [2]);
    expect(ran.stderr).toMatch(told);
  });

  it('where --config is standard input, and that is closed', async () => {
    const command = `exec ${process.execPath} ${join(packageRoot, 'bin', 'ilert-haloitsm.js')} plan --offline --config /dev/stdin <&-`;
    const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("can't be read")]);
  });
});

describe.skipIf(onWindows)('a pipe', () => {
  it('that nobody writes to is given up after a while', async () => {
    await expect(readTextFile(pipeIn(temporaryFolder()), { pipeTimeout: 100 })).rejects.toThrow(
      'nothing came through the pipe within 0.1 s',
    );
  });

  it('that somebody keeps open is given up after a while, however much comes', async () => {
    const path = pipeIn(temporaryFolder());
    const writer = spawn('sh', ['-c', `exec 3<> ${path}; while :; do echo x >&3; sleep 0.02; done`]);
    onTestFinished(() => void writer.kill('SIGKILL'));
    await expect(readTextFile(path, { pipeTimeout: 500 })).rejects.toThrow('no end came through the pipe within 0.5 s');
  });

  it('in the place of a settings file that nobody named is not even opened', async () => {
    const cwd = temporaryFolder();
    symlinkSync(pipeIn(cwd), join(cwd, 'ilert-haloitsm.yaml'));
    const ran = await run(['plan', '--offline'], { cwd });
    expectWords(ran, [2]);
    expect(ran.stderr).toContain("settings file ilert-haloitsm.yaml can't be read: it is not a regular file.");
  });

  it('that stays silent is named, once, while it is waited for', async () => {
    const path = pipeIn(temporaryFolder());
    const silent: string[] = [];
    const reading = readTextFile(path, { pipeTimeout: 1_500, onSilence: (which) => silent.push(which) });
    await expect(reading).rejects.toThrow('nothing came through the pipe within 1.5 s');
    expect(silent).toEqual([path]);
  });

  it.each(['halo: { payload: pipe }\n', 'ilert: { apiToken: "file:pipe" }\n'])(
    'that a settings file names is not even opened: %s',
    async (yaml) => {
      const cwd = temporaryFolder();
      pipeIn(cwd);
      writeFileSync(join(cwd, 's.yaml'), yaml);
      const ran = await run(['plan', '--config', 's.yaml'], { cwd });
      expectWords(ran, [2]);
      expect(ran.stderr).toMatch(/pipe .*can't be read: it is not a regular file/);
    },
  );

  it('that never ends is read up to the size limit', async () => {
    const path = pipeIn(temporaryFolder());
    const writer = spawn('sh', ['-c', `exec cat /dev/zero > ${path}`]);
    onTestFinished(() => void writer.kill('SIGKILL'));
    await expect(readTextFile(path)).rejects.toThrow('larger than 1 MB');
  });

  it('is read completely, as from <(command)', async () => {
    const path = pipeIn(temporaryFolder());
    const writer = spawn('sh', ['-c', `{ printf 'alertSource:\\n'; printf '  name: Piped\\n'; } > ${path}`]);
    onTestFinished(() => void writer.kill('SIGKILL'));
    const { exitCode, stdout } = await run(['plan', '--offline', '--config', path]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('"Piped"')]);
  });
});

describe("somebody else's file that a payload names by mistake", () => {
  const SECRET = 'c2VjcmV0LW9mLXNvbWVib2R5LWVsc2U';
  it.each([
    ['a private key', `-----BEGIN OPENSSH PRIVATE KEY-----\n${SECRET}\n-----END OPENSSH PRIVATE KEY-----\n`],
    ['a script', `cat <<${SECRET} >>out\n`],
    ['credentials in JSON', `{"private_key": "${SECRET}"}`],
    ['a table of users', `root:${SECRET}:0:0:root:/root:/bin/bash\n`],
  ])('is refused and not repeated: %s', async (_, text) => {
    const path = written(temporaryFolder(), text);
    for (const flags of [[], ['--json'], ['--verbose']]) {
      const ran = await run(['plan', '--offline', '--payload', path, ...flags]);
      expect(ran.exitCode).toBe(2);
      expect(ran.stdout + ran.stderr).not.toContain(SECRET);
    }
  });
});

describe.skipIf(onWindows)(
  'what is written is readable by its owner only, with umask 000 and over a file that all could read:',
  () => {
    async function everything(umask: number) {
      const sandbox = await sandboxOfTest();
      const cwd = temporaryFolder();
      const home = join(cwd, 'new', 'home');
      const env = { ...pointedAt(sandbox), ILERT_HALOITSM_HOME: home };
      const before = process.umask(umask);
      try {
        for (const argv of [['apply'], ['status', '--report', 'report.json'], ['export', 'out']])
          expect((await run(argv, { env, cwd, configDir: home })).exitCode).toBe(0);
      } finally {
        process.umask(before);
      }
      return { cwd, home, sandbox, env };
    }

    it('the profile and its folder, the report, the export', async () => {
      const { cwd, home, env } = await everything(0);
      const files = [
        join(home, 'profiles.json'),
        join(cwd, 'report.json'),
        join(cwd, 'out', 'custom-integration.json'),
      ];
      expect(files.map(bits)).toEqual([0o600, 0o600, 0o600]);
      expect(bits(home)).toBe(0o700);
      for (const file of files) chmodSync(file, 0o644);
      for (const argv of [
        ['apply', '--severity', '2'],
        ['status', '--report', 'report.json'],
        ['export', 'out'],
      ])
        await run(argv, { env, cwd, configDir: home });
      expect(files.map(bits)).toEqual([0o600, 0o600, 0o600]);
    });

    it('a report is not written through a link that stands there', async () => {
      const { cwd, env } = await everything(0o022);
      const elsewhere = join(cwd, 'elsewhere.json');
      writeFileSync(elsewhere, readFileSync(join(cwd, 'report.json')));
      const before = readFileSync(elsewhere, 'utf8');
      symlinkSync(elsewhere, join(cwd, 'link.json'));
      expectWords(await run(['status', '--report', 'link.json'], { env, cwd }), [2]);
      expect(lstatSync(join(cwd, 'link.json')).isSymbolicLink()).toBe(true);
      expect(readFileSync(elsewhere, 'utf8')).toBe(before);
    });

    it('neither report nor export replaces a pipe, a folder or a device, and neither hangs on one', async () => {
      const { cwd, env } = await everything(0o022);
      mkdirSync(join(cwd, 'other'));
      const pipe = join(cwd, 'other', 'README.md');
      execFileSync('mkfifo', [pipe]);
      expectWords(await run(['export', 'other', '--offline'], { env, cwd }), [2]);
      for (const path of ['other', '/dev/null', '/dev/zero'])
        expectWords(await run(['status', '--report', path], { env, cwd }), [2]);
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    });

    it('a second export without --terraform says that the old file stays', async () => {
      const { cwd, env } = await everything(0o022);
      await run(['export', 'out', '--terraform'], { env, cwd });
      const { stderr } = await run(['export', 'out'], { env, cwd });
      expect(stderr).toContain('alert-source.tf is left over from an earlier export');
      expect(existsSync(join(cwd, 'out', 'alert-source.tf'))).toBe(true);
    });
  },
);

describe.skipIf(onWindows)('where the result has no room on the disk', () => {
  it.each([['schema'], ['plan', '--offline'], ['plan', '--offline', '--json'], ['--help']])(
    'the run ends with exit 1 and one sentence: %s',
    async (...argv) => {
      const command = `${process.execPath} ${join(packageRoot, 'bin', 'ilert-haloitsm.js')} ${argv.join(' ')} > /dev/full`;
      const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (part) => {
        stderr += part;
      });
      const exitCode = await new Promise((resolve) => child.once('close', resolve));
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(/^Error: The result can't be written .*ENOSPC.*\n$/),
      ]);
    },
  );
});

it('an endless pipe of secrets is given up', async () => {
  async function* flood() {
    for (;;) yield 'ILERT_API_TOKEN=x\n'.repeat(1000);
  }
  const ran = await run(['plan', '--offline', '--secrets-stdin'], { stdin: flood() });
  expectWords(ran, [2]);
  expect(ran.stderr).toContain('Standard input holds more than a few secrets.');
});

it('the message for a wrong secret is a complete sentence', async () => {
  const { stderr } = await run(['plan', '--offline'], { env: { HALO_CLIENT_SECRET: 'a b' } });
  expect(stderr).toContain('It must contain only the secret: client secret of the API application');
});
