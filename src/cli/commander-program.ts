import { Argument, Command as Commander, Option as CommanderOption } from 'commander';
import { type Field, isRepeatable } from '../config/field.ts';
import { fields } from '../config/settings.ts';
import type { Problem } from '../errors/cli-error.ts';
import type { ArgumentSpec } from '../runtime/command.ts';
import { longFlag, type Option, type OptionTable, type OptionValues } from '../runtime/options.ts';
import { allCommandsHelp, commandHelp } from './help-pages.ts';
import {
  argumentInUsage,
  formatOptionOf,
  HELP_FLAG,
  outputOptions,
  ownOptionsOf,
  runOptions,
  serviceOptions,
  VERSION_FLAG,
} from './options.ts';
import { type AnyCommand, commandOf } from './registry.ts';
import { layOut } from './startup/help-page.ts';
import { collect, integerFrom, ofForm, oneOf, refusing } from './value-parsers.ts';

/** Where to print help and version. */
export interface ProgramIo {
  readonly version: string;
  readonly out: (text: string) => void;
  /** The width of the terminal; undefined if there is none. */
  readonly columns?: number | undefined;
}

/** Creates the program for commander, without commands. It never ends the process, and prints only help and version. */
export function createProgram({ version, out, columns }: ProgramIo): Commander {
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

/** Receives what is noticed while a line is parsed. */
export interface Reader {
  readonly note: (text: string) => void;
  /** A problem with a value. Parsing continues, so that all problems are reported at once. */
  readonly report: (problem: Problem) => void;
}

/** Adds a command, but its many options only if the line contains it. */
export function addCommand(
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

/** Accepts an option under its former name too, which help omits. */
function addFormerFlag(command: Commander, option: CommanderOption, flag: string, note: (text: string) => void): void {
  const former = new CommanderOption(option.flags.replace(/^\S+/, flag), option.description).hideHelp();
  former.attributeName = () => option.attributeName();
  former.negate = option.negate;
  if (option.parseArg) former.argParser(option.parseArg);
  command.addOption(former);
  command.on(`option:${former.name()}`, () => note(`${flag} is now called ${option.long}.`));
}

/** Given a flag twice, or a flag and its negation, commander silently drops one of them. */
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

function optionOf({ flag, kind, placeholder = 'CHOICE', about }: Field): CommanderOption {
  const option = new CommanderOption(kind === 'boolean' ? `--${flag}` : `--${flag} <${placeholder}>`, about);
  return isRepeatable(kind) ? option.argParser(collect) : option;
}

/** Values as commander has parsed them, by its own option names. */
export type Given = Readonly<Record<string, unknown>>;

/** Returns the value of a setting's flag. */
export function valueOfFlag(flag: string, given: Given): unknown {
  return given[new CommanderOption(`--${flag}`).attributeName()];
}

/** Returns the values of a table's options. */
export function valuesOf<Table extends OptionTable>(table: Table, given: Given): OptionValues<Table> {
  const values = Object.entries(table).map(([name, spec]) => [name, readValue(spec, given)]);
  // Each was parsed by the parser of its kind.
  return Object.fromEntries(values) as OptionValues<Table>;
}

function readValue(spec: Option, given: Given): unknown {
  const option = commanderOption(spec);
  const value = given[option.attributeName()];
  if (spec.kind === 'flag') return value === !option.negate;
  // It is false if the negating flag was given.
  if (value === undefined || value === false)
    return spec.kind === 'list' ? [] : 'default' in spec ? spec.default : undefined;
  return value;
}
