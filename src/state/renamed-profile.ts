import type { Profile, ProfileStore } from './profiles.ts';

/**
 * Saved profiles for a profile that had other names before. Until it has been written itself, it is the one of its former
 * names; writing it, once something has been done, moves what they remember. Another that goes by a former name and
 * remembers something else stays as it is.
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
  const former = async () => {
    const all = await store.all();
    return formerNames.flatMap((each) => {
      const profile = all.get(each);
      return profile && isOurs(profile) ? [[each, profile] as const] : [];
    });
  };
  /** Those that are the profile itself: where it has not been written, the latest; else those that remember the same. */
  const same = async () => {
    const own = await store.read(name);
    const found = await former();
    return own ? found.filter(([, profile]) => isSameIn(profile, own)) : found.slice(0, 1);
  };
  const forget = async (names: readonly (readonly [string, Profile])[]) => {
    for (const [each] of names) await store.delete(each);
  };
  return {
    ...store,
    async read(profile) {
      const own = await store.read(profile);
      return own ?? (profile === name ? (await same())[0]?.[1] : undefined);
    },
    async all() {
      const moved = await same();
      const all = [...(await store.all())].filter(([each]) => !moved.some(([formerName]) => formerName === each));
      const inherited = moved.slice(0, 1).flatMap(([, profile]) => [[name, profile] as const]);
      return new Map([...inherited, ...all]);
    },
    async write(profile, value) {
      const moved = profile === name ? await same() : [];
      await store.write(profile, value);
      await forget(moved);
    },
    async delete(profile) {
      const moved = profile === name ? await same() : [];
      await store.delete(profile);
      await forget(moved);
    },
  };
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
