import { join, relative } from 'node:path';
import { isPayload } from '../config/payload-file.ts';
import type { RawValue } from '../config/raw-value.ts';
import type { FieldKey } from '../config/settings.ts';
import { messageOf } from '../errors/cli-error.ts';
import { entryKindAt, writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import type { Context } from '../runtime/context.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { BACK, type Choice, type Prompter } from '../ui/prompter.ts';

const NO = 'no';

/**
 * Offers to save the settings as a file that `--config` reads. A file of somebody else is never replaced.
 *
 * @returns its name; undefined where there is none
 */
export async function offerToSaveSettings(
  context: Context,
  prompter: Prompter,
  settings: ReadonlyMap<FieldKey, RawValue>,
): Promise<string | undefined> {
  const { system, options } = context;
  const base = options.profile === DEFAULT_PROFILE ? 'ilert-haloitsm' : `ilert-haloitsm-${options.profile}`;
  const url = String(settings.get('halo.url')?.value ?? '');
  const text = (name: string) => textOf(settings, { name, url, cwd: system.cwd });
  const usual = `${base}.yaml`;
  const existing = await existingAt(join(system.cwd, usual));
  if (existing === (await text(usual))) return usual;
  const free = existing === undefined ? usual : await freeName(system.cwd, base);
  const isOurs = existing?.includes(markOf(url)) ?? false;
  const replace: Choice = {
    value: usual,
    name: `Replace ${usual}`,
    description: 'An earlier run of this wizard wrote it. What was added by hand is lost.',
  };
  const answer = await prompter.choose({
    id: 'save-settings',
    escapeTo: 'skip',
    message: `Save these settings as ${isOurs ? usual : free}?`,
    choices: [
      ...(isOurs ? [replace] : []),
      { value: free, name: `Save as ${free}`, description: 'API key and client secret stay in environment variables.' },
      { value: NO, name: 'Do not save' },
    ],
  });
  if (answer === BACK || answer === NO) return undefined;
  try {
    await writeFileAtomically(join(system.cwd, answer), await text(answer));
    return answer;
  } catch (error) {
    prompter.info(`The settings could not be saved as ${answer}: ${messageOf(error)}.`);
    return undefined;
  }
}

interface Place {
  readonly name: string;
  readonly url: string;
  readonly cwd: string;
}

async function textOf(settings: ReadonlyMap<FieldKey, RawValue>, { name, url, cwd }: Place): Promise<string> {
  // The YAML library is only loaded for this.
  const { writeSettingsFile } = await import('../config/write-settings-file.ts');
  return writeSettingsFile(withPathsFrom(cwd, settings), [
    'yaml-language-server: $schema=./ilert-haloitsm.schema.json',
    markOf(url),
    '',
    `  npx ilert-haloitsm plan --config ${name}     shows what would change`,
    `  npx ilert-haloitsm apply --config ${name}    changes it`,
    '  npx ilert-haloitsm schema > ilert-haloitsm.schema.json    for completion in an editor',
    '',
    'Secrets are read from the environment variables that are named here.',
  ]);
}

/** Which files are ours to replace. */
function markOf(url: string): string {
  return `Settings for ${url}, written by the wizard of ilert-haloitsm.`;
}

/** The path of a payload file is relative to the folder of the settings file. */
function withPathsFrom(cwd: string, settings: ReadonlyMap<FieldKey, RawValue>): ReadonlyMap<FieldKey, RawValue> {
  const payload = settings.get('halo.payload');
  if (!payload || !isPayload(payload.value) || payload.value.path === undefined) return settings;
  const value = { ...payload.value, name: relative(cwd, payload.value.path) };
  return new Map([...settings, ['halo.payload', { ...payload, value }]]);
}

/** The text of a file; undefined where nothing is there, and empty where it can't be read. */
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
