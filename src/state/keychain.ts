/** The system's store of secrets. */
export interface Keychain {
  /** Undefined where it has none of this name, or does not open. */
  read(name: string): Promise<string | undefined>;
  /** Tells whether it was kept. */
  write(name: string, secret: string): Promise<boolean>;
}

const SERVICE = 'ilert-haloitsm';
/** Some systems ask the person, some have nobody to ask and wait for ever. */
const PATIENCE = 60_000;

/**
 * The keychain of the system, by @napi-rs/keyring, which is there only where somebody installed it:
 * this package has no dependencies. Undefined where there is none, or where it does not open.
 */
export async function openKeychain(): Promise<Keychain | undefined> {
  const keyring = await import('@napi-rs/keyring').catch(() => undefined);
  if (!keyring) return undefined;
  const entryOf = (name: string) => new keyring.AsyncEntry(SERVICE, name);
  const opens = await entryOf('probe')
    .getPassword(AbortSignal.timeout(PATIENCE))
    .then(
      () => true,
      () => false,
    );
  if (!opens) return undefined;
  return {
    async read(name) {
      const secret = await entryOf(name)
        .getPassword(AbortSignal.timeout(PATIENCE))
        .catch(() => null);
      return secret ?? undefined;
    },
    async write(name, secret) {
      const kept = entryOf(name).setPassword(secret, AbortSignal.timeout(PATIENCE));
      return kept.then(
        () => true,
        () => false,
      );
    },
  };
}

/** The name that a profile's secret is kept under. */
export function keychainName(profile: string, setting: string): string {
  return `${profile}:${setting}`;
}
