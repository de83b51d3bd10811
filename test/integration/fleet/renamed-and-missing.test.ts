import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../support/cli.ts';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf, countsIn } from '../../support/tenants.ts';

const FILE = 'fleet.yaml';

function edit({ folder }: Fleet, change: (text: string) => string, file = FILE): void {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Renames customer-1. @param was whether the file says so */
function rename(fleet: Fleet, { was = 'was: customer-1' } = {}): void {
  edit(fleet, (text) => text.replace('  customer-1:\n', `  globex:\n    ${was}\n`));
}

function remove(fleet: Fleet, file = FILE): void {
  edit(fleet, (text) => text.replace(/ {2}customer-1:\n.*\n/, ''), file);
}

function forget({ folder }: Fleet): void {
  rmSync(join(folder, '.saved'), { recursive: true });
}

function sourceNames({ sandboxes }: Fleet): string[] {
  return (sandboxes[0]?.ilert.state.alertSources ?? [])
    .map(({ name }) => name)
    .filter((name) => /customer|globex/.test(name))
    .sort();
}

function remembered({ folder }: Fleet): string[] {
  return Object.keys(JSON.parse(readFileSync(join(folder, '.saved', 'profiles.json'), 'utf8'))).sort();
}

test.each([
  ['what the machine remembers', () => undefined],
  ['nothing but the settings file, as in a pipeline', forget],
])('a renamed target keeps its resources, with %s: its alert source gets the new name', async (_, prepare) => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const before = fleet.sandboxes.map(countsIn);
  prepare(fleet);
  rename(fleet);
  const plan = JSON.parse((await fleet.run(['plan', '--all', '--json'])).stdout);
  expect(plan.targets[0]).toMatchObject({ target: 'globex', counts: { create: 0, update: 1 } });
  expect(plan.notes).toEqual([]);
  const { exitCode } = await fleet.run(['apply', '--target', 'globex']);
  expect(exitCode).toBe(0);
  expect(fleet.sandboxes.map(countsIn)).toEqual(before);
  expect(sourceNames(fleet)).toEqual(['HaloITSM customer-2', 'HaloITSM globex']);
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
});

test('what is remembered moves to the new name once it is applied, and "was" may then go', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  rename(fleet);
  await fleet.run(['plan', '--all']);
  await fleet.run(['status', '--all']);
  expect(remembered(fleet)).toEqual(['default/customer-1', 'default/customer-2']);
  await fleet.run(['apply', '--all']);
  expect(remembered(fleet)).toEqual(['default/customer-2', 'default/globex']);
  edit(fleet, (text) => text.replace('    was: customer-1\n', ''));
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
});

test('a renamed target is listed as set up from here before its next apply, too', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--target', 'customer-1']);
  rename(fleet);
  const { targets } = JSON.parse((await fleet.run(['targets', '--json'])).stdout);
  expect(targets.map(({ remembered }: { remembered: boolean }) => remembered)).toEqual([true, false]);
});

test("with ilert's side alone, where no method leads to the alert source, its former name does", async () => {
  const fleet = await fleetOfTest(1);
  await fleet.run(['apply', '--target', 'customer-1', '--only', 'ilert']);
  forget(fleet);
  rename(fleet, { was: 'was: [never-seen, customer-1]' });
  const plan = JSON.parse((await fleet.run(['plan', '--target', 'globex', '--only', 'ilert', '--json'])).stdout);
  expect(plan.counts).toMatchObject({ create: 0, update: 1 });
  const kept = JSON.parse(
    (await fleet.run(['destroy', '--target', 'globex', '--only', 'ilert', '--yes', '--json'])).stdout,
  );
  // Under its former name alone it may be someone else's: only what has the new one is removed.
  expect([kept.counts.delete, sourceNames(fleet)]).toEqual([0, ['HaloITSM customer-1']]);
});

test('a target that is no longer in the file is reported while it is remembered, and removed only if it is named', async () => {
  const fleet = await fleetOfTest(2);
  const before = fleet.sandboxes.map(countsIn);
  await fleet.run(['apply', '--all']);
  const applied = fleet.sandboxes.map(countsIn);
  remove(fleet);
  for (const command of ['plan', 'status', 'apply']) {
    const { exitCode, stdout } = await fleet.run([command, '--all', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).notes).toEqual([
      expect.stringMatching(
        /^No longer in fleet\.yaml, .*customer-1 \(http.*destroy --config fleet\.yaml --target customer-1\./,
      ),
    ]);
  }
  const markdown = await fleet.run(['plan', '--all', '--format', 'markdown']);
  expect(markdown.stdout).toContain('No longer in');
  await fleet.run(['destroy', '--target', '*', '--yes']);
  expect(countsIn(fleet.sandboxes[0] as never).slice(1)).toEqual((applied[0] as number[]).slice(1));
  const without = await fleet.run(['destroy', '--target', 'customer-1', '--yes']);
  expect([without.exitCode, without.stderr]).toEqual([2, expect.stringContaining('HALO_CLIENT_SECRET')]);
  expect(without.stderr).not.toMatch(/settings file|halo\.clientSecret/);
  const env = { HALO_CLIENT_SECRET: fleet.env.HALO_SECRET_1 };
  const removed = await fleet.run(['destroy', '--target', 'customer-1', '--yes'], { env });
  expect([removed.exitCode, removed.stderr]).toEqual([0, expect.any(String)]);
  expect(fleet.sandboxes.map(countsIn)).toEqual(before);
  expect(JSON.parse((await fleet.run(['plan', '--all', '--json'])).stdout).notes).toEqual([]);
});

test('what another settings file has set up is neither reported nor removed', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  remove(fleet);
  writeFileSync(join(fleet.folder, 'other.yaml'), readFileSync(join(fleet.folder, FILE)));
  const other = (...argv: string[]) => run([...argv, '--config', 'other.yaml'], { cwd: fleet.folder, env: fleet.env });
  expect(JSON.parse((await other('plan', '--all', '--json')).stdout).notes).toEqual([]);
  const { exitCode, stderr } = await other('destroy', '--target', 'customer-1', '--yes');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('other.yaml has no target "customer-1".')]);
});

test('a target that was renamed without a word is not removed under its former name: it may be the other one', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const before = fleet.sandboxes.map(countsIn);
  rename(fleet, { was: 'name: Globex' });
  const destroy = async () => {
    const env = { HALO_CLIENT_SECRET: fleet.env.HALO_SECRET_1 };
    const { exitCode, stderr } = await fleet.run(['destroy', '--target', 'customer-1', '--yes'], { env });
    return [exitCode, stderr];
  };
  expect(await destroy()).toEqual([2, expect.stringContaining('what it had may be that of globex')]);
  const notes = async () => JSON.parse((await fleet.run(['apply', '--all', '--json'])).stdout).notes.join();
  expect(await notes()).toContain('add "was: OLD"');
  // From then on, both names remember the same.
  expect(await destroy()).toEqual([2, expect.stringContaining('has no target "customer-1"')]);
  expect(await notes()).toBe('');
  expect(fleet.sandboxes.map(countsIn)).toEqual(before);
});

test('of one that both names are remembered of, the former is forgotten with the next change if it is the same', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  rename(fleet, { was: 'name: Globex' });
  await fleet.run(['apply', '--all']);
  expect(remembered(fleet)).toEqual(['default/customer-1', 'default/customer-2', 'default/globex']);
  edit(fleet, (text) => text.replace('name: Globex', 'was: customer-1'));
  await fleet.run(['apply', '--all']);
  expect(remembered(fleet)).toEqual(['default/customer-2', 'default/globex']);
});

test("a former name does not take what is another Halo's by now, of another settings file on this machine", async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--target', 'customer-1']);
  const before = fleet.sandboxes.slice(0, 1).map(countsIn);
  const thief = readFileSync(join(fleet.folder, FILE), 'utf8').replace(
    '  customer-2:\n',
    '  globex:\n    was: customer-1\n',
  );
  writeFileSync(join(fleet.folder, 'other.yaml'), thief.replace(/ {2}customer-1:\n.*\n/, ''));
  const other = (argv: readonly string[]) =>
    run([...argv, '--config', 'other.yaml'], { cwd: fleet.folder, env: fleet.env });
  const applied = await other(['apply', '--all', '--json']);
  expect(JSON.parse(applied.stdout).targets[0].counts).toMatchObject({ create: 6, update: 0 });
  await other(['destroy', '--all', '--yes']);
  expect(fleet.sandboxes.slice(0, 1).map(countsIn)).toEqual(before);
  expect((await fleet.run(['status', '--target', 'customer-1'])).exitCode).toBe(0);
});

test('a target that has moved to another settings file is neither reported as missing nor removed under its old name', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const text = readFileSync(join(fleet.folder, FILE), 'utf8');
  const moved = text
    .replace(/ {2}customer-2:\n.*\n/, '')
    .replace('  customer-1:\n', '  z:\n    alertSource: { name: HaloITSM customer-1 }\n');
  writeFileSync(join(fleet.folder, 'other.yaml'), moved);
  await run(['apply', '--all', '--config', 'other.yaml'], { cwd: fleet.folder, env: fleet.env });
  remove(fleet);
  const plan = await fleet.run(['plan', '--all', '--json']);
  expect(JSON.parse(plan.stdout).notes).toEqual([]);
  const before = fleet.sandboxes.map(countsIn);
  const env = { HALO_CLIENT_SECRET: fleet.env.HALO_SECRET_1 ?? '' };
  expect((await fleet.run(['destroy', '--target', 'customer-1', '--yes'], { env })).exitCode).toBe(2);
  expect(fleet.sandboxes.map(countsIn)).toEqual(before);
});

test.each([
  ['by the same variable', 'env:HALO_CLIENT_SECRET'],
  ['by a variable of its own', 'env:HALO_SECRET_2'],
  ['without a setting', undefined],
])(
  'the client secret of another target is not sent to the Halo of one that is gone from the file: given %s',
  async (_, reference) => {
    const fleet = await fleetOfTest(2);
    await fleet.run(['apply', '--all']);
    remove(fleet);
    edit(fleet, (text) =>
      reference === undefined
        ? text.replace(/, clientSecret: env:HALO_SECRET_2/, '')
        : text.replace('env:HALO_SECRET_2', reference),
    );
    const [gone] = fleet.sandboxes;
    const before = gone?.requests.length;
    const env = { HALO_CLIENT_SECRET: fleet.env.HALO_SECRET_2 ?? '' };
    const { exitCode, stderr } = await fleet.run(['destroy', '--target', 'customer-1', '--yes'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HALO_CLIENT_SECRET has the client secret of customer-2');
    expect(gone?.requests.length).toBe(before);
  },
);

test('of two targets in one Halo, one that is missing is removed where the other is remembered with resources of its own', async () => {
  const fleet = await fleetOfTest(1);
  const sourcesOf = ({ sandboxes: [first] }: Fleet) =>
    (first?.ilert.state.alertSources ?? [])
      .map(({ name }) => name)
      .filter((name) => /(aaa|bbb)$/.test(name))
      .sort();
  const own = (name: string) =>
    `{ integrationName: "${name}", methodName: "${name} method", runbookName: "${name} runbook", `;
  edit(fleet, (text) => {
    const [halo = ''] = /halo: \{ product.*/.exec(text) ?? [];
    const target = (name: string) => `  ${name}:\n    ${halo.replace('{ ', own(name))}\n`;
    return text.replace(/ {2}customer-1:\n.*\n/, target('aaa') + target('bbb'));
  });
  expect((await fleet.run(['apply', '--target', 'bbb'])).exitCode).toBe(0);
  expect(sourcesOf(fleet)).toEqual(['HaloITSM bbb']);
  expect((await fleet.run(['apply', '--target', 'aaa'])).exitCode).toBe(0);
  expect(sourcesOf(fleet)).toEqual(['HaloITSM aaa', 'HaloITSM bbb']);
  edit(fleet, (text) => text.replace(/ {2}aaa:\n.*\n/, ''));
  const [note] = JSON.parse((await fleet.run(['plan', '--all', '--json'])).stdout).notes;
  expect(note).toContain('To remove one: ilert-haloitsm destroy --config fleet.yaml --target aaa.');
  const env = { HALO_CLIENT_SECRET: fleet.env.HALO_SECRET_1 };
  const { exitCode, stderr } = await fleet.run(['destroy', '--yes', '--target', 'aaa'], { env });
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
  expect(sourcesOf(fleet)).toEqual(['HaloITSM bbb']);
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
});

test('where the address of a target has changed in the file, the advice is for that target alone', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const old = fleet.sandboxes[0]?.halo.url ?? '';
  const moved = old.replace('127.0.0.1', 'localhost');
  expect(moved).not.toBe(old);
  edit(fleet, (text) => text.replace(`url: "${old}", clientId`, `url: "${moved}", clientId`));
  const { exitCode, stdout } = await fleet.run(['plan', '--all']);
  expect(exitCode).toBe(1);
  const words = stdout.replace(/\s+/g, ' ');
  expect(words).toContain(`set halo.url to ${old} again in fleet.yaml, line 5.`);
  expect(words).not.toMatch(/Use --halo-url|--profile NAME/);
});

test('a target whose Halo has moved to another address keeps its resources once its alert source is named', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const before = fleet.sandboxes.map(countsIn);
  const old = fleet.sandboxes[0]?.halo.url ?? '';
  edit(fleet, (text) =>
    text.replace(
      `url: "${old}", clientId`,
      `url: "${old.replace('127.0.0.1', 'localhost')}", authUrl: "${old}/auth", clientId`,
    ),
  );
  const refused = await fleet.run(['apply', '--target', 'customer-1', '--yes']);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('If its Halo has moved')]);
  const [, command = ''] =
    /ilert-haloitsm plan (--config fleet.yaml --target customer-1 --adopt alert-source:\d+),/.exec(refused.stderr) ??
    [];
  const adopting = command.split(' ').slice(2);
  const wrong = adopting.with(-1, 'alert-source:1');
  const again = await fleet.run(['plan', ...wrong]);
  expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining(`plan ${command},`)]);
  const plan = await fleet.run(['plan', '--exit-code', ...adopting]);
  // The same Halo under another address: there is nothing to deactivate.
  expect([plan.exitCode, plan.stderr]).toEqual([0, expect.not.stringContaining('deactivate')]);
  expect((await fleet.run(['apply', ...adopting])).exitCode).toBe(0);
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
  expect(fleet.sandboxes.map(countsIn)).toEqual(before);
});

test.each([
  ['plan', 'apply'],
  ['destroy --dry-run', 'destroy --yes'],
])('%s and %s for a target that got a new Halo say what to deactivate in the former one', async (...commands) => {
  const fleet = await fleetOfTest(2);
  const spare = await sandboxOfTest();
  await fleet.run(['apply', '--all']);
  const [{ url, state } = { url: '', state: undefined }] = fleet.sandboxes.map(({ halo }) => halo);
  const runbook = state?.webhooks.find(({ name }) => name === 'ilert runbook');
  const source = fleet.sandboxes[0]?.ilert.state.alertSources.find(({ name }) => name === 'HaloITSM customer-1');
  edit(fleet, (text) =>
    text.replace(
      new RegExp(`url: "${url}", clientId: [^,]+, clientSecret: "env:HALO_SECRET_1"`),
      `url: "${spare.halo.url}", clientId: ${spare.halo.clientId}, clientSecret: "env:HALO_SPARE"`,
    ),
  );
  const note = `The former HaloITSM, ${url}, may still have the runbook "ilert runbook" (ID ${runbook?.id}), which posts to the same alert source. If so, deactivate it there`;
  for (const command of commands) {
    const argv = [...command.split(' '), '--target', 'customer-1', '--adopt', `alert-source:${source?.id}`, '--json'];
    const { exitCode, stdout } = await fleet.run(argv, { env: { HALO_SPARE: spare.halo.clientSecret } });
    expect([exitCode, JSON.parse(stdout).notes], stdout).toEqual([0, [expect.stringContaining(note)]]);
  }
});

test('a settings file that was moved still knows what is missing from it, and removes it', async () => {
  const fleet = await fleetOfTest(2);
  const before = fleet.sandboxes.map(countsIn);
  await fleet.run(['apply', '--all']);
  remove(fleet);
  mkdirSync(join(fleet.folder, 'moved'));
  renameSync(join(fleet.folder, FILE), join(fleet.folder, 'moved', FILE));
  const moved = (argv: readonly string[], env = {}) =>
    run([...argv, '--config', 'moved/fleet.yaml'], { cwd: fleet.folder, env: { ...fleet.env, ...env } });
  const [note] = JSON.parse((await moved(['plan', '--all', '--json'])).stdout).notes;
  expect(note).toMatch(/customer-1 \(http:\S+, set up from \S+\/fleet\.yaml\)/);
  const removed = await moved(['destroy', '--target', 'customer-1', '--yes'], {
    HALO_CLIENT_SECRET: fleet.env.HALO_SECRET_1,
  });
  expect([removed.exitCode, removed.stderr]).toEqual([0, expect.any(String)]);
  expect(fleet.sandboxes.map(countsIn)[0]?.slice(1)).toEqual(before[0]?.slice(1));
});

test('a settings file that a link leads to knows what is missing from it', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  remove(fleet);
  symlinkSync(join(fleet.folder, FILE), join(fleet.folder, 'link.yaml'));
  const { stdout } = await run(['plan', '--all', '--config', 'link.yaml', '--json'], {
    cwd: fleet.folder,
    env: fleet.env,
  });
  expect(JSON.parse(stdout).notes).toEqual([expect.stringContaining('No longer in link.yaml')]);
});

test('of a target that a copy of the settings file had set up, it is said which file and what removes it', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  writeFileSync(join(fleet.folder, 'copy.yaml'), readFileSync(join(fleet.folder, FILE)));
  await run(['apply', '--all', '--config', 'copy.yaml'], { cwd: fleet.folder, env: fleet.env });
  for (const file of [FILE, 'copy.yaml']) remove(fleet, file);
  const { exitCode, stderr } = await fleet.run(['plan', '--target', 'customer-1']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/remembers it from \S+\/copy\.yaml\. To remove its resources: /);
  expect(stderr).toMatch(/ilert-haloitsm destroy --config \S+\/copy\.yaml --target customer-1/);
});

test('for a target that is no longer in the file, plan says that it is remembered and what removes it', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  remove(fleet);
  const { exitCode, stderr } = await fleet.run(['plan', '--target', 'customer-1']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('To remove its resources: ilert-haloitsm destroy --config fleet.yaml --target customer-1');
  expect(stderr).not.toContain('customer-2');
});

test('destroy suggests no other target for a name that the file does not have, and nothing but the name is wrong', async () => {
  const fleet = await fleetOfTest(2);
  for (const argv of [['customer-3'], ['customer-3', '--target', 'customer-1'], ['customer-3*']]) {
    const { exitCode, stderr } = await fleet.run(['destroy', '--yes', '--target', ...argv], {
      env: { HALO_SECRET_1: '' },
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no target')]);
    expect(stderr).not.toMatch(/Did you mean|customer-2/);
  }
  const { stderr } = await fleet.run(['plan', '--target', 'customer-3']);
  expect(stderr).toContain('Did you mean');
  expect(stderr).not.toMatch(/HALO_|client/);
});

test('a settings file that was moved away is not taken for another one, whose runs say nothing of its targets', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  writeFileSync(
    join(fleet.folder, 'other.yaml'),
    readFileSync(join(fleet.folder, FILE), 'utf8').replaceAll('customer-', 'z-'),
  );
  mkdirSync(join(fleet.folder, 'moved'));
  renameSync(join(fleet.folder, FILE), join(fleet.folder, 'moved', FILE));
  const other = (argv: readonly string[]) =>
    run([...argv, '--config', 'other.yaml'], { cwd: fleet.folder, env: { ...fleet.env, HALO_CLIENT_SECRET: 'x' } });
  expect(JSON.parse((await other(['targets', '--json'])).stdout).notes ?? []).toEqual([]);
  const { exitCode, stderr } = await other(['destroy', '--target', 'customer-1', '--yes']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no target')]);
});

test('of a target that is in another settings file now, it is said which, and the note says to apply that one first', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  writeFileSync(join(fleet.folder, 'vip.yaml'), readFileSync(join(fleet.folder, FILE)));
  remove(fleet);
  const [note] = JSON.parse((await fleet.run(['plan', '--all', '--json'])).stdout).notes;
  expect(note).toMatch(/If one is in another settings file now, apply that one first\..* To remove one: /);
  await run(['apply', '--all', '--config', 'vip.yaml'], { cwd: fleet.folder, env: fleet.env });
  expect(JSON.parse((await fleet.run(['plan', '--all', '--json'])).stdout).notes).toEqual([]);
  const { exitCode, stderr } = await fleet.run(['plan', '--target', 'customer-1']);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/It is in \S+vip\.yaml: choose that file with --config\./),
  ]);
  expect(stderr).not.toContain('destroy');
});

test('a target that was renamed in a file that was moved is remembered once, and never called missing', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  rename(fleet);
  mkdirSync(join(fleet.folder, 'moved'));
  renameSync(join(fleet.folder, FILE), join(fleet.folder, 'moved', FILE));
  const moved = (argv: readonly string[]) =>
    run([...argv, '--config', 'moved/fleet.yaml'], { cwd: fleet.folder, env: fleet.env });
  expect((await moved(['apply', '--target', 'globex'])).exitCode).toBe(0);
  expect(remembered(fleet)).toEqual(['default/customer-2', 'default/globex']);
  const [first] = fleet.sandboxes;
  const sources = first?.ilert.state.alertSources ?? [];
  sources.splice(
    sources.findIndex(({ name }) => name === 'HaloITSM globex'),
    1,
  );
  expect((await moved(['apply', '--target', 'globex'])).exitCode).toBe(0);
  expect(JSON.parse((await moved(['plan', '--all', '--json'])).stdout).notes).toEqual([]);
});

test('where no target was chosen, that is all that is wrong, whatever the targets share', async () => {
  const fleet = await fleetOfTest(2);
  edit(fleet, (text) => text.replace('alertSource: { ', 'alertSource: { ticketLink: true, '));
  const { exitCode, stderr } = await fleet.run(['plan']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('none was chosen')]);
  expect(stderr.match(/Error:/g)).toHaveLength(1);
});

test('a target does not take what another target of the file has, where their addresses were swapped by mistake', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const before = fleet.sandboxes.map(configurationOf);
  const halos = /^ {4}halo: .*$/gm;
  edit(fleet, (text) => {
    const lines = text.match(halos)?.toReversed() ?? [];
    return text.replace(halos, () => lines.shift() ?? '');
  });
  const refused = await fleet.run(['apply', '--target', 'customer-1', '--yes']);
  expect(refused.exitCode).toBe(2);
  const [, adopt = ''] = /--adopt (alert-source:\d+)/.exec(refused.stderr) ?? [];
  for (const command of ['plan', 'apply', 'destroy']) {
    const { exitCode, stderr } = await fleet.run([command, '--target', 'customer-1', '--adopt', adopt]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('belongs to target customer-2: custom integration'),
    ]);
  }
  expect(fleet.sandboxes.map(configurationOf)).toEqual(before);
});
