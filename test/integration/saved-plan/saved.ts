import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { SavedPlan } from '../../../src/saved-plan/document.ts';
import { type RunResult, temporaryFolder } from '../../support/cli.ts';
import { runAt, writesIn } from '../../support/tenants.ts';

/** A saved plan, in a folder of its own. */
export interface Saved {
  readonly folder: string;
  readonly planned: RunResult;
  readonly text: () => string;
  readonly document: () => SavedPlan;
  /** Changes the file, as somebody may by hand. */
  readonly edit: (change: (text: string) => string) => void;
  /** Runs `apply --plan` with it. */
  readonly apply: (argv?: readonly string[], env?: Readonly<Record<string, string>>) => Promise<RunResult>;
}

/** Plans with `--out`, and expects that this changes nothing. */
export async function saved(
  sandbox: Sandbox,
  argv: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Saved> {
  const folder = temporaryFolder();
  const path = join(folder, 'plan.json');
  const before = sandbox.writes();
  const planned = await runAt(sandbox, ['plan', '--out', 'plan.json', ...argv], { cwd: folder, env });
  expect(planned.stderr).not.toContain('Error:');
  expect(sandbox.writes()).toBe(before);
  const text = () => readFileSync(path, 'utf8');
  return {
    folder,
    planned,
    text,
    document: () => JSON.parse(text()) as SavedPlan,
    edit: (change) => writeFileSync(path, change(text())),
    apply: (more = argv, own = env) =>
      runAt(sandbox, ['apply', '--plan', 'plan.json', ...more], { cwd: folder, env: own }),
  };
}

/** Expects that a plan is refused before anything is written. @returns the message, in one line */
export async function expectRefused(sandbox: Sandbox, run: () => Promise<RunResult>): Promise<string> {
  const before = writesIn(sandbox).length;
  const { exitCode, stderr, stdout } = await run();
  expect(stderr.replace(/\s+/g, ' ')).toContain('so nothing was changed');
  expect({ exitCode, written: writesIn(sandbox).length - before, stdout }).toEqual({
    exitCode: 1,
    written: 0,
    stdout: '',
  });
  return stderr.replace(/\s+/g, ' ');
}
