import { CommanderError } from 'commander';
import { fields } from '../config/settings.ts';
import { type Problem, usageErrors } from '../errors/cli-error.ts';
import { type Selection, targetOptions } from '../fleet/select.ts';
import { formats } from '../reporters/formats.ts';
import type { CommandInput, FormatName } from '../runtime/command.ts';
import type { RunOptions } from '../runtime/context.ts';
import { ONLY } from '../runtime/options.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { addCommand, createProgram, type Given, type ProgramIo, valueOfFlag, valuesOf } from './commander-program.ts';
import { settingsHelp } from './help-pages.ts';
import { commandLineProblem, helpFor } from './line-problems.ts';
import { formatOptionOf, outputOptions, runOptions, serviceOptions, YES } from './options.ts';
import { type AnyCommand, commands, DEFAULT_COMMAND } from './registry.ts';
import { fileNamed, type RequestedOutput } from './requested-output.ts';
import { layOut } from './startup/help-page.ts';
import { asksForSettings } from './startup/prerendered-help.ts';

/** A parsed command line: what to run, and how. */
export interface Invocation {
  readonly command: AnyCommand;
  readonly wanted: RequestedOutput;
  readonly options: RunOptions;
  /** The chosen targets of the settings file, and how to process them. */
  readonly selection: Selection;
  /** Notes about flags that have been renamed. */
  readonly notes: readonly string[];
  readonly input: Omit<CommandInput, 'program'>;
}

/**
 * Parses a command line, and prints help or version if requested. Has no other effect.
 *
 * @returns undefined if only help or version was requested, which it has printed
 * @throws CliError, exit 2, for an unknown or malformed flag or command
 */
export async function parseCommandLine(argv: readonly string[], io: ProgramIo): Promise<Invocation | undefined> {
  if (asksForSettings(argv)) {
    io.out(layOut(settingsHelp(), io.columns));
    return undefined;
  }
  let invocation: Invocation | undefined;
  const words = withCommand(argv);
  const program = createProgram(io);
  const notes = new Set<string>();
  const problems: Problem[] = [];
  const reader = { note: (text: string) => notes.add(text), report: (problem: Problem) => problems.push(problem) };
  for (const command of commands) {
    const added = addCommand(program, command, words, reader);
    added.action(() => {
      const given: Given = added.opts();
      const conflict = formatConflict(given);
      if (conflict) problems.push(conflict);
      if (problems.length > 0) return;
      invocation = { ...invocationOf(command, given, added.processedArgs.map(String)), notes: [...notes] };
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    problems.push(commandLineProblem(error, argv, program));
  }
  const help = helpFor(argv);
  if (problems.length > 0)
    throw usageErrors(
      problems.map((each) => ({ hint: help, ...each })),
      'command-line-invalid',
    );
  return invocation;
}

/** Defaults to the wizard. Any first word that isn't a flag is a command, or a typo to be reported. */
function withCommand(argv: readonly string[]): string[] {
  const [first] = argv;
  const isDefault =
    first === undefined || (first.startsWith('-') && !['-h', '--help', '-V', '--version'].includes(first));
  return isDefault ? [DEFAULT_COMMAND.name, ...argv] : [...argv];
}

function invocationOf(
  command: AnyCommand,
  given: Given,
  [argument = '']: readonly string[],
): Omit<Invocation, 'notes'> {
  const { noColor, ...output } = valuesOf(runOptions, given);
  const { timeout, ...service } = valuesOf(serviceOptions, given);
  const { yes } = valuesOf({ yes: YES }, given);
  const selection = valuesOf(targetOptions, given);
  const format = formatOf(command, given);
  const flags = Object.fromEntries(
    fields.flatMap(({ key, flag }) => {
      const value = flag && valueOfFlag(flag, given);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    command,
    wanted: {
      format,
      file: fileNamed(valuesOf(outputOptions, given).output),
      quiet: output.quiet,
      verbose: output.verbose,
      config: service.config,
      profile: service.profile,
      only: valuesOf({ only: ONLY }, given).only,
      all: selection.all,
      targets: selection.target,
    },
    selection,
    options: {
      ...output,
      ...service,
      profile: service.profile ?? DEFAULT_PROFILE,
      typedProfile: service.profile,
      acceptedTargets: command.targets,
      document: formats[format].isDocument,
      yes,
      color: !noColor,
      timeout: timeout * 1000,
      flags,
    },
    input: { flags, options: valuesOf(command.options, given), argument },
  };
}

function formatOf(command: AnyCommand, given: Given): FormatName {
  const { format, json } = valuesOf({ format: formatOptionOf(command), json: outputOptions.json }, given);
  return format ?? (json ? 'json' : 'text');
}

/** Given two formats, one would be dropped silently. */
function formatConflict(given: Given): Problem | undefined {
  const { format } = given;
  if (!given.json || format === undefined || format === 'json') return undefined;
  return { message: `--json and --format ${format} cannot be used together.`, hint: 'Omit one of them.' };
}
