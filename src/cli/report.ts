import { isGitHubActions } from '../env/environment.ts';
import { repositoryFolder } from '../env/repository.ts';
import { contextOf } from '../fleet/target.ts';
import { type AnnotatedRun, annotateResult, annotateError as errorAnnotations } from '../reporters/annotations.ts';
import { renderError } from '../reporters/error.ts';
import type { ReportedRun } from '../reporters/format.ts';
import { formats, formatsOf } from '../reporters/formats.ts';
import { markdownFormat } from '../reporters/markdown.ts';
import type { Result } from '../reporters/result.ts';
import { isForPrograms } from '../reporters/text.ts';
import type { FormatName } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { forThisRun } from '../runtime/next-command.ts';
import type { System } from '../runtime/system.ts';
import { foundFileInWords } from '../runtime/usual-settings-file.ts';
import type { Redactor } from '../secret/redactor.ts';
import { printTo } from '../ui/streams.ts';
import { createStyle } from '../ui/style.ts';
import { routeOutput } from './places.ts';
import { commandOf } from './registry.ts';
import { type RequestedOutput, runLabels } from './requested-output.ts';
import { appendStepSummary } from './step-summary.ts';

/** A run, as far as it is known; its command line may be invalid. */
export interface KnownRun {
  readonly wanted: RequestedOutput;
  readonly system: System;
  readonly redactor: Redactor;
  readonly command?: string | undefined;
  /** Set if the command line could be read. */
  readonly context?: Context | undefined;
}

/** Reports the result of a run. @param target the one that the run was for */
export async function reportResult(
  run: KnownRun & { readonly context: Context },
  result: Result,
  target: string | undefined,
): Promise<void> {
  const { context, system } = run;
  const { streams, options } = context;
  const error = result.failure === undefined ? undefined : renderError(result.failure, options.verbose);
  const known = target === undefined ? run : { ...run, context: contextOf(context, target) };
  const name = run.wanted.format;
  const format = formats[name];
  const text = format.result(result, reportedRun(known, name));
  const isDocument = format.isDocument || isForPrograms(result);
  const { stdout, stderr } = routeOutput({ text, error, isDocument, isInFile: system.stdout.isFile ?? false });
  for (const each of stderr) streams.warn(each);
  for (const each of stdout) (isDocument ? streams.document : streams.result)(each);
  annotate(run, (annotated) => annotateResult(result, annotated));
  await summarize(run, () => markdownFormat.result(result, reportedRun(known, 'markdown')));
}

/** Reports the error of a run that has no result. */
export async function reportError(run: KnownRun, error: unknown): Promise<void> {
  const { wanted, system, redactor } = run;
  const name = formatOfError(run);
  const format = formats[name];
  const { stdout, stderr } = routeOutput({
    text: redactor.redact(format.error(error, reportedRun(run, name))),
    error: redactor.redact(renderError(error, wanted.verbose)),
    isDocument: format.isDocument,
    isInFile: system.stdout.isFile ?? false,
  });
  for (const each of stderr) printTo(system.stderr, each);
  for (const each of stdout) printTo(system.stdout, each, 0);
  annotateError(run, error);
  await summarize(run, () => markdownFormat.error(error, reportedRun(run, 'markdown')));
}

/** Returns the requested format, even if the line is invalid; text if the command doesn't have that format. */
function formatOfError({ wanted: { format }, command }: KnownRun): FormatName {
  const known = command === undefined ? undefined : commandOf(command);
  return known && !formatsOf(known).includes(format) ? 'text' : format;
}

/** Shows in GitHub Actions what is wrong, at the place where it is wrong. */
export function annotateError(run: Pick<KnownRun, 'system' | 'redactor'>, error: unknown): void {
  annotate(run, (annotated) => errorAnnotations(error, annotated));
}

function annotate(
  { system: { env, cwd, stderr }, redactor: { redact } }: Pick<KnownRun, 'system' | 'redactor'>,
  annotations: (run: AnnotatedRun) => readonly string[],
): void {
  if (!isGitHubActions(env)) return;
  for (const line of annotations({ redact, cwd, workspace: env.GITHUB_WORKSPACE })) stderr.write(`${line}\n`);
}

/** On GitHub, adds the result of every command with Markdown to the step's summary, without being asked. */
async function summarize({ wanted, command, system, redactor }: KnownRun, markdown: () => string): Promise<void> {
  const { env, cwd, stderr } = system;
  const known = command === undefined ? undefined : commandOf(command);
  if (!env.GITHUB_STEP_SUMMARY || (known && !formatsOf(known).includes('markdown'))) return;
  const text = redactor.redact(markdown());
  const problem = text === '' ? undefined : await appendStepSummary(env.GITHUB_STEP_SUMMARY, text, cwd);
  if (problem !== undefined && !wanted.quiet) printTo(stderr, `Note: ${problem}`);
}

function reportedRun({ wanted, system, redactor, command, context }: KnownRun, format: FormatName): ReportedRun {
  return {
    command,
    target: context?.options.target,
    about: runLabels(wanted, system.cwd, repositoryFolder(system.env, system.cwd)),
    redact: redactor.redact,
    notes: context ? notesFor(format, context) : [],
    style: createStyle(context?.streams.resultColor ?? false),
    forThisRun: (hint, target) => {
      if (!context) return hint;
      return forThisRun(hint, target === undefined ? context : contextOf(context, target));
    },
    verbose: context?.options.verbose ?? false,
    columns: context?.streams.resultColumns,
  };
}

/** Omits from a comment what is the same in every run of a pipeline. */
function notesFor(format: FormatName, { streams: { notes }, options: { config } }: Context): readonly string[] {
  if (format !== 'markdown' || config === undefined) return notes;
  return notes.filter((note) => note !== foundFileInWords(config));
}
