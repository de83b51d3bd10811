import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { faultsOfWorkflow } from '../support/actionlint.ts';
import { packageRoot, pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { applied, storedIn } from '../support/tenants.ts';
import { PIPELINE_PATHS, SETTINGS_FILE } from './project-files.ts';
import { addCommand, installCommands, runBash, VERSION } from './shell.ts';

const examples = join(packageRoot, 'examples');
const names = readdirSync(examples, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name);
const textOf = (...path: string[]) => readFileSync(join(examples, ...path), 'utf8');

/** Variables that every example may use: no credentials, only what its own page provides. */
const PROVIDED = { ILERT_ALERT_SOURCE: '1013' };

function copyOf(name: string): string {
  const folder = join(temporaryFolder(), name);
  cpSync(join(examples, name), folder, { recursive: true });
  return folder;
}

test('the page of the examples names every one', () => {
  for (const name of names) expect(textOf('README.md')).toContain(`| [${name}](${name}) |`);
});

describe.each(names)('the example %s', (name) => {
  it('has a valid settings file', async () => {
    const cwd = copyOf(name);
    const targets = 'targets' in parse(textOf(name, SETTINGS_FILE)) ? ['--all'] : [];
    const env = name === 'terraform' ? PROVIDED : {};
    const { exitCode, stderr } = await run(['plan', '--offline', ...targets], { cwd, env });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('has the pipelines that init writes for its settings', async () => {
    for (const [kind, path] of Object.entries(PIPELINE_PATHS)) {
      if (!existsSync(join(examples, name, path))) continue;
      const cwd = temporaryFolder();
      mkdirSync(join(cwd, '.git'));
      cpSync(join(examples, name, SETTINGS_FILE), join(cwd, SETTINGS_FILE));
      expect((await run(['init', `--${kind}`], { cwd })).exitCode).toBe(0);
      // Otherwise `npm run docs` rewrites it.
      expect(textOf(name, path)).toBe(readFileSync(join(cwd, path), 'utf8'));
    }
  });

  it('has workflows without fault for actionlint', () => {
    const folder = join(name, '.github', 'workflows');
    if (!existsSync(join(examples, folder))) return;
    for (const file of readdirSync(join(examples, folder))) expect(faultsOfWorkflow(textOf(folder, file))).toBe('');
  });
});

// The pages show commands for a POSIX shell.
describe.skipIf(onWindows)('lines of the pages', { timeout: 60_000 }, () => {
  it.each(names.filter((name) => name !== 'docker'))('%s: work as they are, in order', async (name) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const cwd = copyOf(name);
    const commands = installCommands(join(temporaryFolder(), 'commands'));
    const bin = join(packageRoot, 'bin', 'ilert-haloitsm.js');
    addCommand(join(commands, 'npx'), `[ "$1" = ilert-haloitsm ] && shift && exec '${process.execPath}' '${bin}' "$@"`);
    const id = storedIn(sandbox).source.id;
    addCommand(join(commands, 'terraform'), `[ "$1" != output ] || printf %s '${id}'`);
    // Several targets have several secrets; what is shown for them needs none.
    const { ILERT_ESCALATION_POLICY: _, ...pointed } = name === 'many-tenants' ? {} : pointedAt(sandbox);
    const env = { ...pointed, HOME: temporaryFolder() };
    for (const [, block = ''] of textOf(name, 'README.md').matchAll(/^```sh\n([\s\S]*?)^```$/gm)) {
      const { exitCode, log } = await runBash(block, { cwd, env, commands });
      expect(log).not.toContain('Error:');
      expect(exitCode).toBe(0);
    }
  });
});

describe('the image', () => {
  const dockerfile = textOf('docker', 'Dockerfile');

  it('has this version on the newest Node that CI tests with, and runs as a user without rights', () => {
    expect(dockerfile).toContain(`ARG VERSION=${VERSION}\n`);
    expect(dockerfile).toContain('FROM node:24-slim\n');
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(dockerfile.indexOf('RUN npm install'));
  });

  it('gets its secrets as files', () => {
    const { services, secrets } = parse(textOf('docker', 'compose.yaml'));
    const { environment, ...service } = services['ilert-haloitsm'];
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], secrets: Object.keys(secrets) });
    for (const secret of Object.keys(secrets)) expect(Object.values(environment)).toContain(`/run/secrets/${secret}`);
    expect(textOf('docker', '.gitignore')).toBe('secrets/\n');
  });
});
