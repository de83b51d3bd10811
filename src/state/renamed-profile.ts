import type { Profile, ProfileStore } from './profiles.ts';

/**
 * Returns a store for a profile that has had other names. Until it is written, reading it returns what is saved under a
 * former name; writing it, once something has been done, moves that to the new name.
 *
 * @param name of the profile
 * @param formerNames the latest first
 * @param isOurs whether a profile with a former name may be the same one
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
 * Finds what is saved of a profile that has had other names. Ignores a profile that has a former name but remembers
 * something else. Pure.
 *
 * @returns the profile, undefined if nothing is saved of it, and the former names under which it is still saved
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
  const same = own ? former.filter(({ profile }) => remembersSameRows(profile, own)) : former.slice(0, 1);
  return { profile: own ?? same[0]?.profile, savedAs: same.map(({ each }) => each) };
}

/** Whether another profile remembers everything that a profile does. Pure. */
export function remembersSameRows(profile: Profile, own: Profile): boolean {
  return rememberedIds(profile).every(([key, id]) => id === idIn(own, key));
}

/** Whether another profile remembers a different row for each resource. Pure. */
export function remembersOtherRows(profile: Profile, other: Profile): boolean {
  return rememberedIds(profile).every(([key, id]) => ![id, undefined].includes(idIn(other, key)));
}

function rememberedIds({ resources }: Profile): (readonly [key: string, id: string])[] {
  return Object.entries(resources).flatMap(([key, row]) => (row ? [[key, String(row.id)] as const] : []));
}

function idIn({ resources }: Profile, key: string): string | undefined {
  const row = resources[key];
  return row && String(row.id);
}
