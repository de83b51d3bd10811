import { constants } from 'node:fs';
import { chmod, copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Id } from '../engine/resource.ts';
import { isSystemError } from '../errors/system-error.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/create-folder.ts';
import { fieldsOf, parseJson } from '../text/json.ts';

/** What a profile remembers of its tenants: the ids and names of the resources. Never a secret. */
export interface Profile {
  /** The tenants that the ids belong to. */
  readonly ilert: string;
  readonly halo: string;
  /** Answers of the wizard, to prefill the next run. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The service that alone was set up: the other has no rows here. */
  readonly only?: string | undefined;
  /** When it was set up or last changed, as an ISO date. */
  readonly setUpAt?: string | undefined;
  /** The Halo product that it was set up for. */
  readonly product?: string;
  /** The external alert source (`--alert-source`), which is never deleted. */
  readonly othersSource?: number;
  /** Whether its secrets are in the system's keychain. */
  readonly keychain?: boolean;
  /** Where the target that it is of was, and what finds and reaches its resources when it is there no longer. */
  readonly target?: SavedTarget | undefined;
  readonly resources: { readonly [key: string]: { readonly id: Id; readonly name: string } | undefined };
}

/** What is remembered of a target of a settings file. Never a secret. */
export interface SavedTarget {
  /** The absolute path of the settings file. */
  readonly file: string;
  /** By key. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Saved profiles: only a hint, since losing them only affects speed. Reading never rejects: what can't be read is missing. */
export interface ProfileStore {
  read(profile: string): Promise<Profile | undefined>;
  /** All that can be read, by name. */
  all(): Promise<ReadonlyMap<string, Profile>>;
  /** The path of the file where it, or a profile in it, can't be read. */
  damaged(): Promise<string | undefined>;
  /** What it replaces and can't be read is kept in a copy of the file. */
  write(profile: string, value: Profile): Promise<void>;
  delete(profile: string): Promise<void>;
}

/** The profile of a run that names none. */
export const DEFAULT_PROFILE = 'default';

/** What a profile may be called. */
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

/** The saved profiles. @param folder undefined if nothing can be saved */
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
  /** There is a file, and it is not one of profiles. */
  readonly isBroken: boolean;
}

const NOTHING: Saved = { profiles: {}, isBroken: false };

/** Every run reads, few write: conf is only loaded to write. */
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

/** Keeps a copy of a file beside it, under a name that no other has. */
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

/** @param profile the one that is to be replaced */
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
    // An invalid file is no error: it is only a hint.
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
