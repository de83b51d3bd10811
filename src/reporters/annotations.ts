import type { Finding, Severity } from '../diagnostics/finding.ts';
import { pathInRepository } from '../env/repository.ts';
import { ExitCode, type Place } from '../errors/cli-error.ts';
import { plainName } from '../ui/sanitize.ts';
import { exitCodeOf, problemsOf } from './error.ts';
import type { Result } from './result.ts';

/** What GitHub Actions shows at a line of a file or, without one, in a run's summary. */
interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly place?: Place | undefined;
}

/** What annotations need to know about a run. */
export interface AnnotatedRun {
  readonly redact: (text: string) => string;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The repository's folder, which GitHub's paths are relative to. */
  readonly workspace: string | undefined;
}

/** GitHub's limit per level and step. */
const MAX_SHOWN = 10;

/** Returns the problems of a result as GitHub Actions annotations, one per line. Pure. */
export function annotateResult(result: Result, run: AnnotatedRun): string[] {
  return lines(ofResult(result), run);
}

/** Does the same for an error without a result. Pure. */
export function annotateError(error: unknown, run: AnnotatedRun): string[] {
  return lines(ofError(error), run);
}

function ofResult(result: Result): Annotation[] {
  if (result.kind !== 'fleet')
    return [...ofError(result.failure), ...findingsIn(result).flatMap((each) => ofFinding(each))];
  return result.reports.flatMap(({ target, error, result: own }) => [
    ...ofError(error, target),
    ...(own ? findingsIn(own).flatMap((each) => ofFinding(each, target)) : []),
  ]);
}

/** Whoever interrupted a run knows about it. */
function ofError(error: unknown, target?: string): Annotation[] {
  if (error === undefined || exitCodeOf(error) === ExitCode.interrupted) return [];
  return problemsOf(error).map(({ code, message, hint, place }) => {
    return { level: 'error', title: titleOf(code, target), message: inLines(message, hint), place };
  });
}

function findingsIn(result: Exclude<Result, { kind: 'fleet' }>): readonly Finding[] {
  switch (result.kind) {
    case 'status':
      return result.health.findings;
    case 'apply':
      return result.findings;
    case 'setup':
      return result.applied.findings;
    case 'plan':
    case 'dry-run':
    case 'verify':
    case 'prove':
    case 'clean-up':
    case 'destroy':
    case 'init':
    case 'export':
    case 'targets':
    case 'schema':
    case 'completion':
    case 'demo':
    case 'printed':
      return [];
  }
}

const LEVELS: Readonly<Record<Severity, Annotation['level']>> = {
  broken: 'error',
  unknown: 'warning',
  drifted: 'warning',
  pending: 'notice',
};

function ofFinding({ code, severity, message, hint }: Finding, target?: string): Annotation {
  return { level: LEVELS[severity], title: titleOf(code, target), message: inLines(message, hint) };
}

function titleOf(code: string, target?: string): string {
  return `ilert-haloitsm${target === undefined ? '' : ` ${target}`}: ${code}`;
}

function inLines(message: string, hint: string | undefined): string {
  return [message, hint ?? []].flat().map(plainName).join('\n');
}

function lines(annotations: readonly Annotation[], run: AnnotatedRun): string[] {
  const shown = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    atMost(
      annotations.filter((each) => each.level === level),
      level,
    ),
  );
  return shown.map((annotation) => workflowCommand(annotation, run));
}

function atMost(all: readonly Annotation[], level: Annotation['level']): readonly Annotation[] {
  if (all.length <= MAX_SHOWN) return all;
  const rest = all.length - MAX_SHOWN + 1;
  const message = `And ${rest} more: see the log of this step.`;
  return [...all.slice(0, MAX_SHOWN - 1), { level, title: 'ilert-haloitsm', message }];
}

/** Renders one line, in which no text from outside can end a property or start another command. */
function workflowCommand(
  { level, title, message, place }: Annotation,
  { redact, cwd, workspace }: AnnotatedRun,
): string {
  const { file, line, column: col } = place ?? {};
  const properties = { file: file && plainName(pathInRepository(file, cwd, workspace)), line, col, title };
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(redact(String(value)))}`],
  );
  return `::${level} ${written.join(',')}::${data(redact(message))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
