import type { Profile, ProfileStore } from './profiles.ts';

/**
 * Saved profiles for a profile that had other names before. Until it has been written itself, it is the one of its former
 * names; writing it, once something has been done, moves what they remember.
 *
 * @param name of the profile
 * @param formerNames the latest first
 * @param isOurs whether one of a former name may be the same profile
 */
export function withFormerProfiles(
  store: ProfileStore,
  name: string,
  formerNames: readonly string[],
  isOurs: (profile: Profile) => boolean,
): ProfileStore {
  const find = async () => findRenamed(await store.all(), name, formerNames, isOurs);
  const moving = async (profile: string, change: () => Promise<void>) => {
    const { savedAs } = profile === name ? await find() : { savedAs: [] };
    await change();
    for (const each of savedAs) await store.delete(each);
  };
  return {
    ...store,
    read: async (profile) => (profile === name ? (await find()).profile : store.read(profile)),
    async all() {
      const { profile, savedAs } = await find();
      const others = [...(await store.all())].filter(([each]) => !savedAs.includes(each));
      return new Map(profile ? [...others, [name, profile]] : others);
    },
    write: (profile, value) => moving(profile, () => store.write(profile, value)),
    delete: (profile) => moving(profile, () => store.delete(profile)),
  };
}

/**
 * What is saved of a profile that had other names before. Another that goes by a former name and remembers something else
 * is none of it. Pure.
 *
 * @returns the profile, undefined where nothing is saved of it, and the former names that it is still saved under
 */
export function findRenamed(
  saved: ReadonlyMap<string, Profile>,
  name: string,
  formerNames: readonly string[],
  isOurs: (profile: Profile) => boolean,
): { readonly profile: Profile | undefined; readonly savedAs: readonly string[] } {
  const own = saved.get(name);
  const former = formerNames.flatMap((each) => {
    const profile = saved.get(each);
    return profile && isOurs(profile) ? [{ each, profile }] : [];
  });
  const same = own ? former.filter(({ profile }) => isSameIn(profile, own)) : former.slice(0, 1);
  return { profile: own ?? same[0]?.profile, savedAs: same.map(({ each }) => each) };
}

/** Whether all that a profile remembers is remembered by another as well. Pure. */
export function isSameIn(profile: Profile, own: Profile): boolean {
  return rememberedIds(profile).every(([key, id]) => id === idIn(own, key));
}

/** Whether another profile remembers each resource as another one. Pure. */
export function isOtherIn(profile: Profile, other: Profile): boolean {
  return rememberedIds(profile).every(([key, id]) => ![id, undefined].includes(idIn(other, key)));
}

function rememberedIds({ resources }: Profile): (readonly [key: string, id: string])[] {
  return Object.entries(resources).flatMap(([key, row]) => (row ? [[key, String(row.id)] as const] : []));
}

function idIn({ resources }: Profile, key: string): string | undefined {
  const row = resources[key];
  return row && String(row.id);
}
