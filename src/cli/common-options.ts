import type { OptionSpec } from './registry.ts';

/** Seconds to wait for an answer where nobody says how long. */
export const DEFAULT_TIMEOUT_SECONDS = 30;

/** First in the help of every command. */
export const JSON_OPTION: OptionSpec = {
  flags: '--json',
  about: 'print one JSON document, and nothing else, to standard output',
};

/** What every command takes beside its own options. */
export const runOptions: readonly OptionSpec[] = [
  { flags: '--quiet', about: 'only results and errors' },
  { flags: '--verbose', about: 'tell each request, and where each setting came from' },
  { flags: '--no-color', about: 'no colours; as NO_COLOR' },
];

/** What every command takes that goes to the services, beside a flag for each setting. */
export const serviceOptions: readonly OptionSpec[] = [
  { flags: '--config <FILE>', about: 'settings file, YAML or JSON' },
  { flags: '--profile <NAME>', about: 'what the ids of this integration are remembered under' },
  {
    flags: '--timeout <SECONDS>',
    about: 'how long to wait for each answer',
    range: [1, 86_400],
    default: DEFAULT_TIMEOUT_SECONDS,
  },
  { flags: '--secrets-stdin', about: 'read secrets as NAME=value lines from standard input' },
  { flags: '--adopt <ID>', about: 'of several of one name, this one is ours; may be repeated', repeatable: true },
];

/** For one of the file's targets. */
export const TARGET: OptionSpec = {
  flags: '--target <NAME>',
  about: 'of the targets in the settings file, this one; may be repeated',
  repeatable: true,
};

/** What the commands take that can go over many targets. */
export const targetOptions: readonly OptionSpec[] = [
  TARGET,
  { flags: '--all', about: 'every target of the settings file' },
  { flags: '--parallel <N>', about: 'how many targets at the same time', range: [1, 64], default: 8 },
];

/** For a command that is not to be done twice to a target if that can be helped. */
export const RESUME: OptionSpec = {
  flags: '--resume',
  about: 'leave out the targets for which the same ended well within a day, and nothing was changed since',
};
