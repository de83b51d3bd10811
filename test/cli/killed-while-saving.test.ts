import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore } from '../../src/state/profiles.ts';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, configurationOf, countsIn, runAt } from '../support/tenants.ts';

const onWindows = process.platform === 'win32';

/** Sets up a tenant, and returns the file that the machine saved. */
async function savedBy(...argv: string[]) {
  const sandbox = await sandboxOfTest();
  const before = configurationOf(sandbox);
  const cwd = temporaryFolder();
  const ran = await runAt(sandbox, ['apply', ...argv], { cwd });
  expect(ran.exitCode).toBe(0);
  return { sandbox, before, cwd, folder: join(cwd, '.saved'), file: join(cwd, '.saved', 'profiles.json') };
}

type Harm = (file: string) => void;

const cutAt =
  (part: number): Harm =>
  (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * part)));
  };

const harms: (readonly [string, Harm])[] = [
  ['empty', cutAt(0)],
  ['cut in its middle', cutAt(0.5)],
  ['without its last brace', (file) => writeFileSync(file, readFileSync(file, 'utf8').trimEnd().slice(0, -1))],
  ['full of zeros, as after a power cut', (file) => writeFileSync(file, Buffer.alloc(statSync(file).size))],
  [
    'binary',
    (file) => writeFileSync(file, Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 37) % 256))),
  ],
  ['20 MB of one profile', (file) => writeFileSync(file, `{"default": "${'x'.repeat(20_000_000)}"}`)],
  ['1 MB of brackets', (file) => writeFileSync(file, '['.repeat(1_000_000))],
  [
    'a folder with something in it',
    (file) => {
      rmSync(file);
      mkdirSync(join(file, 'inner'), { recursive: true });
    },
  ],
  // On Windows, a file's owner can always read it, and links require special rights.
  ...(onWindows
    ? []
    : ([
        ['unreadable', (file) => chmodSync(file, 0)],
        [
          'a link to nowhere',
          (file) => {
            rmSync(file);
            symlinkSync('/nowhere/at/all', file);
          },
        ],
        ['in a folder that nobody may write to', (file) => chmodSync(join(file, '..'), 0o500)],
      ] satisfies [string, Harm][])),
];

describe.each(harms)('a saved profile that is %s', (_, harm) => {
  it('does no harm to apply, plan, status and destroy', async () => {
    const { sandbox, before, cwd, folder, file } = await savedBy();
    harm(file);
    for (const argv of [['plan', '--exit-code'], ['status'], ['apply']]) {
      const { exitCode, stdout, stderr } = await runAt(sandbox, argv, { cwd });
      expect([argv[0], exitCode]).toEqual([argv[0], 0]);
      expect(stdout + stderr).not.toMatch(/Error:|This is a bug|^\s+at /m);
    }
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes'], { cwd });
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    expect(configurationOf(sandbox)).toEqual(before);
    // So that it can be removed.
    chmodSync(folder, 0o700);
  });
});

it('cut at any byte, a saved profile was interpreted as a whole or not at all', async () => {
  const { folder, file } = await savedBy();
  const whole = readFileSync(file, 'utf8');
  const store = createProfileStore(folder);
  const saved = await store.read('default');
  expect(saved).toMatchObject({ resources: { runbook: { name: 'ilert runbook' } } });
  for (let length = 0; length < whole.length; length += 1) {
    writeFileSync(file, whole.slice(0, length));
    const isWhole = whole.slice(length).trim() === '';
    expect(await store.read('default')).toEqual(isWhole ? saved : undefined);
  }
});

it('the temporary file of a killed run is not read, and the next run saves as usual', async () => {
  const { sandbox, cwd, folder, file } = await savedBy();
  const before = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(`${file}.tmp-1732500000000000`, '{"default": {"ilert": "https://elsewhere.exa');
  await applied(sandbox);
  expect((await runAt(sandbox, ['apply'], { cwd })).stdout).toContain('No changes');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before);
  expect(readdirSync(folder).filter((name) => name.startsWith('profiles')).length).toBeLessThanOrEqual(2);
});

it('a policy that an earlier run created stays when its profile is lost', async () => {
  const asked = ['--escalation-policy', 'Helpdesk', '--policy-responder', 'On-call'];
  const { sandbox, cwd, file } = await savedBy(...asked);
  cutAt(0.5)(file);
  expect((await runAt(sandbox, ['destroy', '--yes', ...asked], { cwd })).exitCode).toBe(0);
  expect(sandbox.ilert.state.policies.filter(({ name }) => name === 'Helpdesk')).toHaveLength(1);
});
