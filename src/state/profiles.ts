import { constants } from 'node:fs';
import { chmod, copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Id } from '../engine/resource.ts';
import { isSystemError } from '../errors/system-error.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/create-folder.ts';
import { fieldsOf, parseJson } from '../text/json.ts';

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

export const PROFILE_NAME = /^[\w-]+$/;

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
  return {
    async read(profile) {
      return profileSchema.safeParse((await readSaved(folder)).profiles[profile]).data;
    },
    async all() {
      const saved = Object.entries((await readSaved(folder)).profiles);
      const read = saved.map(([name, profile]) => [name, profileSchema.safeParse(profile).data] as const);
      return new Map(read.flatMap(([name, profile]) => (profile ? [[name, profile] as const] : [])));
    },
    async damaged() {
      const { profiles, isBroken } = await readSaved(folder);
      const isDamaged = isBroken || Object.keys(profiles).some((name) => isInvalid(profiles, name));
      return folder !== undefined && isDamaged ? pathIn(folder) : undefined;
    },
    async write(profile, value) {
      (await openForWriting(folder, profile)).set(profile, value);
    },
    async delete(profile) {
      (await openForWriting(folder, profile)).delete(profile);
    },
  };
}

interface Saved {
  /** By name; not yet checked. */
  readonly profiles: Readonly<Record<string, unknown>>;
  /** Whether a file exists but does not contain profiles. */
  readonly isBroken: boolean;
}

const NOTHING: Saved = { profiles: {}, isBroken: false };

/** Reads without conf, which is only loaded to write: every run reads, few write. */
async function readSaved(folder: string | undefined): Promise<Saved> {
  if (folder === undefined) return NOTHING;
  try {
    const text = await readTextFile(pathIn(folder), { pipeTimeout: 0 });
    const saved = parseJson(text);
    const isTable = typeof saved === 'object' && saved !== null && !Array.isArray(saved);
    return isTable ? { profiles: fieldsOf(saved), isBroken: false } : { profiles: {}, isBroken: text.trim() !== '' };
  } catch (error) {
    return { profiles: {}, isBroken: !isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTDIR') };
  }
}

function isInvalid(profiles: Saved['profiles'], name: string): boolean {
  return Object.hasOwn(profiles, name) && !profileSchema.safeParse(profiles[name]).success;
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
async function openForWriting(folder: string | undefined, profile: string) {
  if (folder === undefined) throw new Error('there is no home folder to save it in');
  await createFolder(folder, 0o700);
  await assertFileOrNothing(pathIn(folder));
  const { profiles, isBroken } = await readSaved(folder);
  if (isBroken || isInvalid(profiles, profile)) await backUp(pathIn(folder));
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
