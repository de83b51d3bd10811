// What the steps of the story share: the world they run in, and what they expect of a command.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./wine.mjs').Windows} Windows */
/** @typedef {import('./wine.mjs').Ended} Ended */
/** @typedef {import('../../sandbox/sandbox.ts').Sandbox} Sandbox */

/**
 * Everything that the steps work with.
 *
 * @typedef {{
 *   windows: Windows,
 *   folder: string,
 *   sandbox: Sandbox,
 *   other: Sandbox,
 *   tool: (argv: readonly string[], more?: { env?: Record<string, string>, input?: string }) => Promise<Ended>,
 * }} World
 *
 * A step: what it shows, and a check that throws what is wrong.
 *
 * @typedef {readonly [title: string, check: (world: World) => Promise<unknown>]} Step
 */

export const PROGRAM = 'node_modules\\ilert-haloitsm\\bin\\ilert-haloitsm.js';
export const CONFIG = ['--config', 'D:\\Kunden\\acme gmbh.yaml'];

export const WITHOUT_KEEP_ALIVE = ['--require', onZ(fileURLToPath(new URL('no-keep-alive.cjs', import.meta.url)))];

/** @param {Sandbox} sandbox */
export function endpointOf({ ilert }) {
  return { ILERT_ENDPOINT: ilert.url };
}

/**
 * @param {Ended} ended
 * @param {number} status
 * @param {RegExp} said expected on either stream
 */
export function assertEnded(ended, status, said) {
  const all = `${ended.stdout}${ended.stderr}`;
  assert.ok(ended.status === status && said.test(all), `expected ${status} and ${said}; got ${ended.status}:\n${all}`);
  assert.doesNotMatch(all, /This is a bug/);
}

/**
 * @param {Ended} ended
 * @param {Sandbox} sandbox
 */
export function assertNoSecret({ stdout, stderr }, { ilert, halo }) {
  for (const secret of [ilert.token, halo.clientSecret]) assert.ok(!`${stdout}${stderr}`.includes(secret), 'a secret');
}

/**
 * Converts a path of this machine to the one under Wine.
 *
 * @param {string} path
 */
export function onZ(path) {
  return `Z:${path.replaceAll('/', '\\')}`;
}
