import { ExitCode } from '../errors/cli-error.ts';

/** How it went with one target. */
export interface TargetReport {
  readonly target: string;
  /**
   * `pending`: something is to be done, or has drifted; `stopped`: by Ctrl-C in the middle; `skipped`: left out by
   * `--resume`; `not-begun`: the run was stopped before.
   */
  readonly outcome: 'done' | 'pending' | 'failed' | 'stopped' | 'skipped' | 'not-begun';
  /** Address of its Halo. */
  readonly halo?: string;
  /** As if the target had been the only one; none where nothing was run. */
  readonly exitCode?: ExitCode;
  /** In a few words. */
  readonly summary: string;
  /** What the command prints, where the summary does not say all of it. */
  readonly text?: string;
  /** What the command's own JSON document holds. */
  readonly document?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** The outcome of a run that has ended. Pure. @param document the command's own */
export function outcomeOf(exitCode: ExitCode, document: Document = {}): TargetReport['outcome'] {
  if (exitCode === ExitCode.interrupted) return 'stopped';
  if (exitCode === ExitCode.pending || (exitCode === ExitCode.done && document.pending === true)) return 'pending';
  return exitCode === ExitCode.done ? 'done' : 'failed';
}

/** One exit code for all: stopped, or failed if one did, or pending if one says so. Pure. */
export function exitCodeOf(reports: readonly TargetReport[], wasStopped: boolean): ExitCode {
  if (wasStopped) return ExitCode.interrupted;
  if (reports.some(({ outcome }) => outcome === 'failed')) return ExitCode.failed;
  return reports.some(({ exitCode }) => exitCode === ExitCode.pending) ? ExitCode.pending : ExitCode.done;
}

type Document = Readonly<Record<string, unknown>>;

/** Whether a command's text says more than a line can: what is to be done, and what is wrong. Pure. */
export function saysMore(document: Document = {}): boolean {
  const { dryRun, pending, state } = document;
  return dryRun === true || pending === true || (typeof state === 'string' && state !== 'healthy');
}

/** What a command's document says, in a few words. Pure. */
export function summaryOf(document: Document = {}): string {
  const { changes, requests, state, findings, steps, dryRun, pending } = document;
  if (dryRun === true) return counted(lengthOf(requests), 'request', 'would be sent');
  if (typeof state === 'string') return [state, ...messagesOf(findings).slice(0, 1)].join(': ');
  if (Array.isArray(steps)) return 'proven';
  if (!Array.isArray(changes)) return '';
  const words = ['create', 'update', 'delete'].flatMap((action) => {
    const count = changes.filter((change: { action?: unknown }) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${pending === undefined ? PAST[action] : FUTURE[action]}`];
  });
  return words.length > 0 ? words.join(', ') : 'nothing to do';
}

const FUTURE: Readonly<Record<string, string>> = { create: 'to create', update: 'to update', delete: 'to remove' };
const PAST: Readonly<Record<string, string>> = { create: 'created', update: 'updated', delete: 'removed' };

/** What exists after a run that failed or was stopped in the middle, and what may, in a few words. Pure. */
export function existingIn({ resources, left, unsure }: Document = {}): string {
  return rowsIn(' What exists now', resources ?? left) + rowsIn(' Not known, since no answer came', unsure);
}

function rowsIn(head: string, list: unknown): string {
  if (!Array.isArray(list) || list.length === 0) return '';
  const rows = list.map(({ resource, id }: { resource?: unknown; id?: unknown }) => {
    const title = String(resource).replaceAll('-', ' ');
    return id === undefined ? title : `${title} (id ${id})`;
  });
  return `${head}: ${rows.join(', ')}.`;
}

function messagesOf(findings: unknown): string[] {
  return Array.isArray(findings) ? findings.map(({ message }: { message?: unknown }) => String(message)) : [];
}

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
      all: reports.length,
      done: count('done'),
      pending: count('pending'),
      failed: count('failed'),
      stopped: count('stopped'),
      skipped: count('skipped'),
      notBegun: count('not-begun'),
    },
    targets: reports.map(({ document, error, text: _, ...report }) => ({
      ...report,
      ...document,
      ...(error !== undefined && { error: inDocument(error) }),
    })),
  };
}
