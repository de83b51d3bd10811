import { stat } from 'node:fs/promises';
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
  readonly resources: { readonly [key: string]: { readonly id: Id; readonly name: string } | undefined };
}

/** Saved profiles: only a hint, since losing them only affects speed. */
export interface ProfileStore {
  read(profile: string): Promise<Profile | undefined>;
  /** All that can be read, by name. */
  all(): Promise<ReadonlyMap<string, Profile>>;
  write(profile: string, value: Profile): Promise<void>;
  delete(profile: string): Promise<void>;
}

/** The profile of a run that names none. */
export const DEFAULT_PROFILE = 'default';

const FILE = 'profiles';

/** A file that somebody has edited may contain anything. */
const profileSchema = z.looseObject({
  ilert: z.string(),
  halo: z.string(),
  setUpAt: z.string().optional().catch(undefined),
  resources: z.record(z.string(), z.looseObject({ id: z.union([z.number(), z.string()]), name: z.string() })),
});

/** The saved profiles. @param folder undefined if nothing can be saved */
export function createProfileStore(folder: string | undefined): ProfileStore {
  return {
    async read(profile) {
      return profileSchema.safeParse((await readSaved(folder))[profile]).data;
    },
    async all() {
      const saved = Object.entries(await readSaved(folder));
      const read = saved.map(([name, profile]) => [name, profileSchema.safeParse(profile).data] as const);
      return new Map(read.flatMap(([name, profile]) => (profile ? [[name, profile] as const] : [])));
    },
    async write(profile, value) {
      (await openForWriting(folder)).set(profile, value);
    },
    async delete(profile) {
      (await openForWriting(folder)).delete(profile);
    },
  };
}

/** Every run reads, few write: conf is only loaded to write. */
async function readSaved(folder: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (folder === undefined) return {};
  return fieldsOf(parseJson(await readTextFile(pathIn(folder), { pipeTimeout: 0 }).catch(() => '')));
}

function pathIn(folder: string): string {
  return join(folder, `${FILE}.json`);
}

async function openForWriting(folder: string | undefined) {
  if (folder === undefined) throw new Error('there is no home folder to save it in');
  await createFolder(folder, 0o700);
  await assertFileOrNothing(pathIn(folder));
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
