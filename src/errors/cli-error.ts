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

interface FaultOptions extends Problem {
  readonly exitCode: ExitCode;
  /** Further problems of the same run, so that all are told at once. */
  readonly others?: readonly Problem[];
  readonly cause?: unknown;
}

/** The one kind of error that is expected: everything else that reaches `main` is a defect of ours. */
export class Fault extends Error {
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly others: readonly Problem[];

  constructor({ message, hint, exitCode, others = [], cause }: FaultOptions) {
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
export function usageFault(message: string, hint?: string): Fault {
  return new Fault({ message, exitCode: ExitCode.usage, ...(hint !== undefined && { hint }) });
}

/** Several problems of the input, told together: exit 2. `problems` must not be empty. */
export function usageFaults(problems: readonly Problem[]): Fault {
  const [first, ...others] = problems;
  if (!first) throw new TypeError('usageFaults needs at least one problem');
  return new Fault({ ...first, others, exitCode: ExitCode.usage });
}

/** The run was stopped by the person (Ctrl-C) or by a signal: exit 130. */
export function interruptedFault(message = 'Stopped before the next change.'): Fault {
  return new Fault({ message, exitCode: ExitCode.interrupted });
}

/** A writing request that the person stopped before it was sent: nothing was changed. Exit 130. */
export class NotSent extends Fault {
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
