import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, run, temporaryFolder } from '../support/cli.ts';
import { runBuilt } from './built-command.ts';
import { filesBelow } from './files-below.ts';

/** Runs, and expects that no file was created. */
async function runLeavingNothing(argv: readonly string[]) {
  const cwd = temporaryFolder();
  const ran = await run(argv, { cwd });
  expect(filesBelow(cwd)).toEqual([]);
  return ran;
}

test.each([
  [['aply'], /Unknown command "aply"/, 'apply'],
  [['apply', '--esclation-policy', 'x'], /Unknown option --esclation-policy\./, '--escalation-policy'],
  [['plan', '--exitcode'], /Unknown option --exitcode\./, '--exit-code'],
  [['sandbox', '--dmo'], /Unknown option --dmo\./, '--demo'],
] as const)('%j ends with 2 and the nearest one, and does nothing', async (argv, sentence, near) => {
  const { exitCode, stdout, stderr } = await runLeavingNothing(argv);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(new RegExp(`Did you mean ${near}\\?`));
});

test.each([[[]], [['--bogus']], [['apply', '--timeout', 'soon']]])(
  '%j ends with 2 and a message, and does nothing',
  async (argv) => {
    const { exitCode, stdout, stderr } = await runLeavingNothing(argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Error: \S.*\.\n {2}\S/);
    expect(stderr).not.toContain('This is a bug');
    expect(stderr).not.toMatch(/^\s+at /m);
  },
);

test.each([
  [['plan', '--config', 'a.yaml', '--config', 'b.yaml'], '--config'],
  [['plan', '--config=a.yaml', '--config=a.yaml'], '--config'],
  [['apply', '--name', 'One', '--team', 'A', '--team', 'B', '--name', 'Two'], '--name'],
  [['--profile', 'a', '--profile', 'b'], '--profile'],
  [['verify', '--wait', '5', '--wait', '6'], '--wait'],
])('%j ends with 2: a flag that takes one value was set twice', async (argv, flag) => {
  const { exitCode, stdout, stderr } = await runLeavingNothing(argv);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(`Error: ${flag} was set twice.\n  It takes one value. Remove one of them.\n`);
});

test('the built command creates no file either, wherever it saves profiles', async () => {
  const cwd = temporaryFolder();
  for (const argv of [[], ['--bogus'], ['apply', '--bogus'], ['--version'], ['apply', '--help']]) {
    await runBuilt(argv, { cwd, env: { XDG_CONFIG_HOME: join(cwd, 'xdg'), XDG_CACHE_HOME: join(cwd, 'cache') } });
  }
  expect(filesBelow(cwd)).toEqual([]);
});

test.each(['ilert-api-token', 'halo-client-secret', 'token', 'client-secret', 'api-key'])(
  'there is no flag --%s: a secret given so is refused and not repeated',
  async (flag) => {
    for (const argv of [[`--${flag}`, 'il1apiS3CRET'], [`--${flag}=il1apiS3CRET`]]) {
      for (const more of [[], ['--json'], ['--verbose']]) {
        const { exitCode, stdout, stderr } = await runLeavingNothing(['apply', ...argv, ...more]);
        expect(exitCode).toBe(2);
        expect(stderr).toContain(`Unknown option --${flag}.`);
        expect(stdout + stderr).not.toContain('S3CRET');
      }
    }
  },
);

test.each(['--version', '-V'])('%s prints the version of the package and nothing else', async (flag) => {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  expect(await runLeavingNothing([flag])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test('help offers no flag for a secret', async () => {
  const { stdout } = await run(['apply', '--help', 'settings']);
  expect(stdout).not.toMatch(/--\S*(token|client-secret|password|key)\b/);
});
