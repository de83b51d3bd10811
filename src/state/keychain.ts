/** The operating system's keychain. */
export interface Keychain {
  /** Returns undefined if there is no such secret, or if the keychain is locked. */
  read(name: string): Promise<string | undefined>;
  /** Returns whether the secret was saved. */
  write(name: string, secret: string): Promise<boolean>;
}

const SERVICE = 'ilert-haloitsm';
/** Some systems ask the user to unlock it, and some wait forever even if nobody is there. */
const TIMEOUT = 60_000;

/**
 * Opens the keychain through the optional peer dependency @napi-rs/keyring. Returns undefined if that is not installed,
 * or if the keychain can't be opened.
 */
export async function openKeychain(): Promise<Keychain | undefined> {
  const keyring = await import('@napi-rs/keyring').catch(() => undefined);
  if (!keyring) return undefined;
  const entryOf = (name: string) => new keyring.AsyncEntry(SERVICE, name);
  const read = async (name: string) => (await entryOf(name).getPassword(AbortSignal.timeout(TIMEOUT))) ?? undefined;
  if (!(await succeeds(read('probe')))) return undefined;
  return {
    read: (name) => read(name).catch(() => undefined),
    write: (name, secret) => succeeds(entryOf(name).setPassword(secret, AbortSignal.timeout(TIMEOUT))),
  };
}

function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(() => true).catch(() => false);
}

/** Returns the name of a profile's secret in the keychain. */
export function keychainName(profile: string, setting: string): string {
  return `${profile}:${setting}`;
}
