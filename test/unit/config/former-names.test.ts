import { describe, expect, it, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { commands } from '../../../src/cli/registry.ts';
import { type Field, isList } from '../../../src/config/field.ts';
import { type FieldKey, fields } from '../../../src/config/settings.ts';
import { settingsTable } from '../../../src/config/settings-table.ts';
import { formerVariableName, variableNames } from '../../../src/config/variables.ts';
import type { Option } from '../../../src/runtime/options.ts';
import { settingsOf } from './settings-of.ts';

async function read(...argv: string[]) {
  let printed = '';
  const invocation = await parseCommandLine(argv, { version: '0', out: (text) => (printed += text) });
  return { invocation, printed };
}

/** A value of each kind, as a flag or variable gives it. */
const TYPED: Readonly<Partial<Record<Field['kind'], string>>> = { number: '0.5', list: 'ticket^shelf' };
const renamed = fields.flatMap((field) => (field.formerly ? [{ field, ...field.formerly }] : []));

test('two settings have a former name', () => {
  expect(renamed.map(({ key }) => key)).toEqual(['alertSource.scoreThreshold', 'halo.knownVariables']);
});

describe.each(renamed)('$key', ({ field, key: formerKey, flag: formerFlag }) => {
  const { key, flag, kind } = field;
  const typed = TYPED[kind] ?? 'x';
  const value = kind === 'number' ? Number(typed) : [typed];
  const [section = '', formerName = ''] = formerKey.split('.');
  const [, name = ''] = key.split('.');
  // Its rule about grouping is not the subject here.
  const grouping = { 'alertSource.grouping': 'similarity', 'alertSource.groupingWindow': '5m' };
  const more = key === 'alertSource.similarityThreshold' ? { flags: grouping } : {};
  const fromFile = (text: string) => settingsOf({ ...more, config: 'a.yaml', files: { 'a.yaml': text } });

  it('is accepted as a flag, with a note', async () => {
    const { invocation } = await read('plan', `--${formerFlag}`, typed);
    expect(invocation?.input.flags).toEqual({ [key]: isList(kind) ? [typed] : typed });
    expect(invocation?.notes).toEqual([`--${formerFlag} is now called --${flag}.`]);
  });

  it('is accepted as a variable, with a note', async () => {
    const variable = formerVariableName(field) ?? '';
    const { settings, notes, messages } = await settingsOf({ ...more, env: { [variable]: typed } });
    expect([settings[key as FieldKey], messages]).toEqual([value, []]);
    expect(notes).toEqual([`${variable} is now called ${variableNames(field)[0]}`]);
  });

  it('is accepted in the settings file, with a note', async () => {
    const { settings, notes, messages } = await fromFile(`${section}:\n  ${formerName}: ${JSON.stringify(value)}\n`);
    expect([settings[key as FieldKey], messages]).toEqual([value, []]);
    expect(notes).toEqual([`a.yaml, line 2: ${formerKey} is now called ${key}`]);
  });

  it('together with the new name, is an error', async () => {
    const both = `${section}:\n  ${formerName}: ${JSON.stringify(value)}\n  ${name}: ${JSON.stringify(value)}\n`;
    expect((await fromFile(both)).messages).toEqual([
      `a.yaml, line 2: ${formerKey} and ${key} are two names of the same setting.`,
    ]);
    if (isList(kind)) return;
    await expect(read('plan', `--${formerFlag}`, typed, `--${flag}`, '1')).rejects.toThrow(/was set twice/);
  });

  it('does not appear in the help or in the documentation', async () => {
    for (const text of [
      (await read('plan', '--help')).printed,
      (await read('help', 'settings')).printed,
      settingsTable(),
    ]) {
      for (const former of [`--${formerFlag}`, formerKey, formerVariableName(field)])
        expect(text).not.toContain(former);
    }
  });
});

const options = commands.flatMap(({ name, options }) =>
  Object.entries<Option>(options).flatMap(([id, { formerly }]) => (formerly ? [{ name, id, formerly }] : [])),
);

test.each(options)('$name accepts $formerly, with a note', async ({ name, id, formerly }) => {
  const { invocation } = await read(name, formerly);
  expect(invocation?.input.options).toMatchObject({ [id]: true });
  expect(invocation?.notes).toEqual([expect.stringMatching(`^${formerly} is now called --`)]);
  expect((await read(name, '--help')).printed).not.toContain(formerly);
});

test('a value of a flag is no former flag', async () => {
  const { invocation } = await read('plan', '--name', '--score-threshold');
  expect(invocation).toMatchObject({ notes: [], input: { flags: { 'alertSource.name': '--score-threshold' } } });
});
