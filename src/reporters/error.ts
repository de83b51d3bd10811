import { CliError, type CodedProblem, ExitCode, messageOf } from '../errors/cli-error.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import type { ErrorReport } from './schemas/types.ts';

/** Renders an error for people: all problems with their hints; with `verbose`, the causes, and a bug's stack. Pure. */
export function renderError(error: unknown, verbose: boolean): string {
  // A cancelled run is not an error.
  const start = exitCodeOf(error) === ExitCode.interrupted ? '' : 'Error: ';
  const lines = problemsOf(error).flatMap(({ message, hint }) => [
    `${start}${plainName(message)}`,
    ...(hint === undefined ? [] : [`  ${plainName(hint)}`]),
  ]);
  const stack = verbose && error instanceof Error ? stacksOf(error) : [];
  // Indented, so that no line quoted from a service looks like one of this program's.
  return [...lines, ...stack.map((each) => plainText(each).replace(/^/gm, '  '))].join('\n');
}

/** Describes an error for programs. Pure. @param redact applied before JSON's quoting, which could hide a secret */
export function errorDocument(error: unknown, redact: (text: string) => string): ErrorReport {
  const [first, ...others] = problemsOf(error);
  const shown = ({ code, message, hint, place }: CodedProblem) => {
    const where = place && { ...place, file: redact(place.file) };
    return { code, message: redact(message), hint: hint && redact(hint), ...where };
  };
  return { exitCode: exitCodeOf(error), ...shown(first), problems: [first, ...others].map(shown) };
}

/** Returns the exit code for an error. Pure. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof CliError ? error.exitCode : ExitCode.failed;
}

/** Returns the problems of anything thrown; an unexpected error is a bug. Pure. */
export function problemsOf(error: unknown): CliError['problems'] {
  if (error instanceof CliError) return error.problems;
  const message = `This is a bug in ilert-haloitsm: ${messageOf(error)}`;
  return [{ code: 'internal-error', message, hint: 'Please report it and include the --verbose output.' }];
}

/** Returns a bug's stack and an error's causes. Usage errors have none: no place in the code explains them. */
function stacksOf(error: Error): string[] {
  if (exitCodeOf(error) === ExitCode.usage) return [];
  return [...(error instanceof CliError ? [] : [error.stack ?? '']), ...causesOf(error)];
}

function causesOf(error: Error): string[] {
  return error.cause instanceof Error ? [`caused by ${error.cause.stack}`, ...causesOf(error.cause)] : [];
}
