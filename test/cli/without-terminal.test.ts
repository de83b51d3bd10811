import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runBuilt } from './built-command.ts';
import { filesBelow } from './files-below.ts';
import { silentInput } from './terminal.ts';

const NEEDED = [
  ['ILERT_API_TOKEN', 'ILERT_API_TOKEN_FILE'],
  ['--halo-url', 'HALO_URL'],
  ['--halo-client-id', 'HALO_CLIENT_ID'],
  ['HALO_CLIENT_SECRET', 'HALO_CLIENT_SECRET_FILE'],
];
const NEEDED_TO_SET_UP = [...NEEDED, ['--escalation-policy', 'ILERT_ESCALATION_POLICY']];

test.each([
  [['apply'], NEEDED_TO_SET_UP],
  [['apply', '--yes'], NEEDED_TO_SET_UP],
  [['apply', '--dry-run'], NEEDED_TO_SET_UP],
  [['plan'], NEEDED_TO_SET_UP],
  [['destroy', '--yes'], NEEDED],
] as const)(
  '%j with nothing set ends with 2 and names every flag and variable that is missing',
  async (argv, needed) => {
    for (const input of [{ input: '' }, { stdin: silentInput() }]) {
      const cwd = temporaryFolder();
      const { exitCode, stdout, stderr } = await run(argv, { cwd, ...input });
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      for (const name of needed.flat()) expect(stderr).toContain(name);
      expect(stderr.match(/^Error: Missing /gm)).toHaveLength(needed.length);
      expect(filesBelow(cwd)).toEqual([]);
    }
  },
);

test.each([true, false])(
  'the built command ends at once when something is missing (input silent: %j)',
  async (silent) => {
    const cwd = temporaryFolder();
    const ended = await runBuilt(['apply'], { cwd, silentInput: silent });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(
      'Set --escalation-policy, ILERT_ESCALATION_POLICY, or alertSource.escalationPolicy in the settings file.',
    );
    expect(filesBelow(cwd)).toEqual([]);
  },
);

test('an empty variable counts as missing, as CI systems set those of secrets they do not have', async () => {
  const sandbox = await sandboxOfTest();
  const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox, { ILERT_API_TOKEN: '' }) });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Missing ilert user API key.');
});

test('apply with all settings asks nothing and never reads an idle standard input', async () => {
  const sandbox = await sandboxOfTest();
  const { exitCode } = await run(['apply'], { env: pointedAt(sandbox), stdin: silentInput() });
  expect(exitCode).toBe(0);
});

test('destroy without a terminal removes nothing unless --yes is given, and says so', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  await run(['apply'], { env });
  const writes = sandbox.writes();
  const { exitCode, stderr } = await run(['destroy'], { env, stdin: silentInput() });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Nothing was removed. Non-interactive runs need --yes.');
  expect(stderr).toContain('alert source "HaloITSM"');
  expect(sandbox.writes()).toBe(writes);
});
