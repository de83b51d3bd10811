import { ExitCode } from '../errors.ts';

/** How it went with one target. */
export interface TargetReport {
  readonly target: string;
  /** `skipped`: done in the run that this one takes up; `not-begun`: the run was stopped before. */
  readonly outcome: 'done' | 'pending' | 'failed' | 'skipped' | 'not-begun';
  /** As if the target had been the only one; none where nothing was run. */
  readonly exitCode?: ExitCode;
  /** In a few words. */
  readonly summary: string;
  /** What the command's own JSON document holds. */
  readonly document?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** The outcome of an exit code. Pure. */
export function outcomeOf(exitCode: ExitCode): 'done' | 'pending' | 'failed' {
  if (exitCode === ExitCode.done) return 'done';
  return exitCode === ExitCode.pending ? 'pending' : 'failed';
}

/** One exit code for all: stopped, or failed if one did, or pending if one is. Pure. */
export function exitCodeOf(reports: readonly TargetReport[], wasStopped: boolean): ExitCode {
  const any = (outcome: TargetReport['outcome']) => reports.some((report) => report.outcome === outcome);
  if (wasStopped) return ExitCode.interrupted;
  if (any('failed')) return ExitCode.failed;
  return any('pending') ? ExitCode.pending : ExitCode.done;
}

/** What a command's document says, in a few words. Pure. */
export function summaryOf(document: Readonly<Record<string, unknown>> = {}): string {
  const { changes, requests, state, steps, dryRun, pending } = document;
  if (dryRun === true) return counted(lengthOf(requests), 'request', 'would be sent');
  if (typeof state === 'string') return state;
  if (Array.isArray(steps)) return 'proven';
  if (!Array.isArray(changes)) return '';
  const words = ['create', 'update', 'delete'].flatMap((action) => {
    const count = changes.filter((change: { action?: unknown }) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${pending === undefined ? PAST[action] : `to ${action}`}`];
  });
  return words.length > 0 ? words.join(', ') : 'nothing to do';
}

const PAST: Readonly<Record<string, string>> = { create: 'created', update: 'updated', delete: 'removed' };

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function counted(count: number, what: string, verb: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'} ${verb}`;
}

/** The account of a whole run, for programs. Pure. @param inDocument how an error is told there */
export function documentOf(reports: readonly TargetReport[], inDocument: (error: unknown) => unknown) {
  const count = (outcome: TargetReport['outcome']) => reports.filter((report) => report.outcome === outcome).length;
  return {
    counts: {
      ...{ all: reports.length, done: count('done'), pending: count('pending'), failed: count('failed') },
      ...{ skipped: count('skipped'), notBegun: count('not-begun') },
    },
    targets: reports.map(({ document, error, ...report }) => ({
      ...report,
      ...document,
      ...(error !== undefined && { error: inDocument(error) }),
    })),
  };
}
