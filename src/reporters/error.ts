import { CliError, type CodedProblem, ExitCode, messageOf } from '../errors/cli-error.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import type { ErrorReport } from './schemas/types.ts';

/** An error for people: every problem with what to do about it; with `verbose`, the causes, and the stack of a bug. Pure. */
export function renderError(error: unknown, verbose: boolean): string {
  // A cancelled run is not an error.
  const start = exitCodeOf(error) === ExitCode.interrupted ? '' : 'Error: ';
  const lines = problemsOf(error).flatMap(({ message, hint }) => [
    `${start}${plainName(message)}`,
    ...(hint === undefined ? [] : [`  ${plainName(hint)}`]),
  ]);
  const stack = verbose && error instanceof Error ? stacksOf(error) : [];
  // Indented, so that no line quoted from a service can be taken for one of this program.
  return [...lines, ...stack.map((each) => plainText(each).replace(/^/gm, '  '))].join('\n');
}

/** An error for programs. Pure. @param redact applied before the text becomes JSON, whose quoting could hide a secret */
export function errorDocument(error: unknown, redact: (text: string) => string): ErrorReport {
  const [first, ...others] = problemsOf(error);
  const shown = ({ code, message, hint, place }: CodedProblem) => {
    const where = place && { ...place, file: redact(place.file) };
    return { code, message: redact(message), hint: hint && redact(hint), ...where };
  };
  return { exitCode: exitCodeOf(error), ...shown(first), problems: [first, ...others].map(shown) };
}

/** The exit code that an error ends a run with. Pure. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof CliError ? error.exitCode : ExitCode.failed;
}

/** What is wrong, whatever was thrown; what is not expected is a bug. Pure. */
export function problemsOf(error: unknown): CliError['problems'] {
  if (error instanceof CliError) return error.problems;
  const message = `This is a bug in ilert-haloitsm: ${messageOf(error)}`;
  return [{ code: 'internal-error', message, hint: 'Please report it and include the --verbose output.' }];
}

/** Where a bug is, and what caused an error; what the person typed wrong is nowhere in the code. */
function stacksOf(error: Error): string[] {
  if (exitCodeOf(error) === ExitCode.usage) return [];
  return [...(error instanceof CliError ? [] : [error.stack ?? '']), ...causesOf(error)];
}

function causesOf(error: Error): string[] {
  return error.cause instanceof Error ? [`caused by ${error.cause.stack}`, ...causesOf(error.cause)] : [];
}
