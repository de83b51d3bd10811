import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Id, type ResourceKey, resourceKeys } from '../engine/resource.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/make-folder.ts';

/** What a profile remembers of its tenants: ids, and the names they were made under. Never a secret. */
export interface Profile {
  /** Which tenants these ids belong to. */
  readonly ilert: string;
  readonly halo: string;
  /** Answers of the wizard, to prefill the next run. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Which Halo product it was set up for. */
  readonly product?: string;
  /** The alert source that belongs to others (`--alert-source`): never to be removed. */
  readonly othersSource?: number;
  /** Whether its secrets are in the system's keychain. */
  readonly keychain?: boolean;
  readonly resources: { readonly [K in ResourceKey]?: { readonly id: Id; readonly name: string } };
}

/** Saved profiles: a hint only, a lost file changes nothing but speed. */
export interface ProfileStore {
  read(profile: string): Promise<Profile | undefined>;
  write(profile: string, value: Profile): Promise<void>;
  delete(profile: string): Promise<void>;
}

const NAME = 'ilert-haloitsm';
/** For the folder: a file in it is 0600. */
const OWNER_ONLY = 0o700;

const keys: readonly string[] = resourceKeys;

/** The saved profiles. @param folder undefined where nothing can be saved: then there are none */
export function createProfileStore(folder: string | undefined): ProfileStore {
  const file = savedFile('profiles', folder);
  return {
    ...file,
    async read(profile) {
      const saved = await file.read(profile);
      return isProfile(saved) ? saved : undefined;
    },
  };
}

/** A file of entries by their key, opened when first needed; readable by its owner only. */
function savedFile(configName: string, home: string | undefined) {
  const path = home && join(home, `${configName}.json`);
  const open = async () => {
    if (home === undefined || path === undefined) throw new Error('there is no home folder to save it in');
    await createFolder(home, OWNER_ONLY);
    await refuseAllButFiles(path);
    const { default: Conf } = await import('conf');
    return new Conf<Record<string, unknown>>({
      projectName: NAME,
      cwd: home,
      configName,
      configFileMode: 0o600,
      // A broken file is worth no error: it is a hint.
      clearInvalidConfig: true,
    });
  };
  return {
    async read(key: string): Promise<unknown> {
      // Every run reads, few write: conf is loaded for those.
      const text = path === undefined ? '{}' : await readTextFile(path, { pipeTimeout: 0 }).catch(() => '{}');
      return fieldsOf(parsed(text))[key];
    },
    async write(key: string, value: unknown): Promise<void> {
      (await open()).set(key, value);
    },
    async delete(key: string): Promise<void> {
      (await open()).delete(key);
    },
  };
}

/** conf reads what is there before it writes, in one go: a pipe or a device would hold up the whole program, Ctrl-C too. */
async function refuseAllButFiles(path: string): Promise<void> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (there && !there.isFile()) throw new Error('it is not a file');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whoever may have edited the file, what is no profile counts as not there. */
function isProfile(value: unknown): value is Profile {
  const { ilert, halo, resources } = fieldsOf(value);
  const entries = Object.entries(fieldsOf(resources));
  return (
    typeof ilert === 'string' &&
    typeof halo === 'string' &&
    entries.every(([key, entry]) => keys.includes(key) && isEntry(entry))
  );
}

function isEntry(value: unknown): boolean {
  const { id, name } = fieldsOf(value);
  return (typeof id === 'number' || typeof id === 'string') && typeof name === 'string';
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
