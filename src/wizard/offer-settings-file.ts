import { join } from 'node:path';
import type { RawValue } from '../config/raw-value.ts';
import { type FieldKey, fieldOf } from '../config/settings.ts';
import { markOf, SCHEMA_FILE } from '../config/settings-file-heading.ts';
import { isUsualFile, usualFilesIn } from '../config/usual-settings-file.ts';
import { messageOf } from '../errors/cli-error.ts';
import { entryKindAt, writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import type { Names } from '../providers/names.ts';
import type { Context } from '../runtime/context.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { BACK, type Choice, type Prompter } from '../ui/prompter.ts';

const NO = 'no';
const PRIORITY = 'halo.onlyPriority';

/**
 * Offers to save the settings as a file that `--config` reads. Never replaces a file that someone else wrote.
 *
 * @returns its name; undefined if there is none
 */
export async function offerToSaveSettings(
  context: Context,
  prompter: Prompter,
  answered: ReadonlyMap<FieldKey, RawValue>,
  names: Names,
): Promise<string | undefined> {
  const { system, options, files } = context;
  const { settings, comments } = withPriorityNames(answered, names);
  const base = options.profile === DEFAULT_PROFILE ? 'ilert-haloitsm' : `ilert-haloitsm-${options.profile}`;
  const url = String(settings.get('halo.url')?.value ?? '');
  const text = (name: string) => textOf(settings, comments, { name, url, cwd: system.cwd });
  const usual = `${base}.yaml`;
  const existing = await existingAt(join(system.cwd, usual));
  if (existing === (await text(usual))) return usual;
  // If there were two usual settings files, neither would be used.
  const isTaken = existing !== undefined || (isUsualFile(usual) && (await usualFilesIn(system.cwd)).length > 0);
  const free = isTaken ? await freeName(system.cwd, base) : usual;
  const isOurs = existing?.includes(markOf(url)) ?? false;
  const replace: Choice = {
    value: usual,
    name: `Replace ${usual}`,
    description: 'It was written by ilert-haloitsm. What was added by hand is lost.',
  };
  const foundStays = whatStays(options);
  const answer = await prompter.choose({
    id: 'save-settings',
    escapeTo: 'skip',
    message: `Save these settings as ${free}?`,
    choices: [
      {
        value: free,
        name: `Save as ${free}`,
        description: [
          'Without the API key and the client secret: the file names environment variables for them.',
          ...foundStays,
        ].join(' '),
      },
      // Enter alone never replaces a file that somebody may have edited.
      ...(isOurs ? [replace] : []),
      { value: NO, name: 'Do not save', ...(foundStays.length > 0 && { description: foundStays.join() }) },
    ],
  });
  if (answer === BACK || answer === NO) return undefined;
  try {
    const path = join(system.cwd, answer);
    await writeFileAtomically(path, await text(answer));
    files.written.add(path);
    return answer;
  } catch (error) {
    prompter.info(`The settings could not be saved as ${answer}: ${messageOf(error)}.`);
    return undefined;
  }
}

/** Unless the settings file of the folder is replaced, it goes on to count. Empty if this run has not found one. */
function whatStays({ isConfigFound, config }: Context['options']): string[] {
  return isConfigFound ? [`${config} stays as it is, and later commands in this folder use it.`] : [];
}

interface Place {
  readonly name: string;
  readonly url: string;
  readonly cwd: string;
}

async function textOf(
  settings: ReadonlyMap<FieldKey, RawValue>,
  comments: Comments,
  { name, url, cwd }: Place,
): Promise<string> {
  // The YAML library is only loaded for this.
  const { settingsAsYaml, valuesForFile } = await import('../config/write-settings-file.ts');
  const hasSchema = (await existingAt(join(cwd, SCHEMA_FILE))) !== undefined;
  const place = { name, url, schema: hasSchema ? SCHEMA_FILE : undefined };
  return settingsAsYaml({ values: valuesForFile(settings, cwd), comments }, place);
}

type Comments = ReadonlyMap<FieldKey, string>;

/** Returns priorities by name, or by number, with a comment, if other numbers have the same name. */
function withPriorityNames(settings: ReadonlyMap<FieldKey, RawValue>, { priority: names }: Names) {
  const comments = new Map<FieldKey, string>();
  const raw = settings.get(PRIORITY);
  if (!raw || !Array.isArray(raw.value) || names === undefined) return { settings, comments };
  const numbers = raw.value.map(String);
  const shared = numbers.flatMap((number) => {
    const [, name] = /^(.*) \(ID \d+\)$/.exec(names.get(number) ?? '') ?? [];
    return name === undefined ? [] : [`${number} is ${name}`];
  });
  if (shared.length > 0) comments.set(PRIORITY, shared.join(', '));
  const value = numbers.map((number) => {
    const name = names.get(number) ?? number;
    return isNameOf(name, number) ? name : number;
  });
  return { settings: new Map(settings).set(PRIORITY, { ...raw, value }), comments };
}

/** Whether a priority can be given by its name: one that is not a number, nor a word with another meaning. */
function isNameOf(name: string, number: string): boolean {
  return (
    !name.endsWith(`(ID ${number})`) && !/^\d+$/.test(name) && name.toLowerCase() !== fieldOf(PRIORITY).wordForNone
  );
}

/** Returns the text of a file; undefined if there is none, and empty if it can't be read. */
async function existingAt(path: string): Promise<string | undefined> {
  if ((await entryKindAt(path).catch(() => 'something else')) === 'nothing') return undefined;
  return readTextFile(path, { pipeTimeout: 0 }).catch(() => '');
}

async function freeName(folder: string, base: string): Promise<string> {
  for (let number = 2; ; number += 1) {
    const name = `${base}-${number}.yaml`;
    if ((await entryKindAt(join(folder, name))) === 'nothing') return name;
  }
}
