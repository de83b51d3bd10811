import { Secret } from '../../secret/secret.ts';
import type { MethodRow } from './schemas.ts';

/** The two fields that together are the address a method posts to; where it is split between them is up to the admin. */
export type Addressed = Pick<MethodRow, 'resource' | 'path'>;

/** Base URL and path as Halo joins them (fact `method-address`), trimmed; a field that a list leaves out counts as empty. It contains the key, so it must not be shown. */
export function addressOf({ resource, path }: Addressed): string {
  const base = typeof resource === 'string' ? resource : '';
  return `${base}${path instanceof Secret ? path.reveal() : ''}`.trim();
}

/** The same address without percent-encoding, as far as that can be decoded, and without a fragment, which is never sent. */
export function plainAddress(address: string): string {
  return address.replace(/#.*$/s, '').replaceAll(/(?:%[\da-f]{2})+/gi, decoded);
}

/** The integration key in an address of ilert's for tickets; undefined where it is none. */
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
