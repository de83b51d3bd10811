/** The operating system's keychain. */
export interface Keychain {
  /** Undefined if there is no secret of this name, or the keychain is locked. */
  read(name: string): Promise<string | undefined>;
  /** Returns whether the secret was saved. */
  write(name: string, secret: string): Promise<boolean>;
}

const SERVICE = 'ilert-haloitsm';
/** Some systems ask the user to unlock it, and some wait forever for nobody. */
const TIMEOUT = 60_000;

/**
 * Opens the keychain by the optional peer dependency @napi-rs/keyring. Undefined if that is not installed, or if the
 * keychain can't be opened.
 */
export async function openKeychain(): Promise<Keychain | undefined> {
  const keyring = await import('@napi-rs/keyring').catch(() => undefined);
  if (!keyring) return undefined;
  const entryOf = (name: string) => new keyring.AsyncEntry(SERVICE, name);
  const isOpen = await entryOf('probe')
    .getPassword(AbortSignal.timeout(TIMEOUT))
    .then(
      () => true,
      () => false,
    );
  if (!isOpen) return undefined;
  return {
    async read(name) {
      const secret = await entryOf(name)
        .getPassword(AbortSignal.timeout(TIMEOUT))
        .catch(() => null);
      return secret ?? undefined;
    },
    async write(name, secret) {
      const saved = entryOf(name).setPassword(secret, AbortSignal.timeout(TIMEOUT));
      return saved.then(
        () => true,
        () => false,
      );
    },
  };
}

/** The name of a profile's secret in the keychain. */
export function keychainName(profile: string, setting: string): string {
  return `${profile}:${setting}`;
}
