// Simulated Halo tenants that share one ilert account, as the targets of a settings file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceModule } from '../bundle.mjs';

/** @typedef {import('../../sandbox/sandbox.ts').Sandbox} Sandbox */
/** @typedef {NonNullable<Parameters<typeof import('../../sandbox/sandbox.ts').startSandbox>[0]>} SandboxOptions */

/**
 * Starts tenants, and writes a `fleet.yaml` with a target for each to a folder of its own.
 *
 * @param {number} count
 * @param {SandboxOptions} options of each tenant
 * @param {(number: number) => string} nameOf returns a target's name, by its number from 1
 * @returns {Promise<{ home: string, account: Sandbox, env: Record<string, string>, close: () => Promise<void> }>} `env`
 *   has the secrets, and `home` as the place for local state
 */
export async function startFleet(count, options, nameOf) {
  const { startSandbox } = await sourceModule('sandbox/sandbox.ts');
  const home = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-bench-'));
  const account = await startSandbox(options);
  const others = Array.from({ length: count - 1 }, () => startSandbox(options));
  const tenants = [account, ...(await Promise.all(others))];
  const secrets = tenants.map(({ halo }, index) => [`HALO_SECRET_${index + 1}`, halo.clientSecret]);
  await writeFile(join(home, 'fleet.yaml'), settingsFile(account, tenants, nameOf));
  return {
    home,
    account,
    env: {
      PATH: process.env.PATH ?? '',
      ILERT_HALOITSM_HOME: home,
      ILERT_API_TOKEN: account.ilert.token,
      ...Object.fromEntries(secrets),
    },
    async close() {
      await Promise.all(tenants.map((tenant) => tenant.close()));
      await rm(home, { recursive: true, force: true });
    },
  };
}

/**
 * @param {Sandbox} account
 * @param {readonly Sandbox[]} tenants
 * @param {(number: number) => string} nameOf
 */
function settingsFile(account, tenants, nameOf) {
  const targets = tenants.map(
    ({ halo }, index) =>
      `  ${nameOf(index + 1)}:\n` +
      `    halo: { url: "${halo.url}", clientId: ${halo.clientId}, clientSecret: "env:HALO_SECRET_${index + 1}" }\n`,
  );
  return [
    `ilert: { endpoint: "${account.ilert.url}" }\n`,
    'alertSource: { escalationPolicy: Default }\n',
    'targets:\n',
    ...targets,
  ].join('');
}
