import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { type Field, isRepeatable } from '../../../src/config/field.ts';
import { settingsJsonSchema } from '../../../src/config/json-schema.ts';
import { fields } from '../../../src/config/settings.ts';
import { settingsTable } from '../../../src/config/settings-table.ts';
import { allVariableNames, variableNames } from '../../../src/config/variables.ts';
import { packageRoot } from '../../support/cli.ts';

const all: readonly Field[] = fields;
const withFlag = all.filter(({ flag }) => flag !== undefined);
const withWordForNone = all.filter(({ wordForNone }) => wordForNone !== undefined);
const secrets = all.filter(({ kind }) => kind === 'secret');
const commands = ['plan', 'apply', 'destroy'] as const;

/** A value in a file for each kind. */
const EXAMPLES: Readonly<Record<Field['kind'], unknown>> = {
  text: 'Ops',
  identifier: '11111111-2222',
  template: '{{ ticket.summary }}',
  secret: 'env:ILERT_KEY',
  'ilert-endpoint': 'https://api.ilert.com',
  'halo-url': 'https://acme.haloitsm.com',
  'https-url': 'https://acme.haloitsm.com/auth',
  choice: undefined,
  list: ['Ops', 12],
  filter: ['Critical', 2],
  boolean: true,
  number: 0.5,
  integer: 3,
  duration: undefined,
  payload: 'recommended',
  links: [{ text: 'Ticket', href: 'https://acme.haloitsm.com/{{ticket.id}}' }],
  'priority-mapping': { value: '{{ticket.priority.name}}', mappings: { Critical: 'high' } },
  'severity-mapping': { value: '{{ticket.priority.id}}', mappings: { 1: 5 } },
  'priority-by-name': { Critical: 'high' },
  'severity-by-name': { Critical: 1 },
};

const exampleOf = (field: Field) => EXAMPLES[field.kind] ?? field.choices?.[0];

function fileOf(values: readonly (readonly [string, unknown])[]): Record<string, Record<string, unknown>> {
  const file: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of values) {
    const [section = '', name = ''] = key.split('.');
    file[section] = { ...file[section], [name]: value };
  }
  return file;
}

describe.each(commands)('%s', (command) => {
  it.each(withFlag.map((field) => [field.flag, field] as const))('takes --%s', async (flag, field) => {
    const words = field.kind === 'boolean' ? [`--${flag}`] : [`--${flag}`, 'given'];
    const invocation = await parseCommandLine([command, ...words], { version: '0', out: () => undefined });
    const value = field.kind === 'boolean' || (isRepeatable(field.kind) ? ['given'] : 'given');
    expect(invocation).toMatchObject({ command: { name: command }, input: { flags: { [field.key]: value } } });
  });

  it('--help settings shows the flag, the variable, the key and the default of every setting that has a flag', async () => {
    let help = '';
    await parseCommandLine([command, '--help', 'settings'], { version: '0', out: (text) => (help += text) });
    const words = help.replace(/\s+/g, ' ');
    for (const field of withFlag) {
      expect(words).toContain(`--${field.flag} ${field.kind === 'boolean' ? field.about : '<'}`);
      expect(words).toContain(`env: ${variableNames(field).join(' or ')}; file: ${field.key})`);
      if (field.default) expect(words).toContain(`default: ${field.default}`);
    }
  });
});

test('no secret is a flag, since others see command lines', () => {
  expect(secrets.map(({ key }) => key)).toEqual(['ilert.apiToken', 'halo.clientSecret']);
  for (const secret of secrets) {
    expect(secret.flag).toBeUndefined();
    expect(variableNames(secret)[0]).toMatch(/^[A-Z_]+$/);
  }
});

test('no two settings share a key, a flag or a variable', () => {
  const flags = all.flatMap(({ flag }) => flag ?? []);
  for (const names of [all.map(({ key }) => key), flags, all.flatMap(allVariableNames)])
    expect(new Set(names).size).toBe(names.length);
});

describe('the schema of the settings file', () => {
  const schema = settingsJsonSchema();
  const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

  it('accepts a file with every setting', () => {
    const file = fileOf(all.map((field) => [field.key, exampleOf(field)]));
    expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ $schema: './schema.json', ...file })).toBe(true);
    expect(validate({})).toBe(true);
  });

  it.each(withWordForNone.flatMap((field) => [false, field.wordForNone].map((none) => [field.key, none] as const)))(
    'accepts %s: %j, as the program does',
    (key, none) => {
      const [section = '', name = ''] = key.split('.');
      expect(validate({ [section]: { [name]: none } }), JSON.stringify(validate.errors)).toBe(true);
    },
  );

  it.each([
    [{ name: 'Globex GmbH', was: 'hooli' }, true],
    [{ was: ['hooli', 'acme'] }, true],
    [{ name: '' }, false],
    [{ was: 'no name' }, false],
    [{ was: [1] }, false],
  ])('of what a target has besides settings, %j is valid: %s', (target, isValid) => {
    expect(validate({ targets: { a: target } })).toBe(isValid);
  });

  it('accepts targets by name, each with every setting', () => {
    const target = fileOf(all.map((field) => [field.key, exampleOf(field)]));
    expect(validate({ ...target, targets: { 'customer-a': target, b: {} } }), JSON.stringify(validate.errors)).toBe(
      true,
    );
    for (const name of ['a b', '', '-a', 'x'.repeat(65)]) expect(validate({ targets: { [name]: {} } })).toBe(false);
    expect(validate({ targets: { a: { targets: {} } } })).toBe(false);
  });

  it.each(all.map((field) => [field.key, field] as const))('knows %s and says what it is', (key, field) => {
    const [section = '', name = ''] = key.split('.');
    const known = schema as { properties: Record<string, { properties: Record<string, { description?: string }> }> };
    expect(known.properties[section]?.properties[name]?.description).toContain(field.about.slice(1));
    expect(validate(fileOf([[key, exampleOf(field)]]))).toBe(true);
    expect(validate(fileOf([[key, { colour: 'red' }]]))).toBe(false);
  });

  it.each(all.flatMap((field) => (field.choices ?? []).map((choice) => [field.key, choice] as const)))(
    'takes %s: %s',
    (key, choice) => {
      expect(validate(fileOf([[key, choice]]))).toBe(true);
      expect(validate(fileOf([[key, `${choice}x`]]))).toBe(false);
    },
  );

  it.each([['any'], ['Incident'], [3], [['Incident', 3]], [null]])('takes a filter: %j', (onlyTicketType) => {
    expect(validate({ halo: { onlyTicketType } })).toBe(true);
  });

  it.each([
    ['a section that there is not', { alertsource: {} }],
    ['a setting that there is not', { alertSource: { nam: 'x' } }],
    ['a secret in clear', { ilert: { apiToken: 'il1api-in-clear' } }],
    ['a number out of its range', { alertSource: { severity: 6 } }],
    ['a text where a list belongs', { alertSource: { teams: 'Ops' } }],
    ['a filter without values', { halo: { onlyPriority: [] } }],
    ['a filter of no name', { halo: { onlyTeam: true } }],
    ['a word where true or false belongs', { halo: { closedEvent: 'yes' } }],
  ])('refuses %s', (_, file) => {
    expect(validate(file)).toBe(false);
  });
});

test('the table in docs/settings.md is up to date', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'settings.md'), 'utf8');
  const shown = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(page)?.[1];
  expect(shown?.trim()).toBe(settingsTable().trim());
});
