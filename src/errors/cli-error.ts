import type { Position } from '../text/position.ts';
import type { ErrorCode } from './error-code.ts';

/** Exit codes, as listed in the README. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  pending: 4,
  unchecked: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A place in one of the user's files. */
export interface Place extends Partial<Position> {
  /** Its path, absolute or relative to the working folder. */
  readonly file: string;
}

/** One thing that is wrong, and what to do about it. Neither sentence may contain a secret. */
export interface Problem {
  /** The kind of problem; by default, the usual one for the error's exit code. */
  readonly code?: ErrorCode;
  /** What is wrong, with the value and its origin. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Where it is, if it is in a file. */
  readonly place?: Place | undefined;
}

/** A problem whose code is known. */
export interface CodedProblem extends Problem {
  readonly code: ErrorCode;
}

/** The codes of problems that don't specify one. */
const CODE_OF: Readonly<Record<ExitCode, ErrorCode>> = {
  [ExitCode.done]: 'failed',
  [ExitCode.failed]: 'failed',
  [ExitCode.usage]: 'input-invalid',
  [ExitCode.denied]: 'credentials-refused',
  [ExitCode.pending]: 'failed',
  [ExitCode.unchecked]: 'failed',
  [ExitCode.interrupted]: 'interrupted',
};

interface CliErrorOptions extends Problem {
  readonly exitCode: ExitCode;
  /** More problems of the same run, so that all are reported at once. */
  readonly others?: readonly Problem[];
  readonly cause?: unknown;
}

/** An expected error. Any other error that reaches `main` is a bug in this program. */
export class CliError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly place: Place | undefined;
  readonly exitCode: ExitCode;
  readonly others: readonly Problem[];

  constructor({ code, message, hint, place, exitCode, others = [], cause }: CliErrorOptions) {
    super(message, { cause });
    this.name = 'CliError';
    this.code = code ?? CODE_OF[exitCode];
    this.hint = hint;
    this.place = place;
    this.exitCode = exitCode;
    this.others = others;
  }

  /** All problems of this error, its own first. */
  get problems(): readonly [CodedProblem, ...CodedProblem[]] {
    const { code, message, hint, place, others } = this;
    const own = { code, message, ...(hint !== undefined && { hint }), ...(place && { place }) };
    return [own, ...others.map((other) => ({ ...other, code: other.code ?? CODE_OF[this.exitCode] }))];
  }
}

/** Creates an error for bad input or usage: exit 2. */
export function usageError(message: string, hint?: string, code: ErrorCode = 'input-invalid'): CliError {
  return new CliError({ code, message, exitCode: ExitCode.usage, ...(hint !== undefined && { hint }) });
}

/** Creates one error from one or more input problems: exit 2. @param code for problems that have none */
export function usageErrors(problems: readonly Problem[], code: ErrorCode = 'input-invalid'): CliError {
  const [first, ...others] = problems.map((problem) => ({ ...problem, code: problem.code ?? code }));
  if (!first) throw new TypeError('usageErrors needs at least one problem');
  return new CliError({ ...first, others, exitCode: ExitCode.usage });
}

/** What stops a run: Ctrl-C, a request to end, or the end of the terminal. */
export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Creates the error for a run stopped by Ctrl-C or a signal: exit 130. */
export function interruptedError(message = 'Stopped before the next change.'): CliError {
  return new CliError({ message, exitCode: ExitCode.interrupted });
}

/** Creates the error for a declined question: exit 130. @param unchanged what has not happened, as a sentence */
export function cancelledError(unchanged = 'Nothing was changed.'): CliError {
  return interruptedError(`Cancelled. ${unchanged}`);
}

/** Whether a run was stopped or cancelled, which is not a failure. */
export function isInterrupted(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === ExitCode.interrupted;
}

/** A write that was aborted before it was sent, so nothing was changed: exit 130. */
export class NotSent extends CliError {
  /** @param reason the abort signal's */
  constructor(reason: unknown) {
    super({ message: messageOf(reason), exitCode: ExitCode.interrupted, cause: reason });
    this.name = 'NotSent';
  }
}

/** Converts an error of a run that only checks: the check failed, but nothing is known to be broken. Exit 5. */
export function uncheckedError(error: CliError): CliError {
  const [problem, ...others] = error.problems;
  return new CliError({ ...problem, others, exitCode: ExitCode.unchecked, cause: error });
}

/** Formats a problem on one line: what is wrong and, if known, what to do about it. */
export function inOneLine({ message, hint }: { readonly message: string; readonly hint?: string | undefined }): string {
  return [message, hint].filter(Boolean).join(' ').replace(/\s+/g, ' ');
}

/** Returns the message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
