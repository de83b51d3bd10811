import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run, temporaryFolder } from '../../support/cli.ts';
import { onWindows } from '../../support/system.ts';

const FILE = 'ilert-haloitsm.yaml';

/** Runs `init` in a folder of its own. */
async function init(argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}, cwd = temporaryFolder()) {
  const ran = await run(['init', ...argv], { cwd, env });
  const read = (name = FILE) => readFileSync(join(cwd, name), 'utf8');
  return { ...ran, cwd, read };
}

describe('init without any settings', () => {
  it('writes a file to fill in, says what, and plan names each place until that is done', async () => {
    const { exitCode, stdout, stderr, read, cwd } = await init();
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`Written:
  ${FILE}

Next
  1. In ${FILE}, put your values for alertSource.escalationPolicy, halo.url and halo.clientId.
  2. Set the environment variables ILERT_API_TOKEN and HALO_CLIENT_SECRET.
  3. Run: npx ilert-haloitsm plan
`);
    const empty = await run(['plan', '--offline'], { cwd });
    expect([empty.exitCode, empty.stderr.match(/Replace it with your own value/g)?.length]).toEqual([2, 3]);
    writeFileSync(
      join(cwd, FILE),
      read()
        .replace(/<your URL.*>/, 'https://acme.haloitsm.com')
        .replaceAll(/<your .*>/g, 'x'),
    );
    expect((await run(['plan', '--offline'], { cwd })).exitCode).toBe(0);
  });

  it('sends nothing', async () => {
    const { exitCode } = await init([], { ILERT_ENDPOINT: 'http://127.0.0.1:1', HALO_URL: 'http://127.0.0.1:1' });
    expect(exitCode).toBe(0);
  });
});

describe('init', () => {
  it('of a further settings file takes nothing from the one of the folder, which is of another integration', async () => {
    const first = await init([], { HALO_URL: 'initech.haloitsm.com', HALO_CLIENT_ID: 'of-initech' });
    mkdirSync(join(first.cwd, 'tenants'));
    const { exitCode, stdout, stderr, read } = await init(['tenants/globex.yaml'], {}, first.cwd);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(read('tenants/globex.yaml')).not.toContain('initech');
    expect(stdout).toContain('put your values for alertSource.escalationPolicy, halo.url and halo.clientId.');
  });

  const ODD_NAMES = ['toString', 'valueOf', 'constructor', 'hasOwnProperty', 'toJSON'];
  it.each(['o.yaml', 'o.json'])('writes to %s whatever the priorities are called, and plan reads it', async (file) => {
    const named = ODD_NAMES.flatMap((name) => ['--severity-from-halo', `${name}=1`]);
    const { exitCode, stderr, stdout, read } = await init([file, ...named]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(parse(read(file)).alertSource.severityFromHalo).toEqual(
      Object.fromEntries(ODD_NAMES.map((name) => [name, 1])),
    );
    expect(stdout).toContain('variables ILERT_API_TOKEN and HALO_CLIENT_SECRET.');
  });

  it('writes what flags and variables say, and secrets as references', async () => {
    const env = {
      ILERT_API_TOKEN: 'il1api-very-secret-token',
      HALO_CLIENT_SECRET: 'very-secret-secret',
      HALO_URL: 'acme.haloitsm.com/portal',
      HALO_CLIENT_ID: 'my-client',
    };
    const { exitCode, read, stdout, stderr } = await init(
      [
        '--escalation-policy',
        'Critical incidents',
        '--team',
        'A "quoted" team',
        '--team',
        'B',
        '--only-priority',
        'any',
      ],
      env,
    );
    expect(exitCode).toBe(0);
    const text = read();
    for (const secret of [env.ILERT_API_TOKEN, env.HALO_CLIENT_SECRET])
      expect([text, stdout, stderr].join()).not.toContain(secret);
    expect(text).toContain('apiToken: env:ILERT_API_TOKEN');
    expect(text).toContain('url: https://acme.haloitsm.com\n');
    expect(text).toContain('escalationPolicy: Critical incidents');
    expect(text).toMatch(/teams:\n {4}- A "quoted" team\n {4}- B\n/);
    expect(text).toMatch(/onlyPriority:\n {4}- any\n/);
    expect(stdout).not.toContain('put your values');
  });

  it('leaves an endpoint to its variable that no settings file may set, and says so', async () => {
    const { read, stderr } = await init([], { ILERT_ENDPOINT: 'https://ilert.example' });
    expect(read()).not.toContain('endpoint');
    expect(stderr).toContain(
      'ilert.endpoint is not written, since a settings file may not set it. Keep ILERT_ENDPOINT.',
    );
  });

  it('refers to a payload file from the folder of the settings file', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'mine.json'), '{ "id": <<ticket^id>> }');
    mkdirSync(join(cwd, 'settings'));
    const { read, exitCode, stdout } = await init(['settings/acme.yaml', '--payload', 'mine.json'], {}, cwd);
    expect(exitCode).toBe(0);
    expect(read('settings/acme.yaml')).toContain('payload: ../mine.json');
    expect(stdout).toContain('plan --config settings/acme.yaml');
  });

  it('writes JSON where the name ends so', async () => {
    const { read } = await init(['ilert-haloitsm.json', '--name', 'Desk'], {});
    expect(JSON.parse(read('ilert-haloitsm.json'))).toMatchObject({
      ilert: { apiToken: 'env:ILERT_API_TOKEN' },
      alertSource: { name: 'Desk' },
      halo: { clientSecret: 'env:HALO_CLIENT_SECRET' },
    });
  });

  it('tells a program what it has written, and what is left to do', async () => {
    const { stdout } = await init(['--json', '--halo-url', 'https://acme.haloitsm.com']);
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: 1,
      command: 'init',
      notes: [],
      toInclude: [],
      ok: true,
      settingsFile: FILE,
      files: [FILE],
      toFillIn: ['alertSource.escalationPolicy', 'halo.clientId'],
      variables: ['ILERT_API_TOKEN', 'HALO_CLIENT_SECRET'],
    });
  });

  it('names the schema where it is beside the file', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'ilert-haloitsm.schema.json'), '{}');
    expect((await init([], {}, cwd)).read()).toMatch(
      /^# yaml-language-server: \$schema=\.\/ilert-haloitsm\.schema\.json\n/,
    );
  });

  it.each([
    ['a file of that name', FILE, [], `${FILE} exists already.`],
    ['another settings file that is used by itself', 'ilert-haloitsm.json', [], 'ilert-haloitsm.json already'],
    ['the file that was named', 'mine.yaml', ['mine.yaml'], 'mine.yaml exists already.'],
  ])('writes nothing where there is %s', async (_, name, argv, message) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, name), '{}');
    const { exitCode, stderr } = await init(argv, {}, cwd);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect([readdirSync(cwd), readFileSync(join(cwd, name), 'utf8')]).toEqual([[name], '{}']);
  });

  it('an empty name is refused, and a folder that cannot be written', async () => {
    expect((await init([''])).stderr).toContain('The name of the settings file is empty.');
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    const { exitCode, stderr } = await init(['file/x.yaml'], {}, cwd);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("can't be written")]);
  });

  it('does not write a setting that is wrong', async () => {
    const { exitCode, cwd } = await init(['--grouping', 'sometimes']);
    expect([exitCode, existsSync(join(cwd, FILE))]).toEqual([2, false]);
  });
});

describe('init with pipelines', () => {
  const WORKFLOW = '.github/workflows/ilert-haloitsm.yml';

  it('writes them in the top folder of the repository, for the file that it writes', async () => {
    const top = temporaryFolder();
    mkdirSync(join(top, '.git'));
    const cwd = join(top, 'halo');
    mkdirSync(cwd);
    const { exitCode, stdout } = await init(
      ['--github', '--gitlab', '--halo-url', 'https://acme.haloitsm.com'],
      {},
      cwd,
    );
    expect(exitCode).toBe(0);
    const IN_FOLDER = '.github/workflows/ilert-haloitsm-halo.yml';
    expect(stdout).toContain(`  ../${IN_FOLDER}\n  ../.gitlab-ci.yml\n`);
    for (const name of [IN_FOLDER, '.gitlab-ci.yml'])
      expect(readFileSync(join(top, name), 'utf8')).toContain(`SETTINGS_FILE: "halo/${FILE}"`);
  });

  it('beside settings that are there, writes the pipeline alone', async () => {
    const cwd = temporaryFolder();
    const settings = `halo: { url: "https://acme.haloitsm.com" }
targets:
  one: { halo: { url: "https://one.halopsa.com:8443/x", clientSecret: "env:HALO_SECRET_ONE" } }
`;
    writeFileSync(join(cwd, FILE), settings);
    const { exitCode, stdout, read } = await init(['--github'], {}, cwd);
    expect([exitCode, read()]).toEqual([0, settings]);
    expect(stdout).not.toContain(`  ${FILE}\n`);
    expect(stdout).toContain('--body acme.haloitsm.com,one.halopsa.com:8443\n');
    expect(stdout).toContain('npx ilert-haloitsm plan --all --offline\n');
    const workflow = read(WORKFLOW);
    expect(workflow).toContain('--all');
    expect(workflow).toMatch(/HALO_SECRET_ONE: \$\{\{ secrets\.HALO_SECRET_ONE \}\}/);
  });

  it.each(['ilert-haloitsm.yml', 'ilert-haloitsm.json', 'mine.yaml'])(
    'does so for settings called %s',
    async (name) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, name), '{ "halo": { "url": "https://acme.haloitsm.com" } }');
      const { exitCode, read } = await init([...(name === 'mine.yaml' ? [name] : []), '--github'], {}, cwd);
      expect([exitCode, readdirSync(cwd).toSorted()]).toEqual([0, ['.github', name]]);
      const workflow = name === 'mine.yaml' ? '.github/workflows/ilert-haloitsm-mine.yml' : WORKFLOW;
      expect(read(workflow)).toContain(`SETTINGS_FILE: "${name}"`);
    },
  );

  it('writes no pipeline for settings that are wrong', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'nonsense: true\n');
    const { exitCode, stderr } = await init(['--github'], {}, cwd);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${FILE}, line 1: unknown setting`)]);
    expect(readdirSync(cwd)).toEqual([FILE]);
  });

  it('writes nothing where the pipeline of these settings is there already', async () => {
    const cwd = temporaryFolder();
    await init(['--github'], {}, cwd);
    const again = await init(['--github', '--gitlab'], {}, cwd);
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining(`${WORKFLOW} exists already.`)]);
    expect(existsSync(join(cwd, '.gitlab-ci.yml'))).toBe(false);

    await init(['--gitlab'], {}, cwd);
    const twice = await init(['--gitlab'], {}, cwd);
    expect([twice.exitCode, twice.stderr]).toEqual([2, expect.stringContaining('.gitlab-ci.yml exists already.')]);
  });

  it('of another integration in the repository, writes pipelines beside those of the first', async () => {
    const cwd = temporaryFolder();
    await init(['--github', '--gitlab'], {}, cwd);
    const { exitCode, stdout, read } = await init(
      ['tenants/acme.yaml', '--github', '--gitlab', '--no-config'],
      {},
      cwd,
    );
    expect(exitCode).toBe(0);
    const [workflow, included] = [
      '.github/workflows/ilert-haloitsm-tenants-acme.yml',
      'ilert-haloitsm-tenants-acme.gitlab-ci.yml',
    ];
    for (const path of [workflow, included]) expect(read(path)).toContain('SETTINGS_FILE: "tenants/acme.yaml"');
    expect(stdout).toContain(`Include ${included} in .gitlab-ci.yml.`);
  });

  it.each([
    ['main', {}],
    // A repository whose references have another format.
    ['main', { HEAD: 'ref: refs/heads/.invalid\n' }],
    ['trunk', { HEAD: 'ref: refs/heads/set-up\n', 'refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/trunk\n' }],
  ])('applies what is merged to %s, the default branch, and says so', async (branch, files) => {
    const cwd = temporaryFolder();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, '.git', path)), { recursive: true });
      writeFileSync(join(cwd, '.git', path), text);
    }
    const { stdout, read } = await init(['--github'], {}, cwd);
    expect(read(WORKFLOW)).toContain(`branches: ["${branch}"]`);
    expect(stdout).toContain(`what is merged to ${branch}, your default branch, is applied.`);
  });

  it('follows no link: whoever made it would decide where a pipeline goes', async () => {
    const [cwd, elsewhere] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(cwd, '.github'));
    symlinkSync(elsewhere, join(cwd, '.github', 'workflows'), 'junction');
    const { exitCode, stderr } = await init(['--github'], {}, cwd);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('.github/workflows is a symbolic link')]);
    expect([readdirSync(cwd), readdirSync(elsewhere)]).toEqual([['.github'], []]);
  });

  // On Windows, only administrators may create links to files.
  it.skipIf(onWindows)('writes nothing where .gitlab-ci.yml is a link to nowhere', async () => {
    const cwd = temporaryFolder();
    symlinkSync('missing.yml', join(cwd, '.gitlab-ci.yml'));
    const { exitCode, stderr } = await init(['--gitlab'], {}, cwd);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(".gitlab-ci.yml can't be read: ")]);
    expect(readdirSync(cwd)).toEqual(['.gitlab-ci.yml']);
  });

  it('lists what to do next, in order, with commands to copy', async () => {
    const { stdout } = await init(['--github']);
    expect(stdout.slice(stdout.indexOf('Next'))).toBe(`Next
  1. In ${FILE}, put your values for alertSource.escalationPolicy, halo.url and halo.clientId.
  2. Check the settings, which needs no secrets:
       npx ilert-haloitsm plan --offline
  3. Create the environments ilert-haloitsm-plan and ilert-haloitsm in GitHub (Settings > Environments).
       gh api --method PUT 'repos/{owner}/{repo}/environments/ilert-haloitsm-plan'
       gh api --method PUT 'repos/{owner}/{repo}/environments/ilert-haloitsm'
  4. In both, set the secrets ILERT_API_TOKEN and HALO_CLIENT_SECRET, which gh asks for. In the first, read access to Halo is enough.
       gh secret set ILERT_API_TOKEN --env ilert-haloitsm-plan
       gh secret set HALO_CLIENT_SECRET --env ilert-haloitsm-plan
       gh secret set ILERT_API_TOKEN --env ilert-haloitsm
       gh secret set HALO_CLIENT_SECRET --env ilert-haloitsm
  5. In both, set the variable HALO_ALLOWED_HOSTS: the host of your Halo, which gh asks for. Halo credentials are sent nowhere else.
       gh variable set HALO_ALLOWED_HOSTS --env ilert-haloitsm-plan
       gh variable set HALO_ALLOWED_HOSTS --env ilert-haloitsm
  6. Limit ilert-haloitsm to the branch main (Settings > Environments). Required reviewers are asked before it is used.
  7. Commit the files. From then on, what is merged to main, your default branch, is applied.
`);
  });

  it('quotes the name of a settings file in a command', async () => {
    const { stdout } = await init([`a"$(touch pwned).yaml`]);
    expect(stdout).toContain(`plan --config 'a"$(touch pwned).yaml'\n`);
  });

  it("leaves a pipeline of GitLab's that is there as it is, and says what to add", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '.gitlab-ci.yml'), 'mine: {}\n');
    const { read, stdout, exitCode } = await init(['--gitlab'], {}, cwd);
    expect([exitCode, read('.gitlab-ci.yml')]).toEqual([0, 'mine: {}\n']);
    expect(stdout).toContain('Include ilert-haloitsm.gitlab-ci.yml in .gitlab-ci.yml.');
    expect(read('ilert-haloitsm.gitlab-ci.yml')).toContain(FILE);
  });
});
