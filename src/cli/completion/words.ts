import { type Field, isRepeatable } from '../../config/field.ts';
import { SHIPPED_PAYLOADS } from '../../config/payload-file.ts';
import { fields } from '../../config/settings.ts';
import type { ArgumentSpec } from '../../runtime/command.ts';
import { longFlag, type Option } from '../../runtime/options.ts';
import {
  formatOptionOf,
  HELP_FLAG,
  outputOptions,
  ownOptionsOf,
  runOptions,
  serviceOptions,
  VERSION_FLAG,
} from '../options.ts';
import { type AnyCommand, commands } from '../registry.ts';
import { SETTINGS } from '../startup/prerendered-help.ts';

/** What may follow a flag, or be a command's argument. */
export interface Value {
  /** Its name in help: `NAME|ID`. */
  readonly label: string;
  readonly choices: readonly string[];
  /** Whether to offer paths besides the choices. */
  readonly paths: 'none' | 'files' | 'folders';
}

/** A flag, as a shell completes it. */
export interface Flag {
  /** With its dashes. */
  readonly name: string;
  readonly about: string;
  /** Undefined for a flag without a value. */
  readonly value?: Value;
  readonly repeatable: boolean;
}

/** A command, as a shell completes it. */
export interface CommandWords {
  /** Its name, followed by its alias. */
  readonly names: readonly string[];
  readonly about: string;
  /** Flags of this command alone. */
  readonly flags: readonly Flag[];
  /** Which of the shared flags it takes besides its own. */
  readonly takes: 'every' | 'service' | 'none';
  readonly argument?: Value;
}

/** Everything that a shell can complete. */
export interface Words {
  /** Replaces a command. */
  readonly version: Flag;
  readonly commands: readonly CommandWords[];
  /** Flags of every command. */
  readonly every: readonly Flag[];
  /** Flags of the commands that access the services: settings and related flags. */
  readonly service: readonly Flag[];
}

/** Ranges of at most this many numbers are offered one by one. */
const MAX_NUMBERS = 10;

/** Collects all words from the tables of commands and settings. */
export function completionWords(): Words {
  const all = commands.map(wordsOf);
  const help: CommandWords = {
    names: ['help'],
    about: 'print help for a command, or for the settings',
    flags: [],
    takes: 'none',
    argument: { label: 'command', choices: [...all.flatMap(({ names }) => names), SETTINGS], paths: 'none' },
  };
  return {
    version: flagOfOption(VERSION_FLAG),
    commands: [...all, help],
    every: [...Object.values(outputOptions), ...Object.values(runOptions), HELP_FLAG].map(flagOfOption),
    service: [...Object.values(serviceOptions).map(flagOfOption), ...fields.flatMap(flagOfField)],
  };
}

/** The variables of a POSIX shell's script that hold the shared flags. */
export const SHARED_FLAGS: Readonly<Record<CommandWords['takes'], readonly string[]>> = {
  every: ['$every'],
  service: ['$every', '$service'],
  none: [],
};

/** Quotes a text for a POSIX shell: between single quotes nothing is special, so a single quote has to be outside. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns all flags of a command, its own first. */
export function flagsOf({ flags, takes }: CommandWords, { every, service }: Words): readonly Flag[] {
  if (takes === 'none') return flags;
  return [...flags, ...every, ...(takes === 'service' ? service : [])];
}

function wordsOf(command: AnyCommand): CommandWords {
  const { name, alias, about, takesSettings, argument } = command;
  return {
    names: alias === undefined ? [name] : [name, alias],
    about,
    flags: [formatOptionOf(command), ...ownOptionsOf(command)].map(flagOfOption),
    takes: takesSettings ? 'service' : 'every',
    ...(argument && { argument: argumentValue(argument) }),
  };
}

function argumentValue({ name, choices = [], isFolder, isFile }: ArgumentSpec): Value {
  return { label: name, choices, paths: isFolder ? 'folders' : isFile ? 'files' : 'none' };
}

/** Converts `--wait <SECONDS>` to a flag and its value's label. For `-y, --yes`, the long form is completed. */
function flagOfOption(option: Option): Flag {
  const { kind, flags, about } = option;
  const flag = { name: longFlag(option), about, repeatable: kind === 'list' };
  const label = /<(.+)>/.exec(flags)?.[1];
  if (label === undefined) return flag;
  const choices = kind === 'choice' ? option.choices : [];
  return { ...flag, value: { label, choices, paths: kind === 'text' && option.isPath ? 'files' : 'none' } };
}

function flagOfField(field: Field): Flag[] {
  if (field.flag === undefined) return [];
  const flag = { name: `--${field.flag}`, about: field.about, repeatable: isRepeatable(field.kind) };
  if (field.kind === 'boolean') return [flag];
  const value: Value = {
    label: field.placeholder ?? 'CHOICE',
    choices: choicesOf(field),
    paths: field.kind === 'payload' ? 'files' : 'none',
  };
  return [{ ...flag, value }];
}

function choicesOf({ kind, choices, min = 0, max = Number.POSITIVE_INFINITY }: Field): readonly string[] {
  if (kind === 'payload') return SHIPPED_PAYLOADS;
  if (kind === 'integer' && max - min < MAX_NUMBERS) {
    return Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
  }
  return choices ?? [];
}
