import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.ts';
import { type RunOverrides, type RunResult, run, temporaryFolder } from './cli.ts';
import { sandboxOfTest } from './sandbox.ts';

/** Several Halo tenants that all send their tickets to one ilert account. */
export interface Fleet {
  /** The first one's ilert account is used. */
  readonly sandboxes: readonly Sandbox[];
  readonly names: readonly string[];
  readonly folder: string;
  /** The variables that hold the secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the program with the fleet's settings file. */
  readonly run: (argv: readonly string[], overrides?: RunOverrides) => Promise<RunResult>;
  /** Rewrites the settings file. @param more lines of a target, below its name */
  readonly write: (more?: Readonly<Record<string, string>>) => void;
}

/**
 * Starts a fleet and writes `fleet.yaml`. @param options of the sandbox whose ilert is used @param others of the rest
 */
export async function fleetOfTest(
  count: number,
  options: SandboxOptions = {},
  others: SandboxOptions = {},
): Promise<Fleet> {
  const sandboxes = await Promise.all(
    Array.from({ length: count }, (_, index) => sandboxOfTest(index === 0 ? options : others)),
  );
  const names = sandboxes.map((_, index) => `customer-${index + 1}`);
  const folder = temporaryFolder();
  const ilert = (sandboxes[0] as Sandbox).ilert;
  const env: Record<string, string> = { ILERT_API_TOKEN: ilert.token };
  for (const [index, { halo }] of sandboxes.entries()) env[`HALO_SECRET_${index + 1}`] = halo.clientSecret;

  function write(more: Readonly<Record<string, string>> = {}): void {
    const targets = sandboxes.map(({ halo, product }, index) =>
      [
        `  ${names[index]}:`,
        ...(more[names[index] as string] === undefined ? [] : [more[names[index] as string]]),
        `    halo: { product: ${product}, url: "${halo.url}", clientId: ${halo.clientId}, clientSecret: "env:HALO_SECRET_${index + 1}" }`,
      ].join('\n'),
    );
    const shared = [`ilert: { endpoint: "${ilert.url}" }`, 'alertSource: { escalationPolicy: Default }'];
    writeFileSync(join(folder, 'fleet.yaml'), [...shared, 'targets:', ...targets, ''].join('\n'));
  }

  write();
  return {
    sandboxes,
    names,
    folder,
    env,
    write,
    run: (argv, overrides = {}) =>
      run([...argv, '--config', 'fleet.yaml'], { ...overrides, cwd: folder, env: { ...env, ...overrides.env } }),
  };
}
