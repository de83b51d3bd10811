import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfileStore } from '../../src/state/profiles.ts';
import { runBuilt } from '../cli/built-command.ts';
import { pointedAt, temporaryFolder } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';

function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

function linkToPipe(path: string): void {
  makePipe(`${path}.pipe`);
  symlinkSync(`${path}.pipe`, path);
}

/** What may be in the place of saved ids: reading it to its end would take forever, or fail. */
const STANDS_THERE: [string, (path: string) => void][] = [
  ['a pipe', makePipe],
  ['a link to a pipe', linkToPipe],
  ['a link to a device without end', (path) => symlinkSync('/dev/zero', path)],
  ['a link to itself', (path) => symlinkSync(path, path)],
  ['a folder', (path) => mkdirSync(path)],
];

// With the built command: waiting for a pipe would also block the tests and their timeout.
describe.skipIf(onWindows)('what can not be saved is told, and the run ends well', () => {
  it.each(STANDS_THERE)('where %s stands in the place of the profiles', async (_, make) => {
    const sandbox = await sandboxOfTest();
    const home = temporaryFolder();
    const path = join(home, 'profiles.json');
    make(path);
    const before = lstatSync(path).mode;
    const ran = await runBuilt(['apply'], { env: { ...pointedAt(sandbox), ILERT_HALOITSM_HOME: home } });
    expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringContaining('Done: 6 created')]);
    expect(ran.stderr).toContain('Note: The profile could not be saved');
    expect(lstatSync(path).mode).toBe(before);
  });

  it.each(STANDS_THERE)('where %s stands in the place of the notes on the last runs', async (_, make) => {
    const { env, folder } = await fleetOfTest(2);
    const home = temporaryFolder();
    make(join(home, 'last-runs'));
    const argv = ['apply', '--all', '--resume', '--config', 'fleet.yaml'];
    const ran = await runBuilt(argv, { cwd: folder, env: { ...env, ILERT_HALOITSM_HOME: home } });
    expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringMatching(/^2 targets: 2 changed; 12 created\.$/m)]);
  });

  it.each(STANDS_THERE)('where %s stands in the place of a note, it counts as none', async (_, make) => {
    const fleet = await fleetOfTest(1);
    const notes = join(fleet.folder, '.saved', 'last-runs');
    await fleet.run(['apply', '--all']);
    const [name = ''] = readdirSync(notes);
    rmSync(join(notes, name));
    make(join(notes, name));
    expect((await fleet.run(['apply', '--all', '--resume'])).stdout).toContain('no changes');
  });
});

it.skipIf(onWindows)('a pipe in the place of saved entries refuses to be written, in a clause', async () => {
  const home = temporaryFolder();
  makePipe(join(home, 'profiles.json'));
  const profile = { ilert: 'https://api.ilert.com', halo: 'https://halo.example', resources: {} };
  await expect(createProfileStore(home).write('default', profile)).rejects.toThrow('it is not a file');
  await expect(createProfileStore(home).delete('default')).rejects.toThrow('it is not a file');
});
