import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { RunResult } from '../runtime/result.ts';

/**
 * A target's possible outcomes. `pending`: changes to make, or drift; `unchecked`: `status` could not check it, so
 * nothing is known to be broken; `stopped`: by Ctrl-C halfway; `skipped`: left out by `--resume`; `not-started`: the
 * run was stopped before.
 */
export const targetOutcomes = ['done', 'pending', 'failed', 'unchecked', 'stopped', 'skipped', 'not-started'] as const;

export type TargetOutcome = (typeof targetOutcomes)[number];

/** Up to this many targets are each named in a command and read separately. */
export const FEW_TARGETS = 3;

export interface TargetReport<Result extends RunResult> {
  readonly target: string;
  /** What people call it, if that differs. */
  readonly displayName?: string | undefined;
  /** The address of its Halo. */
  readonly halo?: string | undefined;
  readonly outcome: TargetOutcome;
  /** As if the target had been the only one; undefined if nothing was run. */
  readonly exitCode?: ExitCode;
  readonly result?: Result;
  /** What a person should know even if nothing failed. */
  readonly notes: readonly string[];
  /** Why it did not succeed. */
  readonly error?: unknown;
}

/** Whether a target needs attention: it failed, could not be checked or was stopped. Pure. */
export function isTrouble({ outcome }: { readonly outcome: TargetOutcome }): boolean {
  return outcome === 'failed' || outcome === 'unchecked' || outcome === 'stopped';
}

/** Returns the outcome of a target's completed run. Pure. */
export function outcomeOf({ exitCode, pending }: Pick<RunResult, 'exitCode' | 'pending'>): TargetOutcome {
  if (exitCode === ExitCode.interrupted) return 'stopped';
  if (exitCode === ExitCode.pending || (exitCode === ExitCode.done && pending === true)) return 'pending';
  if (exitCode === ExitCode.unchecked) return 'unchecked';
  return exitCode === ExitCode.done ? 'done' : 'failed';
}

/** Whether the same command may succeed for a target the next time, though nobody has changed what it was given. Pure. */
export function isWorthRepeating({ outcome, exitCode, error }: TargetReport<RunResult>): boolean {
  const isConflict = error instanceof CliError && error.code === 'conflict';
  return outcome === 'not-started' || (isTrouble({ outcome }) && exitCode !== ExitCode.usage && !isConflict);
}

/**
 * Returns one exit code for all: interrupted; failed, if a target did; unchecked, if one could only not be checked;
 * pending, if one has changes to make; otherwise done. Pure.
 */
export function exitCodeOf(reports: readonly TargetReport<RunResult>[], wasStopped: boolean): ExitCode {
  if (wasStopped) return ExitCode.interrupted;
  if (reports.some(({ outcome }) => outcome === 'failed')) return ExitCode.failed;
  if (reports.some(({ outcome }) => outcome === 'unchecked')) return ExitCode.unchecked;
  return reports.some(({ exitCode }) => exitCode === ExitCode.pending) ? ExitCode.pending : ExitCode.done;
}
