import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { type RunOverrides, type RunResult, run, temporaryFolder } from '../../support/cli.ts';

/** What an export wrote, by file name. */
export interface Exported {
  readonly ran: RunResult;
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Returns ilert's variables alone: an admin who exports has no access to HaloITSM's API. */
export function ilertOnly({ ilert }: Sandbox): Record<string, string> {
  return { ILERT_ENDPOINT: ilert.url, ILERT_API_TOKEN: ilert.token };
}

/** Runs `export` into a folder of this test, with ilert's variables alone. */
export function exportTo(
  folder: string,
  sandbox: Sandbox,
  argv: readonly string[] = [],
  overrides: RunOverrides = {},
): Promise<RunResult> {
  return run(['export', folder, ...argv], { ...overrides, env: { ...ilertOnly(sandbox), ...overrides.env } });
}

/** Exports, and expects success. */
export async function exported(sandbox: Sandbox, ...argv: string[]): Promise<Exported> {
  const folder = join(temporaryFolder(), 'halo-import');
  const ran = await exportTo(folder, sandbox, argv);
  expect(ran.stderr).not.toContain('Error:');
  expect(ran.exitCode).toBe(0);
  return { ran, folder, files: filesIn(folder) };
}

/** Returns the text of each file in a folder. */
export function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
