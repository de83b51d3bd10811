import {
  Argument,
  Command as Commander,
  CommanderError,
  Option as CommanderOption,
  InvalidArgumentError,
} from 'commander';
import { type Field, isList } from '../config/field.ts';
import { fields } from '../config/settings.ts';
import { usageError } from '../errors/cli-error.ts';
import { type Selection, targetOptions } from '../fleet/select.ts';
import type { OutputFormat } from '../reporters/format.ts';
import { formatWhere } from '../reporters/formats.ts';
import type { ArgumentSpec, CommandInput } from '../runtime/command.ts';
import type { RunOptions } from '../runtime/context.ts';
import type { Option, OptionTable, OptionValues } from '../runtime/options.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { allCommandsHelp, commandHelp, HELP_FLAG, settingsHelp, VERSION_FLAG } from './help-pages.ts';
import { formatOptions, ownOptionsOf, runOptions, serviceOptions, YES } from './options.ts';
import { type AnyCommand, commandIn, commandOf, commands, DEFAULT_COMMAND } from './registry.ts';
import { layOut } from './startup/help-page.ts';
import { asksForSettings } from './startup/prerendered-help.ts';

/** A command line, read: what to run, and how. */
export interface Invocation {
  readonly command: AnyCommand;
  readonly format: OutputFormat;
  readonly options: RunOptions;
  /** Which targets of the settings file it is for; undefined where it is for what the settings name. */
  readonly selection: Selection | undefined;
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
  const note = (text: string) => notes.add(text);
  for (const command of commands) {
    const added = addCommand(program, command, words, note);
    added.action(() => {
      invocation = { ...invocationOf(command, added.opts(), added.processedArgs.map(String)), notes: [...notes] };
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return invocation;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw commandLineError(error, argv, program);
  }
}

const SEE_ALL = 'See: ilert-haloitsm --help';

function commandLineError({ code, message }: CommanderError, argv: readonly string[], program: Commander) {
  if (code === 'commander.help') return usageError('Unknown command.', SEE_ALL, 'command-line-invalid');
  // What follows the = of an unknown flag may be a secret.
  const safe = message.replace(/^error: /, '').replace(/^(unknown option '[^'=]*)=.*?'$/ms, "$1'");
  const flag = /^error: unknown option '([^'=]+)=/.exec(message)?.[1];
  if (flag !== undefined && isOptionIn(program, flag))
    return usageError(`${flag} takes no value.`, 'Use it without a value, or omit it.', 'command-line-invalid');
  const [problem = '', ...more] = safe.split('\n');
  const help = code === 'commander.unknownCommand' ? SEE_ALL : helpFor(argv);
  const hint = [...more, help].join(' ').replace(/[()]/g, '');
  return usageError(`${problem.replace(/\.?$/, '')}.`, hint, 'command-line-invalid');
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

/** Adds a command; its options only where it is the one that was typed, since there are many. */
function addCommand(
  program: Commander,
  command: AnyCommand,
  argv: readonly string[],
  note: (text: string) => void,
): Commander {
  const { name, alias, argument, takesSettings } = command;
  const added = program.command(name).allowExcessArguments(false);
  if (alias) added.alias(alias);
  if (argument) added.addArgument(argumentOf(argument));
  if (!argv.some((word) => commandOf(word) === command)) return added;
  const shared = { ...runOptions, ...(takesSettings && serviceOptions) };
  const add = (option: CommanderOption, formerFlag: string | undefined) => {
    added.addOption(option);
    if (formerFlag !== undefined) addFormerFlag(added, option, formerFlag, note);
  };
  const options: readonly Option[] = [...formatOptions, ...ownOptionsOf(command), ...Object.values(shared)];
  for (const option of options) add(commanderOption(option), option.formerly);
  if (takesSettings)
    for (const field of fields) if (field.flag) add(optionOf(field), field.formerly && `--${field.formerly.flag}`);
  refuseDoubledFlags(added);
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

/** Of two values of one flag, commander silently drops one. */
function refuseDoubledFlags(command: Commander): void {
  const given = new Set<string>();
  for (const option of command.options.filter(({ required, parseArg }) => required && parseArg !== collect)) {
    command.on(`option:${option.name()}`, () => {
      if (given.has(option.attributeName())) {
        const hint = 'It takes one value. Remove one of them.';
        throw usageError(`${option.long} was set twice.`, hint, 'command-line-invalid');
      }
      given.add(option.attributeName());
    });
  }
}

function argumentOf({ name, about, choices }: ArgumentSpec): Argument {
  const argument = new Argument(`<${name}>`, about);
  return choices ? argument.choices([...choices]).argParser(oneOf(choices)) : argument;
}

function commanderOption(spec: Option): CommanderOption {
  const option = new CommanderOption(spec.flags, spec.about);
  switch (spec.kind) {
    case 'flag':
      return option;
    case 'list':
      return option.argParser(collect);
    case 'integer':
      option.argParser(integerFrom(...spec.range));
      break;
    case 'choice':
      option.choices([...spec.choices]).argParser(oneOf(spec.choices));
      break;
    case 'text':
      if (spec.pattern) option.argParser(ofForm(spec.pattern));
  }
  return spec.default === undefined ? option : option.default(spec.default);
}

function optionOf({ flag, kind, placeholder = 'CHOICE', about }: Field): CommanderOption {
  const option = new CommanderOption(kind === 'boolean' ? `--${flag}` : `--${flag} <${placeholder}>`, about);
  return isList(kind) ? option.argParser(collect) : option;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** One of the words in a list, in any case. */
function oneOf(choices: readonly string[]) {
  return (text: string) => {
    const listed = choices.find((choice) => choice === text.toLowerCase());
    if (listed === undefined) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return listed;
  };
}

function integerFrom(least: number, most: number) {
  return (text: string) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`Use a whole number from ${least} to ${most}.`);
    return value;
  };
}

function ofForm({ form, problem }: { readonly form: RegExp; readonly problem: string }) {
  return (text: string) => {
    if (!form.test(text)) throw new InvalidArgumentError(problem);
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
  const { all, target, resume } = selection;
  const format = formatWhere((option) => valuesOf({ option }, given).option);
  const flags = fields.flatMap(({ key, flag }) => {
    const value = flag && given[new CommanderOption(`--${flag}`).attributeName()];
    return value === undefined ? [] : [[key, value]];
  });
  return {
    command,
    format,
    selection: all || resume || target.length > 0 ? selection : undefined,
    options: {
      ...output,
      ...service,
      profile: service.profile ?? DEFAULT_PROFILE,
      typedProfile: service.profile,
      acceptedTargets: command.targets,
      document: format.isDocument,
      yes,
      color: !noColor,
      timeout: timeout * 1000,
    },
    input: { flags: Object.fromEntries(flags), options: valuesOf(command.options, given), argument },
  };
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
  return value ?? (spec.kind === 'list' ? [] : 'default' in spec ? spec.default : undefined);
}
