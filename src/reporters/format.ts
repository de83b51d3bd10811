import type { Style } from '../ui/style.ts';
import type { Result } from './result.ts';

/** What a report needs to know of a run beside its result. */
export interface ReportedRun {
  /** Undefined where the command line could not be read. */
  readonly command: string | undefined;
  /** The target that it is for, if it is for one alone. */
  readonly target?: string | undefined;
  /** What it was for, as far as that was said, by name: settings file, profile, targets. */
  readonly about: readonly (readonly [name: string, value: string])[];
  readonly redact: (text: string) => string;
  /** What the person should know though nothing failed. */
  readonly notes: readonly string[];
  readonly style: Style;
  /** Changes a hint so that its commands are for this run, and for one of its targets where one is named. Pure. */
  readonly forThisRun: (hint: string, target?: string) => string;
  /** Whether all details are asked for. */
  readonly verbose: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** How results and errors are put on standard output. */
export interface OutputFormat {
  /** Whether it is one document: then nothing else is printed to standard output, and nobody is asked. */
  readonly isDocument: boolean;
  /** Empty where nothing is to be printed. Pure. */
  result(result: Result, run: ReportedRun): string;
  /** The same for a run that has no result; standard error has the error anyway. Pure. */
  error(error: unknown, run: ReportedRun): string;
}
