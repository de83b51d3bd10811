import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { onWindows } from '../../support/system.ts';

const OFFLINE = ['plan', '--offline'];
const env = { ILERT_ESCALATION_POLICY: 'Default', HALO_URL: 'https://acme.haloitsm.com' };
const isRoot = process.getuid?.() === 0;

/** Returns what a run has left in its folder, besides what the program saves. */
const filesIn = (folder: string) => readdirSync(folder).filter((name) => name !== '.saved');

describe('--output writes the result to a file instead of standard output', () => {
  it.each([
    ['text', /^Plan: 6 to create\.\n$/m],
    ['json', /"command": "plan"/],
  ])('as %s, exactly what would be printed', async (format, shown) => {
    const cwd = temporaryFolder();
    const printed = await run([...OFFLINE, '--format', format], { env });
    const ran = await run([...OFFLINE, '--format', format, '--output', 'plan.out'], { env, cwd });
    expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: `${printed.stderr}Result written to plan.out.\n` });
    expect(readFileSync(join(cwd, 'plan.out'), 'utf8')).toBe(printed.stdout);
    expect(printed.stdout).toMatch(shown);
    expect(filesIn(cwd)).toEqual(['plan.out']);
  });

  it('without colours, whatever the terminal has', async () => {
    const cwd = temporaryFolder();
    await run([...OFFLINE, '--output', 'plan.txt'], { env: { ...env, FORCE_COLOR: '1' }, cwd });
    expect(readFileSync(join(cwd, 'plan.txt'), 'utf8')).not.toContain('\u001b');
  });

  it('in place of an earlier one', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'plan.txt'), 'earlier');
    await run([...OFFLINE, '--output=plan.txt'], { env, cwd });
    expect(readFileSync(join(cwd, 'plan.txt'), 'utf8')).toContain('Plan: 6 to create.');
    expect(filesIn(cwd)).toEqual(['plan.txt']);
  });

  it.each(['real.txt', 'missing.txt'])(
    'but not through a link, which a branch may have committed: to %s',
    async (to) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, 'real.txt'), 'of somebody else');
      symlinkSync(to, join(cwd, 'plan.txt'));
      const ran = await run([...OFFLINE, '--output=plan.txt'], { env, cwd });
      expect(ran.exitCode).toBe(2);
      expect(ran.stderr).toContain('plan.txt is a symbolic link.');
      expect(readFileSync(join(cwd, 'real.txt'), 'utf8')).toBe('of somebody else');
      expect(filesIn(cwd)).toEqual(['plan.txt', 'real.txt']);
    },
  );

  // Windows has no file modes.
  it.skipIf(onWindows)('so that other users, as of a container, can read it', async () => {
    const cwd = temporaryFolder();
    await run([...OFFLINE, '--output', 'plan.txt'], { env, cwd });
    expect(statSync(join(cwd, 'plan.txt')).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('silently with --quiet', async () => {
    const ran = await run([...OFFLINE, '--quiet', '--output', 'plan.txt'], { env });
    expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('while - stands for standard output', async () => {
    const cwd = temporaryFolder();
    const { stdout } = await run([...OFFLINE, '--output', '-'], { env, cwd });
    expect(stdout).toContain('Plan: 6 to create.');
    expect(filesIn(cwd)).toEqual([]);
  });

  it.each([
    [['schema'], /"\$schema"/],
    [['completion', 'bash'], /complete -F/],
  ])('of %s too', async (argv, content) => {
    const cwd = temporaryFolder();
    expect(await run([...argv, '--output', 'file'], { cwd })).toMatchObject({ exitCode: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toMatch(content);
  });
});

describe('a later step finds the error in the file', () => {
  it.each([
    ['of the settings', ['plan', '--name', ' '], 2, 'setting-invalid'],
    ['of the command line', ['plan', '--nonsense'], 2, 'command-line-invalid'],
    ['of a value', ['plan', '--timeout', 'soon'], 2, 'command-line-invalid'],
  ])('%s', async (_what, argv, exitCode, code) => {
    const cwd = temporaryFolder();
    const ran = await run([...argv, '--json', '--output', 'result.json'], { env, cwd });
    expect(ran).toMatchObject({ exitCode, stdout: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'result.json'), 'utf8'))).toMatchObject({ ok: false, error: { code } });
  });

  it('in words, where the format is text', async () => {
    const cwd = temporaryFolder();
    await run(['plan', '--nonsense', '--output', 'result.txt'], { env, cwd });
    expect(readFileSync(join(cwd, 'result.txt'), 'utf8')).toMatch(/^Error: Unknown option --nonsense\./);
  });

  it('with what exists by then', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/Webhook' ? { kind: 'respond', status: 400, body: 'no' } : undefined;
    const cwd = temporaryFolder();
    const { exitCode, stdout } = await run(['apply', '--output', 'result.txt'], { env: pointedAt(sandbox), cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(readFileSync(join(cwd, 'result.txt'), 'utf8')).toMatch(/^Error: [\s\S]*Current state:\n {2}alert source/);
  });
});

describe('what cannot be written is refused before anything is done', () => {
  const refused = async (file: string, cwd: string, more: readonly string[] = []) => {
    const sandbox = await sandboxOfTest();
    const before = filesIn(cwd);
    const ran = await run(['apply', '--output', file, ...more], { env: pointedAt(sandbox), cwd });
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(sandbox.requests).toEqual([]);
    expect(filesIn(cwd)).toEqual(before);
    return ran.stderr;
  };

  it('a folder, and a file in none', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'results'));
    expect(await refused('results', cwd)).toContain('Error: results is a folder.');
    expect(await refused('none/plan.txt', cwd)).toContain(
      "Error: The result can't be written to none/plan.txt: its folder does not exist.",
    );
    expect(await refused('', cwd)).toContain('The name of the file for the result is empty.');
  });

  // Windows has neither devices nor modes; root may write everywhere.
  it.skipIf(onWindows)('a device, which shells redirect to', async () => {
    expect(await refused('/dev/stdout', temporaryFolder())).toMatch(
      /^Error: \/dev\/stdout is not a regular file\.\n {2}Omit --output, and redirect standard output to it\.\n$/,
    );
  });

  it.skipIf(onWindows || isRoot)('a folder without write permission', async () => {
    const cwd = temporaryFolder();
    chmodSync(cwd, 0o500);
    expect(await refused('plan.txt', cwd)).toContain("The result can't be written to plan.txt: permission denied.");
  });

  it('the settings file, and whatever else the command line names', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'ilert.yaml'), 'alertSource: {name: HaloITSM}\n');
    symlinkSync('ilert.yaml', join(cwd, 'link.yaml'));
    linkSync(join(cwd, 'ilert.yaml'), join(cwd, 'hard.yaml'));
    const named = 'Error: ./ilert.yaml is also named elsewhere on the command line.';
    expect(await refused('./ilert.yaml', cwd, ['--config', 'ilert.yaml'])).toContain(named);
    expect(await refused('./ilert.yaml', cwd, ['--payload=ilert.yaml'])).toContain(named);
    expect(await refused('./ilert.yaml', cwd, ['--config', 'link.yaml'])).toContain(named);
    expect(await refused('./ilert.yaml', cwd, ['--config', 'hard.yaml'])).toContain(named);
    expect(await refused('ilert-haloitsm.json', cwd)).toContain('would be read as the settings file');
    expect(readFileSync(join(cwd, 'ilert.yaml'), 'utf8')).toContain('HaloITSM');
  });

  it('a saved plan', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'plan.json'), JSON.stringify({ kind: 'ilert-haloitsm-plan' }));
    expect(await refused('plan.json', cwd)).toContain('Error: plan.json is a saved plan.');
  });

  it('with the error in the wanted format', async () => {
    const { stdout, exitCode } = await run([...OFFLINE, '--json', '--output', 'none/plan.json'], { env });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'plan', error: { code: 'file-unwritable' } });
  });
});

describe('what a run reads is never written over, whatever leads to it', () => {
  const files = (cwd: string) => {
    mkdirSync(join(cwd, 'parts'));
    writeFileSync(join(cwd, 'parts', 'pay.json'), '{"summary": <<ticket^summary>>}');
    writeFileSync(join(cwd, 'parts', 'key'), 'a-secret-key', { mode: 0o600 });
    const settings = 'ilert: {apiToken: "file:parts/key"}\nhalo: {payload: parts/pay.json}\n';
    writeFileSync(join(cwd, 'ilert.yaml'), settings);
    const targets = 'targets:\n  acme:\n    halo: {url: "https://acme.haloitsm.com", payload: parts/pay.json}\n';
    writeFileSync(join(cwd, 'fleet.yaml'), `ilert: {apiToken: "file:parts/key"}\n${targets}`);
    linkSync(join(cwd, 'parts', 'pay.json'), join(cwd, 'hard.json'));
    symlinkSync('parts', join(cwd, 'same-parts'));
  };
  const contents = (cwd: string) => ['pay.json', 'key'].map((name) => readFileSync(join(cwd, 'parts', name), 'utf8'));

  it.each<[string, string, string[]]>([
    ['the payload of the settings file', 'parts/pay.json', ['plan', '--offline', '--config', 'ilert.yaml']],
    ['the same file by another name', 'hard.json', ['plan', '--offline', '--config', 'ilert.yaml']],
    ['the same file by another folder', 'same-parts/pay.json', ['plan', '--offline', '--config', 'ilert.yaml']],
    ['the file of a secret', 'parts/key', ['plan', '--offline', '--config', 'ilert.yaml']],
    ['the payload of a target', 'parts/pay.json', ['plan', '--offline', '--config', 'fleet.yaml', '--target', 'acme']],
    ['that of one of all targets', 'parts/pay.json', ['plan', '--offline', '--config', 'fleet.yaml', '--all']],
  ])('%s', async (_, file, argv) => {
    const cwd = temporaryFolder();
    files(cwd);
    const before = contents(cwd);
    const ran = await run([...argv, '--json', '--output', file], { env: { ILERT_ESCALATION_POLICY: 'Default' }, cwd });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(`${file} is read by this run, so it is not written over.`);
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(contents(cwd)).toEqual(before);
  });

  it('a secret that a variable names, though nothing else is right', async () => {
    const cwd = temporaryFolder();
    files(cwd);
    const before = contents(cwd);
    const more = { ILERT_API_TOKEN_FILE: join(cwd, 'parts', 'key') };
    const ran = await run(['plan', '--name', ' ', '--output', 'parts/key'], { env: more, cwd });
    expect(ran.exitCode).toBe(2);
    expect(contents(cwd)).toEqual(before);
  });

  it("the repository's own pipeline, which one beside it is made for", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '.gitlab-ci.yml'), 'test: {script: make}\n');
    const ran = await run(['init', '--gitlab', '--json', '--output', '.gitlab-ci.yml'], { env, cwd });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('.gitlab-ci.yml is read by this run, so it is not written over.');
    expect(filesIn(cwd)).toEqual(['.gitlab-ci.yml']);
    expect(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')).toBe('test: {script: make}\n');
  });

  it('the certificates that Node.js trusts', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n');
    const ran = await run([...OFFLINE, '--output', 'ca.pem'], { env: { ...env, NODE_EXTRA_CA_CERTS: 'ca.pem' }, cwd });
    expect(ran.exitCode).toBe(2);
    expect(readFileSync(join(cwd, 'ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  it('a file that the same run has created: the result is on standard output instead', async () => {
    const cwd = temporaryFolder();
    const ran = await run(['init', '--gitlab', '--json', '--output', '.gitlab-ci.yml'], { env, cwd });
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain('not be written to .gitlab-ci.yml: this run has written something else to it.');
    expect(JSON.parse(ran.stdout)).toMatchObject({ command: 'init', ok: true });
    expect(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')).toContain('ilert-haloitsm-plan:');
  });

  it('a file of an export that the same run has replaced: the result is on standard output instead', async () => {
    const cwd = temporaryFolder();
    await run(['export', 'parts', '--offline'], { env, cwd });
    const [file = ''] = readdirSync(join(cwd, 'parts')).filter((name) => name.endsWith('.json'));
    const before = readFileSync(join(cwd, 'parts', file), 'utf8');
    const ran = await run(['export', 'parts', '--offline', '--json', '--output', `parts/${file}`], { env, cwd });
    expect(ran.exitCode).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ command: 'export', ok: true });
    expect(readFileSync(join(cwd, 'parts', file), 'utf8')).toBe(before);
  });

  it('by the files of an export', async () => {
    const cwd = temporaryFolder();
    await run(['export', 'parts', '--offline'], { env, cwd });
    const [file = ''] = readdirSync(join(cwd, 'parts')).filter((name) => name.endsWith('.json'));
    const path = join(cwd, 'parts', file);
    writeFileSync(path, '{"summary": <<ticket^summary>>}');
    const ran = await run(['export', 'parts', '--offline', '--payload', `parts/${file}`], { env, cwd });
    expect(ran).toMatchObject({ exitCode: 2 });
    expect(ran.stderr).toContain('is read by this run, so it is not written over.');
    expect(readFileSync(path, 'utf8')).toBe('{"summary": <<ticket^summary>>}');
  });
});

test('a result that can no longer be written is on standard output, and the run has failed', async () => {
  const cwd = temporaryFolder();
  const sandbox = await sandboxOfTest();
  sandbox.intercept = () => {
    // Someone else is faster.
    if (!existsSync(join(cwd, 'result.json'))) mkdirSync(join(cwd, 'result.json'));
    return undefined;
  };
  const ran = await run(['apply', '--json', '--output', 'result.json'], { env: pointedAt(sandbox), cwd });
  expect(ran.exitCode).toBe(1);
  expect(ran.stderr).toContain('Error: The result could not be written to result.json: ');
  expect(JSON.parse(ran.stdout)).toMatchObject({ ok: true, counts: { create: 6 } });
});

test('what prints until Ctrl-C is not written to a file', async () => {
  const ran = await run(['sandbox', '--output', 'variables.txt']);
  expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
  expect(ran.stderr).toContain('--output cannot be used here: sandbox prints while it runs.');
});

test('help is printed, and no file written', async () => {
  const cwd = temporaryFolder();
  const { stdout } = await run(['plan', '--output', 'plan.txt', '--help'], { cwd });
  expect(stdout).toContain('Usage: ilert-haloitsm plan');
  expect(filesIn(cwd)).toEqual([]);
});
