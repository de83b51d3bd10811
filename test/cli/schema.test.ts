import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot, run, temporaryFolder } from '../support/cli.ts';

/** Compiles the schema that the program prints. */
async function validator() {
  const { exitCode, stdout, stderr } = await run(['schema']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(stdout));
}

/** The settings files in the documentation, by page and mark: for one tenant, and for many. */
const EXAMPLES = { example: 'settings.md', targets: 'many-tenants.md' } as const;

function exampleOf(name: keyof typeof EXAMPLES): string {
  const page = readFileSync(join(packageRoot, 'docs', EXAMPLES[name]), 'utf8');
  const [, shown = ''] = page.split(`<!-- ${name} -->`);
  return /```yaml\n([^`]+)```/.exec(shown)?.[1] ?? '';
}

test.each(['example', 'targets'] as const)(
  'the schema accepts the settings file that the documentation shows: %s',
  async (name) => {
    const validate = await validator();
    const example = parse(exampleOf(name));
    expect(Object.keys(example)).toContain('halo');
    validate(example);
    expect(validate.errors).toBeNull();
  },
);

test.each([
  ['example', []],
  ['targets', ['--all']],
] as const)('the program accepts the settings file that the documentation shows: %s', async (name, argv) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'ilert.yaml'), exampleOf(name).replace(/^.*(apiToken|clientSecret):.*$/gm, ''));
  const { exitCode, stderr } = await run(['plan', '--offline', '--quiet', '--config', 'ilert.yaml', ...argv], { cwd });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});

test.each([
  ['a secret in clear', { ilert: { apiToken: 'il1api0123' } }],
  ['an unknown setting', { halo: { urll: 'https://acme.haloitsm.com' } }],
  ['an unknown section', { hallo: {} }],
  ['a grouping that ilert does not have', { alertSource: { grouping: 'windy' } }],
  ['a severity out of range', { alertSource: { severity: 6 } }],
])('the schema refuses %s', async (_, file) => {
  expect((await validator())(file)).toBe(false);
});

test('schema --json has the same schema in its document', async () => {
  const plain = JSON.parse((await run(['schema'])).stdout);
  expect(JSON.parse((await run(['schema', '--json'])).stdout).schema).toEqual(plain);
});
