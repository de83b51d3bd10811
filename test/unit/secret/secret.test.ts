import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import { keyedPath, Secret, sameSecret } from '../../../src/secret/secret.ts';

const KEY = 'il1api-0123456789abcdef';

/** Returns what a console prints. */
function printed(value: unknown): string {
  let text = '';
  const stdout = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  new Console({ stdout, stderr: stdout, colorMode: true }).log('%s %o %O %j', value, value, value, value, value);
  return text;
}

describe('a secret is hidden', () => {
  const secret = new Secret(KEY);
  it.each<[string, (value: unknown) => unknown]>([
    ['as a string', (value) => String(value)],
    ['in a template literal', (value) => `${value}`],
    ['joined to a text', (value) => ['key', value].join('=')],
    ['in JSON', (value) => JSON.stringify(value)],
    ['in JSON, deep', (value) => JSON.stringify({ a: [{ b: value }] })],
    ['under inspection', (value) => inspect(value)],
    ['under inspection with all that is hidden', (value) => inspect(value, { showHidden: true, depth: null })],
    ['under inspection without its own say', (value) => inspect(value, { customInspect: false, showHidden: true })],
    ['in an object', (value) => inspect({ a: { b: { c: value } } }, { depth: null })],
    ['in a list', (value) => inspect([[value]])],
    ['in a map and a set', (value) => inspect([new Map([['key', value]]), new Map([[value, 1]]), new Set([value])])],
    ['in a formatted text', (value) => format('%s %o %O %j %d', value, value, value, value, value)],
    ['on a console', printed],
    ['among keys', (value) => Object.keys(value as object)],
    ['among entries', (value) => Object.entries(value as object)],
    ['among own properties', (value) => Object.getOwnPropertyNames(value)],
    ['spread', (value) => JSON.stringify({ ...(value as object) })],
    ['cloned', (value) => inspect(structuredClone(value), { showHidden: true })],
    ['in an error', (value) => inspect(new Error(`refused ${value}`, { cause: value }))],
  ])('%s', (_, shown) => {
    expect(inspect(shown(secret))).not.toContain('0123456789');
    expect(inspect(shown(keyedPath(`/api/v1/events/haloitsm/${KEY}`)))).not.toContain('0123456789');
  });

  it('but sent to the service', () => {
    expect(secret.reveal()).toBe(KEY);
    expect(`${secret}`).toBe('***');
    expect(JSON.stringify([secret])).toBe('["***"]');
  });
});

test.each([
  ['https://api.ilert.com/api/v1/events/haloitsm/il1hitabcdefgh', '…/il1hitab…'],
  ['/api/v1/events/haloitsm/il1hitabcdefgh', '…/il1hitab…'],
  ['il1hitabcdefgh', 'il1hitab…'],
  ['/api/v1/events/haloitsm/il1hitabcdefgh?v=2', '…/il1hitab…'],
])('of %s only the first 8 characters of the key are shown', (value, shown) => {
  const secret = keyedPath(value);
  expect(secret.reveal()).toBe(value);
  expect(String(secret)).toBe(shown.replace('…/', value.slice(0, value.lastIndexOf('/') + 1)));
});

test.each([
  '/api/v1/events/haloitsm/il1hitabcdefgh/',
  '/api/v1/events/haloitsm/il1hitabcdefgh?next=https://x.example/y',
  'https://api.ilert.com/api/v1/events/haloitsm/il1hitabcdefgh/?a=b/c#d',
])('of %s the key is shortened, though it is not what follows the last slash', (value) => {
  expect(String(keyedPath(value))).toMatch(/\/api\/v1\/events\/haloitsm\/il1hitab…$/);
});

test('two secrets are equal if their values are', () => {
  expect(sameSecret(new Secret(KEY), new Secret(KEY, 'il1…'))).toBe(true);
  expect(sameSecret(new Secret(KEY), new Secret(`${KEY}x`))).toBe(false);
});
