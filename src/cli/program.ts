import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Field } from '../config/field.ts';
import { fields } from '../config/settings.ts';
import { variableNames } from '../config/variables.ts';
import { usageError } from '../errors/cli-error.ts';
import { DEFAULT_TIMEOUT_SECONDS, JSON_OPTION, runOptions, serviceOptions } from './common-options.ts';
import type { Invocation } from './invocation.ts';
import { type CommandName, type CommandSpec, commands, type OptionSpec } from './registry.ts';

/** The same on every terminal: the build makes the texts ready. */
const HELP_WIDTH = 80;

/** What a command line asks for: a command, or only a text that has been printed. */
export type Asked = { readonly invocation: Invocation } | { readonly printed: true };

interface ProgramIo {
  readonly version: string;
  readonly out: (text: string) => void;
}

/**
 * Reads a command line. Help and version are printed here; nothing else happens.
 *
 * @throws Fault, exit 2, for an unknown or malformed flag or command
 */
export async function parseCommandLine(argv: readonly string[], io: ProgramIo): Promise<Asked> {
  let asked: Asked = { printed: true };
  const words = withCommand(argv);
  const program = createProgram(io, words, (invocation) => {
    asked = { invocation };
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return asked;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { printed: true };
    // What follows the = of an unknown flag may be a secret.
    const said = error.message.replace(/^error: /, '').replace(/^(unknown option '[^'=]*)=.*?'$/ms, "$1'");
    if (error.code === 'commander.help') throw usageError('There is no such command.', SEE_ALL);
    const [message = '', ...more] = said.split('\n');
    throw usageError(
      `${message.replace(/\.?$/, '')}.`,
      [...more, error.code === 'commander.unknownCommand' ? SEE_ALL : helpFor(argv)].join(' ').replace(/[()]/g, ''),
    );
  }
}

const SEE_ALL = 'See: ilert-haloitsm --help';

/** Where the flags stand that a line could have had: under its command, wherever that is in it, else under the wizard. */
function helpFor(argv: readonly string[]): string {
  const all: readonly CommandSpec[] = commands;
  const named = argv.map((word) => all.find(({ name, alias }) => word === name || word === alias)).find(Boolean);
  return `See: ilert-haloitsm ${named?.name ?? 'setup'} --help`;
}

/** Without a command it is the wizard; what is no flag is a command, or a slip that has to be told. */
function withCommand(argv: readonly string[]): string[] {
  const [first] = argv;
  const isSetup =
    first === undefined || (first.startsWith('-') && !['-h', '--help', '-V', '--version'].includes(first));
  return isSetup ? ['setup', ...argv] : [...argv];
}

function createProgram(
  { version, out }: ProgramIo,
  argv: readonly string[],
  ask: (invocation: Invocation) => void,
): Command {
  const program = new Command('ilert-haloitsm')
    .description('Connects HaloITSM to ilert: a ticket becomes an alert, and closing it resolves the alert.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: () => undefined,
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    });

  for (const spec of commands) addCommand(program, spec, argv, ask);
  return program;
}

/** Adds a command; its options only where it is the one that was typed, since there are many. */
function addCommand(
  program: Command,
  spec: CommandSpec,
  argv: readonly string[],
  ask: (invocation: Invocation) => void,
): void {
  const command = program.command(spec.name).description(spec.about).allowExcessArguments(false);
  if (spec.alias) command.alias(spec.alias);
  if (spec.argument) command.addArgument(argumentOf(spec.argument));
  if (!argv.includes(spec.name) && !(spec.alias && argv.includes(spec.alias))) return;
  command.addOption(ownOption(JSON_OPTION)).addHelpText('after', examplesOf(spec));
  for (const option of spec.options) command.addOption(ownOption(option));
  if (spec.takesSettings) withSettings(command);
  else withRunOptions(command);
  refuseDoubledFlags(command);
  command.action(() => ask(invocationOf(spec.name as CommandName, command.opts(), command.processedArgs.map(String))));
}

/** Of two values of one flag, one would be lost without a word. */
function refuseDoubledFlags(command: Command): void {
  const given = new Set<string>();
  for (const option of command.options.filter(takesOneValue)) {
    command.on(`option:${option.name()}`, () => {
      if (given.has(option.name()))
        throw usageError(`${option.long} was given twice.`, 'It takes one value: leave one of them out.');
      given.add(option.name());
    });
  }
}

function takesOneValue({ required, parseArg }: Option): boolean {
  return required && parseArg !== collect;
}

function argumentOf({ name, about, choices }: NonNullable<CommandSpec['argument']>): Argument {
  const argument = new Argument(`<${name}>`, about);
  return choices ? argument.choices(choices).argParser(oneOf(choices)) : argument;
}

function ownOption({ flags, about, range, choices, default: usual, repeatable }: OptionSpec): Option {
  const option = new Option(flags, about);
  if (choices) option.choices(choices).argParser(oneOf(choices));
  if (range) option.argParser(integerFrom(...range));
  if (repeatable) option.argParser(collect);
  return usual === undefined ? option : option.default(usual);
}

function examplesOf({ examples }: CommandSpec): string {
  const lines = examples.map(([line, does]) => `  ilert-haloitsm ${line}`.trimEnd().concat(`\n      ${does}`));
  return ['', 'Examples:', ...lines].join('\n');
}

/** Options that every command has. */
function withRunOptions(command: Command): Command {
  for (const option of runOptions) command.addOption(ownOption(option));
  return command;
}

/** Options of the commands that go to the services, and a flag for each setting that has one. */
function withSettings(command: Command): Command {
  withRunOptions(command);
  for (const spec of serviceOptions) {
    const option = ownOption(spec);
    if (option.name() === 'profile') option.argParser(profileName).default('default');
    command.addOption(option);
  }
  for (const field of fields as readonly Field[]) if (field.flag) command.addOption(optionOf(field));
  return command;
}

function optionOf(field: Field): Option {
  const choices = field.choices ? `: ${field.choices.join(', ')}` : '';
  const env = variableNames(field).join(' or ');
  const hints = [field.default && `default: ${field.default}`, env && `env: ${env}`].filter(Boolean);
  const placeholder = field.placeholder ?? 'CHOICE';
  const option = new Option(`--${field.flag} <${placeholder}>`, `${field.about}${choices} (${hints.join('; ')})`);
  option.helpGroup('Settings (also as variable or in a file):');
  return field.kind === 'list' ? option.argParser(collect) : option;
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
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}

function invocationOf(
  command: CommandName,
  given: Readonly<Record<string, unknown>>,
  words: readonly string[],
): Invocation {
  const flags = (fields as readonly Field[]).flatMap((field) => {
    const value = field.flag && given[camelCase(field.flag)];
    return value === undefined ? [] : [[field.key, value]];
  });
  return {
    command,
    flags: Object.fromEntries(flags),
    options: {
      json: given.json === true,
      yes: given.yes === true,
      quiet: given.quiet === true,
      verbose: given.verbose === true,
      color: given.color !== false,
      profile: String(given.profile ?? 'default'),
      timeout: Number(given.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      secretsStdin: given.secretsStdin === true,
      adopt: (given.adopt as string[] | undefined) ?? [],
      ...(typeof given.config === 'string' && { config: given.config }),
    },
    extra: given,
    words,
  };
}

function profileName(text: string): string {
  if (!/^[\w-]+$/.test(text)) throw new InvalidArgumentError('It must be letters, digits, - and _.');
  return text;
}

function camelCase(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 credentials refused or not
allowed, 4 changes pending (plan --exit-code), 130 stopped.`;
