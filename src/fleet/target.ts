import type { Settings } from '../config/settings.ts';
import { sameSecret } from '../secret/secret.ts';

/** One target with its settings. */
export interface Target {
  readonly name: string;
  readonly settings: Settings;
}

/** Whether a setting is the same in both. */
export function isSame(key: keyof Settings, one: Settings, other: Settings): boolean {
  return one[key] === other[key];
}

/** Whether both go to one tenant of Halo, as far as its address tells. */
export function isSameHalo(one: Settings, other: Settings): boolean {
  const tenant = (settings: Settings) => `${settings['halo.url']?.toLowerCase()} ${settings['halo.tenant'] ?? ''}`;
  return one['halo.url'] !== undefined && tenant(one) === tenant(other);
}

/** Whether both use one ilert account, as far as the key tells: one account may have several. */
export function isSameAccount(one: Settings, other: Settings): boolean {
  const [token, others] = [one['ilert.apiToken'], other['ilert.apiToken']];
  const isSameKey = token === others || (token !== undefined && others !== undefined && sameSecret(token, others));
  return isSameKey && isSame('ilert.endpoint', one, other);
}
