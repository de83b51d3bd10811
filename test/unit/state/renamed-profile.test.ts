import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/state/profiles.ts';
import { findRenamed } from '../../../src/state/renamed-profile.ts';

/** Creates a profile that remembers an alert source, which identifies it here. */
const remembers = (id: number, halo = 'https://a.example'): Profile => ({
  ilert: 'https://api.ilert.com',
  halo,
  resources: { 'alert-source': { id, name: 'HaloITSM' } },
});

describe('a renamed target', () => {
  it.each<[string, Record<string, Profile>, { id?: number; savedAs: string[] }]>([
    ['that was never set up remembers nothing', {}, { savedAs: [] }],
    ['remembers what its former name does', { old: remembers(1) }, { id: 1, savedAs: ['old'] }],
    [
      'had the latest of its former names last',
      { older: remembers(2), old: remembers(1) },
      { id: 1, savedAs: ['old'] },
    ],
    [
      'is still saved under each name that remembers the same',
      { older: remembers(1), old: remembers(1), new: remembers(1) },
      { id: 1, savedAs: ['old', 'older'] },
    ],
    ['leaves alone what has its former name by now', { old: remembers(2), new: remembers(1) }, { id: 1, savedAs: [] }],
    ['does not take the profile of another', { old: remembers(1, 'https://other.example') }, { savedAs: [] }],
    ['does not care about profiles of other names', { another: remembers(1) }, { savedAs: [] }],
  ])('%s', (_, saved, { id, savedAs }) => {
    const isOurs = ({ halo }: Profile) => halo === 'https://a.example';
    const found = findRenamed(new Map(Object.entries(saved)), 'new', ['old', 'older'], isOurs);
    expect(found.profile?.resources['alert-source']?.id).toBe(id);
    expect(found.savedAs).toEqual(savedAs);
  });
});
