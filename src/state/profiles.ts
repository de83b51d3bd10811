import { constants } from 'node:fs';
import { chmod, copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Id } from '../engine/resource.ts';
import { isSystemError } from '../errors/system-error.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/create-folder.ts';
import { parseJson } from '../text/json.ts';

/** What a profile remembers about its tenants: ids and names of resources. Never a secret. */
export interface Profile {
  /** The tenants to which the ids belong. */
  readonly ilert: string;
  readonly halo: string;
  /** The wizard's answers, to prefill the next run. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The only service that was set up, if the other has no rows here. */
  readonly only?: string | undefined;
  /** When it was set up or last changed, as an ISO date. */
  readonly setUpAt?: string | undefined;
  /** The Halo product it was set up for. */
  readonly product?: string;
  /** The external alert source (`--alert-source`), which is never deleted. */
  readonly othersSource?: number;
  /** Whether its secrets are in the system's keychain. */
  readonly keychain?: boolean;
  /** Where its target was, and what it takes to find and reach its resources once the target is gone. */
  readonly target?: SavedTarget | undefined;
  readonly resources: { readonly [key: string]: { readonly id: Id; readonly name: string } | undefined };
}

/** What is remembered about a target of a settings file. Never a secret. */
export interface SavedTarget {
  /** The absolute path of the settings file. */
  readonly file: string;
  /** By key. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Saved profiles. Only a hint: losing them only affects speed. Reads never reject: what can't be read is missing. */
export interface ProfileStore {
  read(profile: string): Promise<Profile | undefined>;
  /** Returns all readable profiles, by name. */
  all(): Promise<ReadonlyMap<string, Profile>>;
  /** Returns the path of the file if it, or a profile in it, can't be read. */
  damaged(): Promise<string | undefined>;
  /** Keeps a copy of the file if it replaces something that can't be read. */
  write(profile: string, value: Profile): Promise<void>;
  delete(profile: string): Promise<void>;
}

/** The profile of a run that doesn't name one. */
export const DEFAULT_PROFILE = 'default';

/** The excluded names are those that no key of the saved profiles can have. */
export const PROFILE_NAME = /^(?!(?:constructor|prototype|__proto__)$)[\w-]+$/;

const FILE = 'profiles';

/** A file that somebody has edited may contain anything. */
const profileSchema = z.lazy(() =>
  z.looseObject({
    ilert: z.string(),
    halo: z.string(),
    setUpAt: z.string().optional().catch(undefined),
    target: z
      .looseObject({ file: z.string(), settings: z.record(z.string(), z.unknown()) })
      .optional()
      .catch(undefined),
    resources: z.record(z.string(), z.looseObject({ id: z.union([z.number(), z.string()]), name: z.string() })),
  }),
);

/** Creates the store. @param folder undefined if nothing can be saved */
export function createProfileStore(folder: string | undefined): ProfileStore {
  const saved = savedIn(folder);
  return {
    async read(profile) {
      return (await saved()).profiles.get(profile);
    },
    async all() {
      return (await saved()).profiles;
    },
    async damaged() {
      const { isBroken, damaged } = await saved();
      return folder !== undefined && (isBroken || damaged.size > 0) ? pathIn(folder) : undefined;
    },
    async write(profile, value) {
      (await openForWriting(folder, profile, saved)).set(profile, value);
    },
    async delete(profile) {
      (await openForWriting(folder, profile, saved)).delete(profile);
    },
  };
}

interface Saved {
  /** All that can be read, by name. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The names of the others. */
  readonly damaged: ReadonlySet<string>;
  /** Whether a file exists but does not contain profiles. */
  readonly isBroken: boolean;
}

const NOTHING: Saved = { profiles: new Map(), damaged: new Set(), isBroken: false };
const BROKEN: Saved = { ...NOTHING, isBroken: true };

/**
 * Returns what reads the file: without conf, which is only loaded to write, since every run reads and few write. A text
 * that was read before is not parsed again: each target of a fleet reads the profiles of all.
 */
function savedIn(folder: string | undefined): () => Promise<Saved> {
  let last = { text: '', saved: NOTHING };
  return async () => {
    if (folder === undefined) return NOTHING;
    try {
      const text = await readTextFile(pathIn(folder), { pipeTimeout: 0 });
      if (text !== last.text) last = { text, saved: parseSaved(text) };
      return last.saved;
    } catch (error) {
      return isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR') ? NOTHING : BROKEN;
    }
  };
}

function parseSaved(text: string): Saved {
  const table = parseJson(text);
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return text.trim() === '' ? NOTHING : BROKEN;
  const profiles = new Map<string, Profile>();
  const damaged = new Set<string>();
  for (const [name, value] of Object.entries(table)) {
    const { data } = profileSchema.safeParse(value);
    if (data) profiles.set(name, data);
    else damaged.add(name);
  }
  return { profiles, damaged, isBroken: false };
}

/** Copies a file to an unused name beside it. */
async function backUp(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    const copy = number === 1 ? `${path}.bak` : `${path}.bak${number}`;
    try {
      await copyFile(path, copy, constants.COPYFILE_EXCL);
      return await chmod(copy, 0o600);
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
    }
  }
}

function pathIn(folder: string): string {
  return join(folder, `${FILE}.json`);
}

/** Opens the file for writing, after backing up what can't be read. @param profile the one to be replaced */
async function openForWriting(folder: string | undefined, profile: string, saved: () => Promise<Saved>) {
  if (folder === undefined) throw new Error('there is no home folder to save it in');
  await createFolder(folder, 0o700);
  await assertFileOrNothing(pathIn(folder));
  const { isBroken, damaged } = await saved();
  if (isBroken || damaged.has(profile)) await backUp(pathIn(folder));
  const { default: Conf } = await import('conf');
  return new Conf<Record<string, Profile>>({
    projectName: 'ilert-haloitsm',
    cwd: folder,
    configName: FILE,
    configFileMode: 0o600,
    // An invalid file is not an error, since it is only a hint.
    clearInvalidConfig: true,
  });
}

/** conf reads synchronously before it writes: a pipe or a device would block the whole program, including Ctrl-C. */
async function assertFileOrNothing(path: string): Promise<void> {
  const entry = await stat(path).catch((error: unknown) => {
    if (!isSystemError(error, 'ENOENT')) throw error;
  });
  if (entry && !entry.isFile()) throw new Error('it is not a file');
}
