import * as z from 'zod';
import { type Id, type ResourceKey, resourceKeys } from '../resources/resource.ts';

/** What a profile remembers of its tenants: ids, and the names they were made under. Never a secret. */
export interface Profile {
  /** Which tenants these ids belong to. */
  readonly ilert: string;
  readonly halo: string;
  readonly resources: { readonly [K in ResourceKey]?: { readonly id: Id; readonly name: string } };
}

/** Saved profiles: a hint only, a lost file changes nothing but speed. */
export interface Store {
  read(profile: string): Promise<Profile | undefined>;
  write(profile: string, value: Profile): Promise<void>;
  forget(profile: string): Promise<void>;
}

const entry = z.object({ id: z.union([z.number(), z.string()]), name: z.string() });
const profileShape = z.object({
  ilert: z.string(),
  halo: z.string(),
  resources: z.partialRecord(z.enum(resourceKeys), entry),
});

const NAME = /^[\w-]+$/;

/** Whether a text can be the name of a profile; it becomes a key of the saved file. */
export function isProfileName(name: string): boolean {
  return NAME.test(name);
}

/** The saved file, opened when first needed; readable by its owner only. @param folder undefined for the system's usual one */
export function createStore(folder: string | undefined): Store {
  const open = async () => {
    const { default: Conf } = await import('conf');
    return new Conf({
      projectName: 'ilert-haloitsm',
      projectSuffix: '',
      configName: 'profiles',
      configFileMode: 0o600,
      // A broken file is worth no error: it is a hint.
      clearInvalidConfig: true,
      ...(folder !== undefined && { cwd: folder }),
    });
  };
  return {
    async read(profile) {
      const parsed = profileShape.safeParse((await open()).get(profile));
      return parsed.success ? (parsed.data as Profile) : undefined;
    },
    async write(profile, value) {
      (await open()).set(profile, value);
    },
    async forget(profile) {
      (await open()).delete(profile);
    },
  };
}
