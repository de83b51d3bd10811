import { Secret } from '../../secret/secret.ts';
import type { MethodRow } from './schemas.ts';

/** The two fields that form the address a method posts to. The admin decides where to split it. */
export type Addressed = Pick<MethodRow, 'resource' | 'path'>;

/** Joins base URL and path as Halo does (fact `method-address`). Don't show it: it contains the key. */
export function addressOf({ resource, path }: Addressed): string {
  const base = typeof resource === 'string' ? resource : '';
  return `${base}${path instanceof Secret ? path.reveal() : ''}`.trim();
}

/** The address without a fragment, which is never sent, and with percent-encoding decoded where possible. */
export function plainAddress(address: string): string {
  return address.replace(/#.*$/s, '').replaceAll(/(?:%[\da-f]{2})+/gi, decoded);
}

/** The integration key in an ilert address for tickets; undefined for other addresses. */
export function keyIn(address: string): string | undefined {
  return /\/events\/halo(?:itsm|psa)\/+([^/?\s]+)/i.exec(plainAddress(address))?.[1];
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
