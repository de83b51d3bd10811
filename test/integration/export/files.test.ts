import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNoSecret, secretsOf } from '../../cli/secrets.ts';
import { packageRoot, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { onWindows } from '../../support/system.ts';
import { exported, exportTo, filesIn, ilertOnly } from './exported.ts';

const NAMES = ['custom-integration.json', 'runbook.json', 'payload-recommended.json', 'payload-full.json', 'README.md'];

async function withSource() {
  const sandbox = await sandboxOfTest();
  return { sandbox, source: sandbox.ilert.state.addAlertSource('HaloITSM') };
}

describe('the files of an export', () => {
  it('are these, and --json lists them', async () => {
    const { sandbox } = await withSource();
    const { ran, folder, files } = await exported(sandbox, '--json', '--terraform');
    const names = [...NAMES.slice(0, 4), 'alert-source.tf', 'README.md'];
    expect(Object.keys(files).sort()).toEqual([...names].sort());
    expect(JSON.parse(ran.stdout)).toEqual({
      formatVersion: 1,
      command: 'export',
      ok: true,
      offline: false,
      created: [],
      folder,
      files: names.map((name) => ({
        name,
        path: join(folder, name),
        replaced: false,
        holdsKey: name === 'custom-integration.json',
      })),
      notes: [],
    });
  });

  it('are the same bytes the second time, and reported as replaced', async () => {
    const { sandbox } = await withSource();
    const { folder, files } = await exported(sandbox, '--terraform');
    const { exitCode, stderr } = await exportTo(folder, sandbox, ['--terraform']);
    expect(exitCode).toBe(0);
    expect(filesIn(folder)).toEqual(files);
    expect(stderr).toContain('Replaced: custom-integration.json, runbook.json');
  });

  it('contain the payloads as shipped', async () => {
    const { sandbox } = await withSource();
    const { files } = await exported(sandbox);
    for (const name of ['recommended', 'full']) {
      expect(files[`payload-${name}.json`]).toBe(readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8'));
    }
  });

  // Windows does not store permissions in a file's mode.
  it.skipIf(onWindows)('are for their owner alone, also where a file of that name was for everyone', async () => {
    const { sandbox } = await withSource();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'custom-integration.json'), '{}');
    chmodSync(join(folder, 'custom-integration.json'), 0o644);
    expect((await exportTo(folder, sandbox)).exitCode).toBe(0);
    for (const name of NAMES) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  // On Windows, only some accounts may create links.
  it.skipIf(onWindows)('replace a link, and leave what it led to', async () => {
    const { sandbox } = await withSource();
    const folder = temporaryFolder();
    const elsewhere = join(temporaryFolder(), 'shared.json');
    writeFileSync(elsewhere, 'theirs');
    symlinkSync(elsewhere, join(folder, 'custom-integration.json'));
    expect((await exportTo(folder, sandbox)).exitCode).toBe(0);
    expect(readFileSync(elsewhere, 'utf8')).toBe('theirs');
  });

  it('leave other files in the folder as they are', async () => {
    const { sandbox } = await withSource();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect((await exportTo(folder, sandbox)).exitCode).toBe(0);
    expect(Object.keys(filesIn(folder)).sort()).toEqual([...NAMES, 'notes.txt'].sort());
    expect(filesIn(folder)['notes.txt']).toBe('mine');
  });

  it.each(['README.md', 'alert-source.tf'])(
    "never replace somebody else's %s: then nothing is written",
    async (name) => {
      const { sandbox } = await withSource();
      const folder = temporaryFolder();
      writeFileSync(join(folder, name), '# Our repository\n');
      const { exitCode, stderr } = await exportTo(folder, sandbox, ['--terraform']);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${name} exists and was not written by "export". Nothing was written.`);
      expect(filesIn(folder)).toEqual({ [name]: '# Our repository\n' });
    },
  );

  it.each(['a file where the folder should be', 'a folder where a file should be'])(
    'are not written where there is %s, with exit 2',
    async (what) => {
      const { sandbox } = await withSource();
      const folder = temporaryFolder();
      const isFile = what.startsWith('a file');
      if (isFile) writeFileSync(join(folder, 'halo'), '');
      else mkdirSync(join(folder, 'halo', 'runbook.json'), { recursive: true });
      const { exitCode, stderr } = await exportTo(join(folder, 'halo'), sandbox);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("Can't write to");
      expect(stderr).not.toContain('This is a bug');
      expect(isFile || existsSync(join(folder, 'halo', 'custom-integration.json'))).toBe(isFile);
    },
  );
});

describe('the integration key', () => {
  it.each([[[]], [['--json']], [['--verbose']], [['--quiet']]])(
    'is in custom-integration.json, where it has to be, and in nothing else %j',
    async (flags) => {
      const { sandbox, source } = await withSource();
      const { ran, folder, files } = await exported(sandbox, '--terraform', ...flags);
      expect(files['custom-integration.json']).toContain(`/api/v1/events/haloitsm/${source.integrationKey}"`);
      expect(ran.stderr).toContain('custom-integration.json contains the integration key');
      expectNoSecret(ran, folder, secretsOf(sandbox), [join(folder, 'custom-integration.json')]);
      for (const secret of [sandbox.ilert.token, sandbox.halo.clientSecret])
        expect(files['custom-integration.json']).not.toContain(secret);
    },
  );

  it('is shown on the page of manual steps by its first 8 characters', async () => {
    const { sandbox, source } = await withSource();
    const { files } = await exported(sandbox);
    expect(files['README.md']).toContain(`/api/v1/events/haloitsm/${source.integrationKey.slice(0, 8)}…`);
    expect(files['README.md']).toContain(`\`HaloITSM\` (ID ${source.id})`);
  });
});

describe('export --offline', () => {
  it('needs no credentials, contacts nothing, and has a placeholder for the path', async () => {
    const { sandbox } = await withSource();
    const folder = temporaryFolder();
    const { ILERT_API_TOKEN: _, ...env } = ilertOnly(sandbox);
    const { exitCode, stderr } = await run(['export', folder, '--offline', '--terraform'], { env });
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('integration key');
    expect(sandbox.requests).toEqual([]);
    const files = filesIn(folder);
    expect(files['custom-integration.json']).toContain('"/api/v1/events/haloitsm/YOUR-INTEGRATION-KEY"');
    expect(files['README.md']).toContain('`/api/v1/events/haloitsm/YOUR-INTEGRATION-KEY`');
    expect(files['README.md']).toContain("**Replace this path** with that of your alert source's URL");
  });

  it('is for the product of the settings', async () => {
    const folder = temporaryFolder();
    expect((await run(['export', folder, '--offline', '--terraform', '--product', 'halopsa'])).exitCode).toBe(0);
    const files = filesIn(folder);
    expect(files['custom-integration.json']).toContain('"/api/v1/events/halopsa/YOUR-INTEGRATION-KEY"');
    expect(files['alert-source.tf']).toContain('"HALOPSA"');
    expect(files['README.md']).not.toContain('HaloITSM');
  });

  describe('lists the events', () => {
    const pageFor = async (...argv: string[]) => {
      const folder = temporaryFolder();
      expect((await run(['export', folder, '--offline', ...argv])).exitCode).toBe(0);
      return filesIn(folder)['README.md'];
    };
    const both = 'Add the events **New Ticket Logged** and **Ticket Status Changed**';

    it.each([[[]], [['--only-priority', 'any']]])("of ilert's guide, with %j", async (argv) => {
      const page = await pageFor(...argv);
      expect(page).toContain(`${both}, each for all tickets.`);
      expect(page).not.toContain('**Closed**');
    });

    it('and "Closed" with --closed-event', async () => {
      expect(await pageFor('--closed-event')).toContain(
        'Add the events **New Ticket Logged**, **Ticket Status Changed** and **Closed**, each for all tickets.',
      );
    });

    it('with their conditions, and "Closed" for all tickets', async () => {
      const page = await pageFor('--only-priority', '1', '--only-team', '2nd `Line`');
      expect(page).toContain(`${both}, and set on both: priority ID is \`1\` and team is \`\` 2nd \`Line\` \`\`.`);
      expect(page).toContain('Add the event **Closed** as well, for all tickets and without conditions.');
      expect(page).toContain('even if its priority and team changed in the meantime');
    });

    it('once for each combination of values', async () => {
      const page = await pageFor('--only-priority', 'Critical', '--only-priority', 'High', '--only-team', 'Ops');
      expect(page).toContain(
        `${both} once for each of these lines, with its conditions on both:

   - priority is \`Critical\` and team is \`Ops\`
   - priority is \`High\` and team is \`Ops\`
`,
      );
    });
  });

  it('still refuses bad settings, and writes nothing', async () => {
    const folder = temporaryFolder();
    expect((await run(['export', folder, '--offline', '--grouping', 'window'])).exitCode).toBe(2);
    expect(filesIn(folder)).toEqual({});
  });
});

describe('the alert source of an export', () => {
  it('is found by its name, or by --alert-source', async () => {
    const { sandbox, source } = await withSource();
    const other = sandbox.ilert.state.addAlertSource('Of Terraform');
    expect((await exported(sandbox)).files['custom-integration.json']).toContain(source.integrationKey);
    for (const argv of [
      ['--name', 'Of Terraform'],
      ['--alert-source', String(other.id)],
    ])
      expect((await exported(sandbox, ...argv)).files['custom-integration.json']).toContain(other.integrationKey);
  });

  it('must exist or be creatable: otherwise exit 2 with what to set, and nothing is written', async () => {
    const { sandbox, source } = await withSource();
    sandbox.ilert.state.addAlertSource('Nagios', { integrationType: 'NAGIOS' });
    const folder = temporaryFolder();
    const { exitCode, stderr } = await exportTo(folder, sandbox, ['--name', 'Nagios']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`ilert has no alert source "Nagios" of type HALOITSM, only "HaloITSM" (ID ${source.id})`);
    expect(stderr).toContain('--escalation-policy to create it');
    expect(stderr).toContain('--offline');
    expect(filesIn(folder)).toEqual({});
  });

  it('must be one: of two of the name, --adopt picks one', async () => {
    const { sandbox, source } = await withSource();
    sandbox.ilert.state.addAlertSource('HaloITSM');
    const folder = temporaryFolder();
    const { exitCode, stderr } = await exportTo(folder, sandbox);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`--adopt alert-source:${source.id}`);
    const { files } = await exported(sandbox, '--adopt', `alert-source:${source.id}`);
    expect(files['custom-integration.json']).toContain(source.integrationKey);
  });

  it('only needs the API key of ilert', async () => {
    const folder = temporaryFolder();
    const { exitCode, stderr } = await run(['export', folder]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('ILERT_API_TOKEN');
    expect(stderr).not.toContain('HALO_');
  });

  it('is not read with a refused key: exit 3, and nothing is written', async () => {
    const { sandbox } = await withSource();
    const folder = temporaryFolder();
    const { exitCode } = await exportTo(folder, sandbox, [], { env: { ILERT_API_TOKEN: 'wrong-api-key' } });
    expect(exitCode).toBe(3);
    expect(filesIn(folder)).toEqual({});
  });
});

it.runIf(process.platform === 'linux')(
  'an export to where no folder can be made ends with 2 and a sentence, and does not hang',
  async () => {
    const { exitCode, stderr } = await run(['export', '/proc/halo-import/deeper', '--offline']);
    expect(stderr).toContain("Can't write to /proc/halo-import/deeper");
    expect(exitCode).toBe(2);
  },
);
