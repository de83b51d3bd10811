import type { OutputFormat } from '../reporters/format.ts';
import { formats } from '../reporters/formats.ts';
import { flag, type Option, type OptionTable } from '../runtime/options.ts';
import type { AnyCommand } from './registry.ts';

/** What chooses an output format; first in the help of every command. */
export const formatOptions = Object.values<OutputFormat>(formats).flatMap(({ option }) => option ?? []);

/** What every command takes beside its own options. */
export const runOptions = {
  quiet: flag('--quiet', 'only results and errors'),
  verbose: flag('--verbose', 'tell each request, and where each setting came from'),
  noColor: flag('--no-color', 'no colours; as NO_COLOR'),
} as const satisfies OptionTable;

/** What every command takes that goes to the services, beside a flag for each setting. */
export const serviceOptions = {
  config: { kind: 'text', flags: '--config <FILE>', about: 'settings file, YAML or JSON', isPath: true },
  profile: {
    kind: 'text',
    flags: '--profile <NAME>',
    about: 'what the ids of this integration are remembered under',
    pattern: { form: /^[\w-]+$/, problem: 'It must be letters, digits, - and _.' },
    default: 'default',
  },
  timeout: {
    kind: 'integer',
    flags: '--timeout <SECONDS>',
    about: 'how long to wait for each answer',
    range: [1, 86_400],
    default: 30,
  },
  secretsStdin: flag('--secrets-stdin', 'read secrets as NAME=value lines from standard input'),
  adopt: {
    kind: 'list',
    flags: '--adopt <ID>',
    about: 'of several of one name, this one is ours; may be repeated',
  },
} as const satisfies OptionTable;

/** What a command takes that can be run for targets of the settings file. */
export const targetOptions = {
  target: {
    kind: 'list',
    flags: '--target <NAME>',
    about: 'of the targets in the settings file, this one; may be repeated',
  },
  all: flag('--all', 'every target of the settings file'),
  parallel: {
    kind: 'integer',
    flags: '--parallel <N>',
    about: 'how many targets at the same time',
    range: [1, 64],
    default: 8,
  },
  resume: flag(
    '--resume',
    'leave out the targets for which the same ended well within a day, and nothing was changed since',
  ),
} as const satisfies OptionTable;

/** A command's options beside those that it shares with all others, in the order of help. */
export function ownOptionsOf({ yes, options, targets }: AnyCommand): readonly Option[] {
  const { target, all, parallel, resume } = targetOptions;
  return [
    ...(yes === undefined ? [] : [yesOption(yes)]),
    ...Object.values(options),
    ...(targets === undefined ? [] : [target]),
    ...(targets === 'several' || targets === 'resumable' ? [all, parallel] : []),
    ...(targets === 'resumable' ? [resume] : []),
  ];
}

/** @param about what the command does not ask then */
export function yesOption(about: string) {
  return flag('-y, --yes', about);
}
