import { Argument, Command as Commander, CommanderError, Option as CommanderOption } from 'commander';
import { type Field, isList } from '../config/field.ts';
import { fields } from '../config/settings.ts';
import { type Problem, usageErrors } from '../errors/cli-error.ts';
import { type Selection, targetOptions } from '../fleet/select.ts';
import { formats } from '../reporters/formats.ts';
import type { ArgumentSpec, CommandInput, FormatName } from '../runtime/command.ts';
import type { RunOptions } from '../runtime/context.ts';
import { longFlag, type Option, type OptionTable, type OptionValues, type Pattern } from '../runtime/options.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { similarNames } from '../text/did-you-mean.ts';
import { insteadOf } from './expected-flags.ts';
import { allCommandsHelp, commandHelp, settingsHelp } from './help-pages.ts';
import {
  argumentInUsage,
  formatOptionOf,
  HELP_FLAG,
  outputOptions,
  ownOptionsOf,
  runOptions,
  serviceOptions,
  VERSION_FLAG,
  YES,
} from './options.ts';
import { type AnyCommand, commandIn, commandOf, commands, DEFAULT_COMMAND } from './registry.ts';
import { layOut } from './startup/help-page.ts';
import { asksForSettings } from './startup/prerendered-help.ts';

/** A command line, read: what to run, and how. */
export interface Invocation {
  readonly command: AnyCommand;
  readonly format: FormatName;
  readonly options: RunOptions;
  /** Which targets of the settings file it is for, and how they are worked on. */
  readonly selection: Selection;
  /** Flags that have another name now. */
  readonly notes: readonly string[];
  readonly input: Omit<CommandInput, 'program'>;
}

interface ProgramIo {
  readonly version: string;
  readonly out: (text: string) => void;
  /** The width of the terminal; undefined where there is none. */
  readonly columns?: number | undefined;
}

/**
 * Reads a command line. Help and version are printed here; nothing else happens.
 *
 * @returns undefined where only a text was asked for, and has been printed
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

const SEE_ALL = 'See: ilert-haloitsm --help';

/** What commander has refused, in the words of this program. */
function commandLineProblem({ code, message }: CommanderError, argv: readonly string[], program: Commander): Problem {
  // What follows the = of an unknown flag may be a secret.
  const [, quoted = ''] = /'([^'=]*)/.exec(message) ?? [];
  const suggested = /\(Did you mean (.*)\?\)/s.exec(message)?.[1];
  const near = suggested === undefined ? [] : [`Did you mean ${suggested}?`];
  const help = helpFor(argv);
  switch (code) {
    case 'commander.help': {
      const name = argv[0] === 'help' ? argv[1] : argv[0];
      const meant = similarNames(
        name ?? '',
        commands.map((each) => each.name),
      ).slice(0, 1);
      const hint = [...meant.map((each) => `Did you mean ${each}?`), SEE_ALL].join(' ');
      return { message: `Unknown command "${name ?? ''}".`, hint };
    }
    case 'commander.unknownCommand':
      return { message: `Unknown command "${quoted}".`, hint: [...near, SEE_ALL].join(' ') };
    case 'commander.unknownOption': {
      if (message.includes(`'${quoted}=`) && isOptionIn(program, quoted))
        return { message: `${quoted} takes no value.`, hint: 'Use it without a value, or omit it.' };
      const instead = insteadOf(quoted, commandIn(argv) ?? DEFAULT_COMMAND);
      return { message: `Unknown option ${quoted}.`, hint: [...(instead ? [instead] : near), help].join(' ') };
    }
    case 'commander.optionMissingArgument':
      return { message: `${quoted.split(' ')[0]} needs a value: ${quoted}.`, hint: help };
    case 'commander.missingArgument':
      return { message: `Missing argument: ${quoted}.`, hint: help };
    case 'commander.excessArguments': {
      const [, expected, given] = /Expected (\d+) .* got (\d+)/.exec(message) ?? [];
      return { message: `Too many arguments for ${quoted}: expected ${expected}, got ${given}.`, hint: help };
    }
    default: {
      const text = message.replace(/^error: /, '');
      return { message: text.charAt(0).toUpperCase() + text.slice(1), hint: help };
    }
  }
}

function isOptionIn(program: Commander, flag: string): boolean {
  return program.commands.some(({ options }) => options.some(({ long }) => long === flag));
}

/** Where the flags are listed that a line could have had: under its command, wherever that is in it, else under the wizard. */
function helpFor(argv: readonly string[]): string {
  const { name } = commandIn(argv) ?? DEFAULT_COMMAND;
  return `See: ilert-haloitsm ${name} --help`;
}

/** Without a command it is the wizard; what is no flag is a command, or a slip that has to be reported. */
function withCommand(argv: readonly string[]): string[] {
  const [first] = argv;
  const isDefault =
    first === undefined || (first.startsWith('-') && !['-h', '--help', '-V', '--version'].includes(first));
  return isDefault ? [DEFAULT_COMMAND.name, ...argv] : [...argv];
}

function createProgram({ version, out, columns }: ProgramIo): Commander {
  const pageOf = (name: string) => {
    const command = commandOf(name);
    return command ? commandHelp(command) : allCommandsHelp();
  };
  return new Commander('ilert-haloitsm')
    .version(version, VERSION_FLAG.flags, VERSION_FLAG.about)
    .helpOption(HELP_FLAG.flags, HELP_FLAG.about)
    .configureHelp({ formatHelp: (command) => layOut(pageOf(command.name()), columns) })
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: () => undefined });
}

/** What is noticed while a line is read. */
interface Reader {
  readonly note: (text: string) => void;
  /** What is wrong with a value: the rest of the line is read as well, so that all problems are reported at once. */
  readonly report: (problem: Problem) => void;
}

/** Adds a command; its options only where it is the one that was typed, since there are many. */
function addCommand(
  program: Commander,
  command: AnyCommand,
  argv: readonly string[],
  { note, report }: Reader,
): Commander {
  const { name, alias, argument, takesSettings } = command;
  const added = program.command(name).allowExcessArguments(false);
  if (alias) added.alias(alias);
  if (argument) added.addArgument(argumentOf(argument, report));
  if (!argv.some((word) => commandOf(word) === command)) return added;
  const shared = {
    format: formatOptionOf(command),
    ...outputOptions,
    ...runOptions,
    ...(takesSettings && serviceOptions),
  };
  const add = (option: CommanderOption, formerFlag: string | undefined) => {
    added.addOption(option);
    if (formerFlag !== undefined) addFormerFlag(added, option, formerFlag, note);
  };
  const options: readonly Option[] = [...ownOptionsOf(command), ...Object.values(shared)];
  for (const option of options) {
    const commanders = commanderOption(option, report);
    add(commanders, option.formerly);
    if (option.kind === 'list' && option.pattern)
      added.on(`option:${commanders.name()}`, ofForm(option.pattern, refusing(longFlag(option), report)));
  }
  if (takesSettings)
    for (const field of fields) if (field.flag) add(optionOf(field), field.formerly && `--${field.formerly.flag}`);
  refuseDoubledFlags(added, report);
  return added;
}

/** Accepts an option under its former name as well, which no help shows. */
function addFormerFlag(command: Commander, option: CommanderOption, flag: string, note: (text: string) => void): void {
  const former = new CommanderOption(option.flags.replace(/^\S+/, flag), option.description).hideHelp();
  former.attributeName = () => option.attributeName();
  former.negate = option.negate;
  if (option.parseArg) former.argParser(option.parseArg);
  command.addOption(former);
  command.on(`option:${former.name()}`, () => note(`${flag} is now called ${option.long}.`));
}

/** Of two values of one flag, and of a flag and the one that negates it, commander silently drops one. */
function refuseDoubledFlags(command: Commander, report: Reader['report']): void {
  const given = new Map<string, CommanderOption>();
  for (const option of command.options.filter(
    ({ required, negate, parseArg }) => negate || (required && parseArg !== collect),
  )) {
    command.on(`option:${option.name()}`, () => {
      const before = given.get(option.attributeName());
      if (before && before.negate !== option.negate)
        report({ message: `${before.long} and ${option.long} cannot be used together.`, hint: 'Remove one of them.' });
      else if (before && !option.negate)
        report({ message: `${option.long} was set twice.`, hint: 'It takes one value. Remove one of them.' });
      given.set(option.attributeName(), option);
    });
  }
}

function argumentOf(spec: ArgumentSpec, report: Reader['report']): Argument {
  const { name, about, choices } = spec;
  const argument = new Argument(argumentInUsage(spec), about).default(spec.default);
  return choices ? argument.choices([...choices]).argParser(oneOf(choices, refusing(`<${name}>`, report))) : argument;
}

function commanderOption(spec: Option, report: Reader['report'] = () => undefined): CommanderOption {
  const option = new CommanderOption(spec.flags, spec.about);
  const refuse = refusing(longFlag(spec), report);
  switch (spec.kind) {
    case 'flag':
      return option;
    case 'list':
      return option.argParser(collect);
    case 'integer':
      option.argParser(integerFrom(...spec.range, refuse));
      break;
    case 'choice':
      option.choices([...spec.choices]).argParser(oneOf(spec.choices, refuse));
      break;
    case 'text':
      option.argParser(ofForm(spec.pattern, refuse));
  }
  return spec.default === undefined ? option : option.default(spec.default);
}

/** Reports that a value is not what it must be. */
type Refuse = (value: string, must: string) => void;

/** Enough to recognize a value. */
const MAX_SHOWN = 80;

function refusing(name: string, report: Reader['report']): Refuse {
  return (value, must) => report({ message: `${name} is "${value.slice(0, MAX_SHOWN)}", but must ${must}.` });
}

function optionOf({ flag, kind, placeholder = 'CHOICE', about }: Field): CommanderOption {
  const option = new CommanderOption(kind === 'boolean' ? `--${flag}` : `--${flag} <${placeholder}>`, about);
  return isList(kind) ? option.argParser(collect) : option;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** One of the words in a list, in any case. */
function oneOf(choices: readonly string[], refuse: Refuse) {
  return (text: string) => {
    const listed = choices.find((choice) => choice === text.toLowerCase());
    if (listed === undefined) refuse(text, `be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`);
    return listed;
  };
}

function integerFrom(least: number, most: number, refuse: Refuse) {
  return (text: string) => {
    const value = Number(text);
    const isInRange = Number.isInteger(value) && value >= least && value <= most;
    if (!isInRange) refuse(text, `be a whole number from ${least} to ${most}`);
    return value;
  };
}

function ofForm(pattern: Pattern | undefined, refuse: Refuse) {
  return (text: string) => {
    if (pattern && !pattern.form.test(text)) refuse(text, pattern.must);
    return text;
  };
}

/** Values as commander has read them, by its own names of the options. */
type Given = Readonly<Record<string, unknown>>;

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
      const value = flag && given[new CommanderOption(`--${flag}`).attributeName()];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    command,
    format,
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

/** Of two formats, one would silently be dropped. */
function formatConflict(given: Given): Problem | undefined {
  const { format } = given;
  if (!given.json || format === undefined || format === 'json') return undefined;
  return { message: `--json and --format ${format} cannot be used together.`, hint: 'Omit one of them.' };
}

/** The values of a table's options. */
function valuesOf<Table extends OptionTable>(table: Table, given: Given): OptionValues<Table> {
  const values = Object.entries(table).map(([name, spec]) => [name, readValue(spec, given)]);
  // Each was read by the parser of its kind.
  return Object.fromEntries(values) as OptionValues<Table>;
}

function readValue(spec: Option, given: Given): unknown {
  const option = commanderOption(spec);
  const value = given[option.attributeName()];
  if (spec.kind === 'flag') return value === !option.negate;
  // It is false where the flag that negates it was given.
  if (value === undefined || value === false)
    return spec.kind === 'list' ? [] : 'default' in spec ? spec.default : undefined;
  return value;
}
