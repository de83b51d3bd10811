import { describe, expect, it } from 'vitest';
import { addressOf, keyIn } from '../../../../src/providers/halo/method-address.ts';
import { postsTo } from '../../../../src/providers/identity/chain.ts';
import { keyedPath, Secret } from '../../../../src/secret/secret.ts';

const KEY = 'il1hit0123456789';
const BASE = 'https://api.ilert.com';
const EVENTS = '/api/v1/events/haloitsm/';
const URL_OF_SOURCE = `${BASE}${EVENTS}${KEY}`;

const source = { id: 1, integrationUrl: keyedPath(URL_OF_SOURCE), integrationKey: new Secret(KEY) };
const methodAt = (resource: string | null | undefined, path: string | null | undefined) => ({
  resource,
  path: typeof path === 'string' ? keyedPath(path) : path,
});

const OURS = [
  ['as this tool splits it', BASE, `${EVENTS}${KEY}`],
  ['the slash in the base URL', `${BASE}/`, `${EVENTS.slice(1)}${KEY}`],
  ['all in the base URL', URL_OF_SOURCE, ''],
  ['all in the base URL, no path', URL_OF_SOURCE, null],
  ['all in the path', '', URL_OF_SOURCE],
  ['the key alone in the path', `${BASE}${EVENTS}`, KEY],
  ['the key and a slash in the path', `${BASE}${EVENTS.slice(0, -1)}`, `/${KEY}`],
  ['split within the key', URL_OF_SOURCE.slice(0, -5), KEY.slice(-5)],
  ['a blank at the end', BASE, `${EVENTS}${KEY} `],
  ['a line break at the end', BASE, `${EVENTS}${KEY}\r\n`],
  ['a slash at the end', BASE, `${EVENTS}${KEY}/`],
  ['a query', BASE, `${EVENTS}${KEY}?via=halo`],
  ['a fragment', BASE, `${EVENTS}${KEY}#halo`],
  ['a part of the key percent-encoded', BASE, `${EVENTS}%69${KEY.slice(1)}`],
  ['a query that can not be decoded', BASE, `${EVENTS}%69${KEY.slice(1)}?share=5%&x=%ff`],
  ['the address of HaloPSA', BASE, `/api/v1/events/halopsa/${KEY}`],
] as const;

const OTHER_ADDRESSES_OF_OURS = [
  ['the address for events of any kind', BASE, `/api/events/${KEY}`],
  ['the same with a version', BASE, `/api/v1/events/${KEY}`],
  ['the key in the query', BASE, `${EVENTS}?integrationKey=${KEY}`],
  ['the key alone in the path, where a list leaves out the base URL', undefined, KEY],
] as const;

const OTHERS = [
  ['another key', BASE, `${EVENTS}il1hitother01234`],
  ['the key in other case', BASE, `${EVENTS}${KEY.toUpperCase()}`],
  ['a longer key', BASE, `${EVENTS}${KEY}x`],
  ['the key in a fragment, which is not sent', BASE, `/hook#${KEY}`],
  ['encoded twice', BASE, `${EVENTS}%2569${KEY.slice(1)}`],
  ['no address', null, null],
  ['nothing that a list shows', undefined, undefined],
] as const;

describe('whether a method posts to an alert source is seen from its address, wherever Halo has it split', () => {
  it.each([...OURS, ...OTHER_ADDRESSES_OF_OURS])('it does: %s', (_, resource, path) => {
    expect(postsTo(methodAt(resource, path), source)).toBe(true);
    // ilert may show only one of the two.
    expect(postsTo(methodAt(resource, path), { id: 1, integrationKey: source.integrationKey })).toBe(true);
    expect(postsTo(methodAt(resource, path), { id: 1, integrationUrl: source.integrationUrl })).toBe(true);
  });

  it.each(OTHERS)('it does not: %s', (_, resource, path) => {
    expect(postsTo(methodAt(resource, path), source)).toBe(false);
  });

  it.each([...OURS, ...OTHERS])('nothing is known of a source whose key is hidden: %s', (_, resource, path) => {
    expect(postsTo(methodAt(resource, path), { id: 1, integrationUrl: null, integrationKey: null })).toBe(false);
  });

  it('an alert source may have an address of another form', () => {
    const odd = { id: 1, integrationUrl: keyedPath(`https://eu.ilert.com/in/haloitsm/${KEY}?v=2`) };
    expect(postsTo(methodAt('https://eu.ilert.com/in/haloitsm/', KEY), odd)).toBe(true);
    expect(postsTo(methodAt('https://eu.ilert.com', '/in/haloitsm/other'), odd)).toBe(false);
  });
});

describe('the key that ilert is asked for', () => {
  it.each(OURS)('is found: %s', (_, resource, path) => {
    expect(keyIn(addressOf(methodAt(resource, path)))).toBe(KEY);
  });

  it.each([
    ['an address of others', 'https://desk.example', `/hooks/${KEY}`],
    ['one that others have for events', 'https://desk.example', `/api/events/${KEY}`],
    ['one without a key', BASE, EVENTS],
    ['no address', null, undefined],
  ])('is not there: %s', (_, resource, path) => {
    expect(keyIn(addressOf(methodAt(resource, path)))).toBeUndefined();
  });
});
