import type { MethodRow } from '../../../sandbox/halo/rows.ts';

type Address = Pick<MethodRow, 'resource' | 'path'>;

/** A method's address with the same base URL and path split elsewhere, as an administrator may enter it. */
export const SPLIT_OTHERWISE = [
  ['all of it as base URL', ({ resource, path }) => ({ resource: resource + path, path: '' })],
  ['the key alone as path', (address, key) => splitBefore(key, address)],
  ['the key and a slash as path', (address, key) => splitBefore(`/${key}`, address)],
  ['split within the key', (address, key) => splitBefore(key.slice(-5), address)],
] as const satisfies readonly (readonly [string, (address: Address, key: string) => Address])[];

/** Addresses that ilert accepts for the same alert source. */
export const WRITTEN_OTHERWISE = [
  ['a blank at the end', ({ resource, path }) => ({ resource, path: `${path} ` })],
  ['a query', ({ resource, path }) => ({ resource, path: `${path}?via=halo` })],
  ['percent-encoded', ({ resource, path }, key) => ({ resource, path: path.replace(key, encoded(key)) })],
  ['events of any kind', ({ resource }, key) => ({ resource, path: `/api/events/${key}` })],
  ['events of any kind, with a version', ({ resource }, key) => ({ resource, path: `/api/v1/events/${key}` })],
] as const satisfies readonly (readonly [string, (address: Address, key: string) => Address])[];

function splitBefore(end: string, { resource, path }: Address): Address {
  return { resource: `${resource}${path}`.slice(0, -end.length), path: end };
}

function encoded(key: string): string {
  return `%${key.charCodeAt(0).toString(16)}${key.slice(1)}`;
}
