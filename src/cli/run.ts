import { secretsInEnvironment } from '../config/secrets.ts';
import { type CliError, ExitCode, type InterruptSignal, usageError, usageErrors } from '../errors/cli-error.ts';
import { runForTargets } from '../fleet/run.ts';
import { chosenTargets, onlyTarget, type Selection } from '../fleet/select.ts';
import { certificatesProblem } from '../http/extra-certificates.ts';
import { exitCodeOf, renderError } from '../reporters/error.ts';
import { reportEnded } from '../reporters/fleet-progress.ts';
import { renderFleet } from '../reporters/fleet-text.ts';
import type { Result } from '../reporters/result.ts';
import { fleetView } from '../reporters/text.ts';
import type { CommandInput, Program } from '../runtime/command.ts';
import { type Context, createContext } from '../runtime/context.ts';
import { exposedInWords } from '../runtime/exposed-secrets.ts';
import { profileNotes } from '../runtime/profile.ts';
import { createRunFiles, type RunFiles } from '../runtime/run-files.ts';
import type { System } from '../runtime/system.ts';
import { withUsualSettingsFile } from '../runtime/usual-settings-file.ts';
import { createRedactor, type Redactor } from '../secret/redactor.ts';
import { plainName } from '../ui/sanitize.ts';
import { printTo } from '../ui/streams.ts';
import { createStyle } from '../ui/style.ts';
import { terminalWidth } from '../ui/wrap.ts';
import { type OutputFile, openOutputFile } from './output-file.ts';
import { type Invocation, parseCommandLine } from './program.ts';
import { commandIn, DEFAULT_COMMAND } from './registry.ts';
import { annotateError, reportError, reportResult } from './report.ts';
import { type RequestedOutput, requestedOutput } from './requested-output.ts';

interface Start {
  readonly system: System;
  readonly version: string;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** What interrupted the run, once something has. */
  readonly interruptedBy: () => InterruptSignal | undefined;
  readonly main: Program['run'];
}

/** A command line, as far as it can be read, and what is known before it runs. */
interface Line {
  readonly argv: readonly string[];
  /** Removes the environment's secrets from anything printed of the line. */
  readonly redactor: Redactor;
  readonly command: string | undefined;
  readonly wanted: RequestedOutput;
  readonly read: Invocation | { readonly error: unknown };
}

/**
 * Reads a command line, runs its command and reports the result or the error: on standard output, or in the file that
 * the line names.
 */
export async function runCommandLine(argv: readonly string[], start: Start): Promise<ExitCode> {
  const { system } = start;
  const line = await readLine(argv, start);
  if (!line) return ExitCode.done;
  const files = createRunFiles();
  if (line.wanted.file === undefined) return runAndReport(line, { ...start, files });
  let output: OutputFile;
  try {
    output = await openOutputFile(line.wanted.file, argv, { files, cwd: system.cwd });
  } catch (error) {
    await reportError({ ...line, system }, error);
    return exitCodeOf(error);
  }
  const exitCode = await runAndReport(line, { ...start, files, system: { ...system, stdout: output.stream } });
  return saved(output, exitCode, line, system);
}

/** Returns undefined if only help or the version was requested, which it has printed. */
async function readLine(argv: readonly string[], { system, version }: Start): Promise<Line | undefined> {
  const redactor = createRedactor(secretsInEnvironment(system.env));
  try {
    const exposed = exposedInWords(argv, redactor);
    if (exposed.length > 0) throw usageErrors(exposed);
    const { stdout } = system;
    const out = (text: string) => stdout.write(text);
    const read = await parseCommandLine(argv, { version, out, columns: terminalWidth(stdout) });
    return read && { argv, redactor, command: read.command.name, wanted: read.wanted, read };
  } catch (error) {
    return { argv, redactor, command: commandIn(argv)?.name, wanted: requestedOutput(argv), read: { error } };
  }
}

/** Saves what a run has printed. @returns the run's exit code, unless the result could not be saved */
async function saved(
  output: OutputFile,
  exitCode: ExitCode,
  { wanted, redactor }: Line,
  system: System,
): Promise<ExitCode> {
  const { stdout, stderr } = system;
  if (output.text() === '') return exitCode;
  try {
    await output.save();
    if (!wanted.quiet) printTo(stderr, `Result written to ${plainName(output.name)}.`);
    return exitCode;
  } catch (error) {
    // The work is done, so its result must not get lost.
    stdout.write(output.text());
    printTo(stderr, renderError(error, false));
    annotateError({ system, redactor }, error);
    return exitCode === ExitCode.done || exitCode === ExitCode.pending ? exitCodeOf(error) : exitCode;
  }
}

async function runAndReport(line: Line, start: Start & { readonly files: RunFiles }): Promise<ExitCode> {
  const { system, files } = start;
  const { read } = line;
  let context: Context | undefined;
  const held: (() => void)[] = [];
  try {
    if ('error' in read) throw read.error;
    if (system.stdout.isFile && runsUntilInterrupted(read)) throw outputNeedsEnd(read.command.name);
    context = createContext(system, { ...read.options, words: line.argv }, start.signal, line.redactor, files);
    if (usesFoundFile(read)) context = withUsualSettingsFile(context);
    if (!runsUntilInterrupted(read)) held.push(announceStop(context, start));
    if (asksLater(context, read)) held.push(system.holdKeyboard());
    const whole = await completed(context, read, { run: start.main, completionScript });
    const result = await run(context, whole);
    await finish(context, whole, result);
    const target = whole.selection && onlyTarget(whole.selection);
    await reportResult({ ...line, system, context }, result, target);
    return result.exitCode;
  } catch (error) {
    await reportError({ ...line, system, context }, error);
    return exitCodeOf(error);
  } finally {
    for (const release of held) release();
  }
}

/** Announces that the run is stopping, once it is. Returns a function that cancels this. */
function announceStop({ streams, canPrompt }: Context, { system, signal, interruptedBy }: Start): () => void {
  let notice: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => {
    const tell = () => streams.info(stopping(interruptedBy(), system.stderr.isTTY));
    if (canPrompt) notice = setTimeout(tell, NOTICE_DELAY_MS);
    else tell();
  });
  return () => clearTimeout(notice);
}

/** Ctrl-C at a question ends the run sooner, and needs no notice. */
const NOTICE_DELAY_MS = 100;

/** @param hasTerminal whether there are keys to press */
function stopping(by: InterruptSignal | undefined, hasTerminal = false): string {
  const text = 'Stopping after the current request…';
  return by !== 'SIGINT' || !hasTerminal ? text : `${text} Press Ctrl-C again to quit immediately (without a summary).`;
}

/** Loaded on demand: no other command needs it. */
async function completionScript(shell: string): Promise<string> {
  return (await import('./completion/index.ts')).completionScript(shell);
}

/** Whether to use the working folder's settings file as if `--config` had named it. */
function usesFoundFile({ command, input }: Invocation): boolean {
  return command.takesSettings === true && !command.ignoresFoundFile?.(input.argument);
}

/** Whether Ctrl-C is the normal way to end the command. */
function runsUntilInterrupted({ command, input }: Invocation): boolean {
  return command.runsUntilInterrupted?.(input.options) ?? false;
}

function outputNeedsEnd(command: string): CliError {
  const message = `--output cannot be used here: ${command} prints while it runs.`;
  return usageError(message, 'Omit --output, and redirect standard output instead.', 'command-line-invalid');
}

/** Whether the command may ask something after reading from the services. Keys typed before that must not answer it. */
function asksLater({ canPrompt }: Context, { command, options }: Invocation): boolean {
  return canPrompt && command.yes !== undefined && !options.yes;
}

/** An invocation, completed with the content of the files that it names. */
interface WholeInvocation extends Omit<Invocation, 'input' | 'selection'> {
  readonly input: CommandInput;
  /** The chosen targets of the settings file; undefined for a run without targets. */
  readonly selection: Selection | undefined;
}

async function completed(context: Context, invocation: Invocation, program: Program): Promise<WholeInvocation> {
  const { command, selection } = invocation;
  const given: CommandInput = { ...invocation.input, program };
  const input = (await command.complete?.(context, given)) ?? given;
  return {
    ...invocation,
    input,
    selection: command.targets && chosenTargets(selection, input.reviewed, context.options.config),
  };
}

/** Runs a command: for the chosen targets of a settings file, or else for what the settings name. */
async function run(context: Context, { command, selection, notes, input }: WholeInvocation): Promise<Result> {
  const { system, streams } = context;
  const problem = await certificatesProblem(system.env, system.cwd, (path) => context.files.read.add(path));
  if (problem !== undefined) streams.note(problem);
  for (const note of notes) streams.note(note);
  // The wizard creates profiles, and destroy rejects names that it doesn't know.
  const mayBeNew = command === DEFAULT_COMMAND || command.name === 'destroy';
  if (command.takesSettings) for (const note of await profileNotes(context, { mayBeNew })) streams.note(note);
  if (!selection) return command.run(context, input);
  const { verbose } = context.options;
  const view = { verbose, columns: terminalWidth(streams.noteStream) };
  return runForTargets(context, command, input, selection, {
    // Anyone who has to approve it sees it, even with --quiet.
    previewed: (reports, isReviewed) =>
      (isReviewed ? streams.info : streams.warn)(
        renderFleet({ reports, canResume: false }, fleetView(createStyle(streams.noteColor), view)),
      ),
    ended: reportEnded(streams, verbose),
  });
}

/** Runs a command's last step, once it has ended for all targets. */
async function finish(context: Context, { command, selection, input }: WholeInvocation, result: Result): Promise<void> {
  const ended =
    result.kind === 'fleet'
      ? result.reports.map((each) => ({ target: each.target, result: each.result }))
      : [{ target: selection && onlyTarget(selection), result }];
  await command.finish?.(context, input, ended, selection?.all ?? false);
}
