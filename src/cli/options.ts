import { USUAL_FILE } from '../config/usual-settings-file.ts';
import { targetOptions } from '../fleet/select.ts';
import { resources } from '../providers/resources.ts';
import { formatsOf } from '../reporters/formats.ts';
import type { ArgumentSpec } from '../runtime/command.ts';
import { flag, integer, list, type Option, type OptionTable } from '../runtime/options.ts';
import { PROFILE_NAME } from '../state/profiles.ts';
import type { AnyCommand } from './registry.ts';

const kinds = resources.map(({ key }) => key);

/** Returns the option that selects a command's output format. */
export function formatOptionOf(command: AnyCommand) {
  const choices = formatsOf(command);
  return {
    kind: 'choice',
    flags: '--format <FORMAT>',
    about: `output format: ${choices.join(', ')} (default: ${choices[0]})`,
    choices,
  } as const satisfies Option;
}

/** The options of every command that say where and how to print its result, besides its formats. */
export const outputOptions = {
  json: flag('--json', 'same as --format json'),
  output: {
    kind: 'text',
    flags: '--output <FILE>',
    about: 'write the result to a file instead of standard output',
    isPath: true,
  },
} as const satisfies OptionTable;

/** The options of every command, besides its own. */
export const runOptions = {
  quiet: flag('--quiet', 'print only results and errors'),
  verbose: flag('--verbose', 'log every request and where each setting comes from'),
  noColor: flag('--no-color', 'disable colours (same as NO_COLOR)'),
} as const satisfies OptionTable;

/** The options of every command that accesses the services, besides a flag for each setting. */
export const serviceOptions = {
  config: {
    kind: 'text',
    flags: '--config <FILE>',
    about: `settings file, YAML or JSON (default: ${USUAL_FILE}, .yml or .json in the working directory)`,
    isPath: true,
  },
  noConfig: flag('--no-config', 'use no settings file, also if there is one in the working directory'),
  profile: {
    kind: 'text',
    flags: '--profile <NAME>',
    about: 'profile with the saved IDs and answers, if you have several integrations (default: "default")',
    pattern: {
      form: PROFILE_NAME,
      must: 'contain only letters, digits, - and _, and not be "constructor", "prototype" or "__proto__"',
    },
  },
  timeout: { ...integer('--timeout <SECONDS>', 'request timeout', [1, 86_400]), default: 30 },
  secretsStdin: flag('--secrets-stdin', 'read secrets as NAME=value lines from standard input'),
  adopt: {
    ...list('--adopt <ID>', 'ID to use if a name is not unique: alert-source:12, runbook:GUID, … (repeatable)'),
    pattern: {
      form: new RegExp(`^((${kinds.join('|')}):)?[^:\\s]+$`, 'i'),
      must: `be an ID, or one of these kinds with an ID, such as alert-source:12: ${kinds.filter((kind) => !/-\d+$/.test(kind)).join(', ')}`,
    },
  },
} as const satisfies OptionTable;

/** Flags that replace a command. */
export const HELP_FLAG = flag('-h, --help', 'print help');
export const VERSION_FLAG = flag('-V, --version', 'print the version');

/** For commands that ask for confirmation; each command describes what it skips. */
export const YES = flag('-y, --yes', 'skip the confirmation');

/** Shows a command's argument in usage: in brackets if it is optional. */
export function argumentInUsage({ name, default: value }: ArgumentSpec): string {
  return value === undefined ? `<${name}>` : `[${name}]`;
}

/** Returns the options of a single command. */
export function commandOptionsOf({ yes, options }: AnyCommand): readonly Option[] {
  return [...Object.values(options), ...(yes === undefined ? [] : [{ ...YES, about: yes }])];
}

/** Returns the options by which a command chooses targets of the settings file. */
export function targetOptionsOf({ targets }: AnyCommand): readonly Option[] {
  const { target, all, parallel, resume } = targetOptions;
  const several = [target, all, parallel];
  const options = { one: [target], several, resumable: [...several, resume] };
  return targets ? options[targets] : [];
}

/** Returns the options that a command doesn't share with all others, in the order of help. */
export function ownOptionsOf(command: AnyCommand): readonly Option[] {
  return [...commandOptionsOf(command), ...targetOptionsOf(command)];
}
