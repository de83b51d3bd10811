import { describeOrigin, type RawValue } from '../config/raw-value.ts';
import { type Resolved, resolveSettings } from '../config/resolve.ts';
import { type FieldKey, fieldOf, fields, serviceOf } from '../config/settings.ts';
import { Secret } from '../secret/secret.ts';
import { keychainName } from '../state/keychain.ts';
import type { Profile } from '../state/profiles.ts';
import { withSpinner } from '../ui/spinner.ts';
import type { Context } from './context.ts';

/**
 * Adds the secrets that the wizard saved in the keychain for this profile, if no other source provides them. A settings
 * file, which others may have written, can't send a secret that was saved for one account to another.
 *
 * @param missing the keys of the secrets that no other source provides
 */
export async function addKeychainSecrets(
  { profiles, options, system, streams }: Context,
  values: Map<FieldKey, RawValue>,
  missing: readonly FieldKey[],
): Promise<void> {
  if (missing.length === 0) return;
  const profile = await profiles.read(options.profile);
  const keychain = profile?.keychain ? await system.keychain() : undefined;
  if (!keychain || !profile) return;
  const resolved = resolveSettings(values, [], { isComplete: false });
  for (const key of missing) {
    const other = otherPlaceInFile(key, profile, resolved);
    if (other !== undefined) {
      streams.note(`The secret in the system keychain is not used: it was saved for other accounts than ${other}.`);
      continue;
    }
    // The system may first ask for permission, in a window of its own.
    const read = () => keychain.read(keychainName(options.profile, key));
    const secret = await withSpinner(streams, "Reading the system's keychain…", read);
    if (secret) values.set(key, { value: new Secret(secret), origin: { from: 'keychain' } });
  }
}

/** Describes what in a settings file would send a saved secret somewhere else than it was saved for. Pure. */
function otherPlaceInFile(key: FieldKey, profile: Profile, { settings, origins }: Resolved): string | undefined {
  const service = serviceOf(fieldOf(key));
  const places = fields.filter((field) => field.receivesSecrets && serviceOf(field) === service);
  const other = places.find(
    (field) => origins.get(field.key)?.from === 'file' && settings[field.key] !== savedPlace(field.key, profile),
  );
  const origin = other && origins.get(other.key);
  return origin && describeOrigin(origin, other);
}

/** Where a saved secret used to be sent. */
function savedPlace(key: FieldKey, { ilert, halo, answers }: Profile): unknown {
  if (key === 'ilert.endpoint') return ilert;
  return key === 'halo.url' ? halo : answers?.[key];
}
