import { fileURLToPath } from 'node:url';
import type { Invocation } from './cli/invocation.ts';
import { readyText } from './cli/startup/prerendered-help.ts';
import { useCompileCache } from './env/compile-cache.ts';
import { readVersion } from './env/version.ts';
import { CliError, ExitCode, interruptedError, messageOf, type Problem } from './errors/cli-error.ts';
import type { Context } from './runtime/context.ts';
import type { Result } from './runtime/result.ts';
import { processSystem, type System } from './runtime/system.ts';
import { plainJson, plainName, plainText } from './ui/sanitize.ts';

/** Both src/ and the built dist/ are right below it. */
const PACKAGE_ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command line, whole, and gives back its exit code. The only place that prints an error.
 *
 * @param argv what was typed after the command's name
 */
export async function main(argv: readonly string[], host: System = processSystem(PACKAGE_ROOT)): Promise<ExitCode> {
  const interrupt = new AbortController();
  // The first Ctrl-C stops before the next change; the second is the system's own and ends at once.
  const unlisten = host.onInterrupt(() => {
    interrupt.abort(interruptedError());
    unlisten();
    context?.streams.info(
      'Stopping. What is under way is waited for; Ctrl-C again ends at once, and then nobody tells what exists.',
    );
  });
  let context: Context | undefined;
  let command: string | undefined;
  try {
    const version = readVersion(host.packageRoot);
    const out = (text: string) => host.stdout.write(text);
    const ready = readyText(argv, version);
    if (ready !== undefined) {
      out(ready);
      return ExitCode.done;
    }
    if (host.compileCacheFolder) useCompileCache(host.compileCacheFolder);
    const { commandIn, createContext, parseCommandLine } = await import('./cli/whole.ts');
    command = commandIn(argv);
    const asked = await parseCommandLine(argv, { version, out });
    if ('printed' in asked) return ExitCode.done;
    const { invocation } = asked;
    command = invocation.command;
    context = createContext(host, invocation.options, interrupt.signal);
    return print(context, command, await carryOut(context, invocation));
  } catch (error) {
    return fail(error, host, argv, context, command);
  } finally {
    unlisten();
  }
}

/** For targets of a settings file, where some are named; else for what the settings name. */
async function carryOut(context: Context, invocation: Invocation): Promise<Result> {
  const { commandOf, runOverTargets, certificatesProblem } = await import('./cli/whole.ts');
  const runOf = (name: Invocation['command']) => commandOf(name, main);
  const problem = await certificatesProblem(context.system.env, context.system.cwd);
  if (problem !== undefined) context.streams.note(problem);
  const { all, target, resume } = invocation.extra;
  if (all === undefined && target === undefined && resume === undefined)
    return (await runOf(invocation.command))(context, invocation);
  const inDocument = (error: unknown) => errorDocument(error, context.redactor.redact);
  return runOverTargets(context, invocation, { runOf, inDocument });
}

function print(context: Context, command: string, { exitCode, text, document, failure }: Result): ExitCode {
  const { streams, options } = context;
  const ok = failure === undefined && (exitCode === ExitCode.done || exitCode === ExitCode.pending);
  if (options.json && document) {
    const error = failure === undefined ? {} : { error: errorDocument(failure, context.redactor.redact) };
    streams.result(plainJson({ formatVersion: 1, command, ok, ...document, ...notesIn(context), ...error }));
  }
  if (failure !== undefined) streams.warn(inWords(failure, options.verbose));
  if (!options.json && text !== '') (failure === undefined ? streams.result : streams.warn)(text);
  return exitCode;
}

function fail(
  error: unknown,
  host: System,
  argv: readonly string[],
  context: Context | undefined,
  command: string | undefined,
): ExitCode {
  const redact = context?.redactor.redact ?? ((text: string) => text);
  host.stderr.write(`${redact(inWords(error, argv.includes('--verbose')))}\n`);
  if (argv.includes('--json')) {
    const document = {
      formatVersion: 1,
      ...(command && { command }),
      ok: false,
      ...notesIn(context),
      error: errorDocument(error, redact),
    };
    host.stdout.write(`${redact(plainJson(document))}\n`);
  }
  return error instanceof CliError ? error.exitCode : ExitCode.failed;
}

/** What standard error says beside the result; none is no field. */
function notesIn(context: Context | undefined) {
  const notes = context?.streams.notes ?? [];
  return notes.length > 0 ? { notes } : {};
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof CliError) return error.problems;
  return [
    {
      message: `This is a defect of ilert-haloitsm: ${messageOf(error)}`,
      hint: 'Please report it, with what --verbose prints.',
    },
  ];
}

/** Redacted before it becomes JSON, which quotes once more what a server may have quoted already. */
function errorDocument(error: unknown, redact: (text: string) => string) {
  const exitCode = error instanceof CliError ? error.exitCode : ExitCode.failed;
  const problems = problemsOf(error).map(({ message, hint }) => ({
    message: redact(message),
    ...(hint !== undefined && { hint: redact(hint) }),
  }));
  return { exitCode, ...problems[0], problems };
}

function inWords(error: unknown, verbose: boolean): string {
  const lines = problemsOf(error).flatMap(({ message, hint }) => [
    `Error: ${plainName(message)}`,
    ...(hint === undefined ? [] : [`  ${plainName(hint)}`]),
  ]);
  const stack = verbose && error instanceof Error ? [error.stack ?? '', ...causesOf(error)] : [];
  // Set in, so that no line of a service's own words looks like one of ours.
  return [...lines, ...stack.map((each) => plainText(each).replace(/^/gm, '  '))].join('\n');
}

function causesOf(error: Error): string[] {
  return error.cause instanceof Error ? [`caused by ${error.cause.stack}`, ...causesOf(error.cause)] : [];
}
