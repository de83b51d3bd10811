import { ExitCode } from '../errors/cli-error.ts';
import type { RunResult } from '../runtime/result.ts';

/**
 * How it can go with a target. `pending`: something is to be done, or has drifted; `unchecked`: `status` could not check
 * it, so nothing is known to be broken; `stopped`: by Ctrl-C in the middle; `skipped`: left out by `--resume`; `not-started`: the run was stopped before.
 */
export const targetOutcomes = ['done', 'pending', 'failed', 'unchecked', 'stopped', 'skipped', 'not-started'] as const;

export type TargetOutcome = (typeof targetOutcomes)[number];

/** Up to so many targets, each is named in a command, and read by itself. */
export const FEW_TARGETS = 3;

/** How it went with one target. */
export interface TargetReport<Result extends RunResult> {
  /** Its name in the settings file. */
  readonly target: string;
  /** What people call it, if that is something else. */
  readonly displayName?: string | undefined;
  /** Address of its Halo. */
  readonly halo?: string | undefined;
  readonly outcome: TargetOutcome;
  /** As if the target had been the only one; none where nothing was run. */
  readonly exitCode?: ExitCode;
  readonly result?: Result;
  /** What a person should know though nothing failed. */
  readonly notes: readonly string[];
  /** Why it did not end as wished. */
  readonly error?: unknown;
}

/** Whether somebody has to see to a target: it failed, could not be checked or was stopped. Pure. */
export function isTrouble({ outcome }: { readonly outcome: TargetOutcome }): boolean {
  return outcome === 'failed' || outcome === 'unchecked' || outcome === 'stopped';
}

/** The outcome of a target's run that has ended. Pure. */
export function outcomeOf({ exitCode, pending }: Pick<RunResult, 'exitCode' | 'pending'>): TargetOutcome {
  if (exitCode === ExitCode.interrupted) return 'stopped';
  if (exitCode === ExitCode.pending || (exitCode === ExitCode.done && pending === true)) return 'pending';
  if (exitCode === ExitCode.unchecked) return 'unchecked';
  return exitCode === ExitCode.done ? 'done' : 'failed';
}

/**
 * One exit code for all: interrupted; failed, if a target did; unchecked, if one could only not be checked; pending, if
 * something is to be done for one; else done. Pure.
 */
export function exitCodeOf(reports: readonly TargetReport<RunResult>[], wasStopped: boolean): ExitCode {
  if (wasStopped) return ExitCode.interrupted;
  if (reports.some(({ outcome }) => outcome === 'failed')) return ExitCode.failed;
  if (reports.some(({ outcome }) => outcome === 'unchecked')) return ExitCode.unchecked;
  return reports.some(({ exitCode }) => exitCode === ExitCode.pending) ? ExitCode.pending : ExitCode.done;
}
