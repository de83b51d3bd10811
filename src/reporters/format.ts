import type { Style } from '../ui/style.ts';
import type { Result } from './result.ts';

/** What a report needs to know about a run besides its result. */
export interface ReportedRun {
  /** Undefined if the command line could not be read. */
  readonly command: string | undefined;
  /** The run's target, if it has exactly one. */
  readonly target?: string | undefined;
  /** What the run was for, as far as the command line says: settings file, profile, targets, by name. */
  readonly about: readonly (readonly [name: string, value: string])[];
  readonly redact: (text: string) => string;
  /** What the user should know even though nothing failed. */
  readonly notes: readonly string[];
  readonly style: Style;
  /** Adapts the commands in a hint to this run, and to one of its targets if given. Pure. */
  readonly forThisRun: (hint: string, target?: string) => string;
  readonly verbose: boolean;
  /** Width of the terminal; undefined if there is none. */
  readonly columns: number | undefined;
}

/** How to print results and errors on standard output. */
export interface OutputFormat {
  /** Whether the output is one document: nothing else is printed to standard output, and no question is asked. */
  readonly isDocument: boolean;
  /** Empty if there is nothing to print. Pure. */
  result(result: Result, run: ReportedRun): string;
  /** The same for a run without a result; standard error has the error anyway. Pure. */
  error(error: unknown, run: ReportedRun): string;
}
