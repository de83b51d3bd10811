/** Exit codes, as the README lists them. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  pending: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** One thing that is wrong, and what to do about it. Neither sentence may hold a secret. */
export interface Problem {
  /** What is wrong, with the value and where it came from. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

interface CliErrorOptions extends Problem {
  readonly exitCode: ExitCode;
  /** Further problems of the same run, so that all are told at once. */
  readonly others?: readonly Problem[];
  readonly cause?: unknown;
}

/** The one kind of error that is expected: everything else that reaches `main` is a defect of ours. */
export class CliError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly others: readonly Problem[];

  constructor({ message, hint, exitCode, others = [], cause }: CliErrorOptions) {
    super(message, { cause });
    this.name = 'Fault';
    this.hint = hint;
    this.exitCode = exitCode;
    this.others = others;
  }

  /** Every problem this error tells of, the first one first. */
  get problems(): readonly Problem[] {
    const own = this.hint === undefined ? { message: this.message } : { message: this.message, hint: this.hint };
    return [own, ...this.others];
  }
}

/** Bad input or usage: exit 2. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError({ message, exitCode: ExitCode.usage, ...(hint !== undefined && { hint }) });
}

/** Several problems of the input, told together: exit 2. `problems` must not be empty. */
export function usageErrors(problems: readonly Problem[]): CliError {
  const [first, ...others] = problems;
  if (!first) throw new TypeError('usageFaults needs at least one problem');
  return new CliError({ ...first, others, exitCode: ExitCode.usage });
}

/** The run was stopped by the person (Ctrl-C) or by a signal: exit 130. */
export function interruptedError(message = 'Stopped before the next change.'): CliError {
  return new CliError({ message, exitCode: ExitCode.interrupted });
}

/** A writing request that the person stopped before it was sent: nothing was changed. Exit 130. */
export class NotSent extends CliError {
  /** @param reason of the abort signal */
  constructor(reason: unknown) {
    super({ message: messageOf(reason), exitCode: ExitCode.interrupted, cause: reason });
    this.name = 'NotSent';
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
