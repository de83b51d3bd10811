import type { Field } from '../config/field.ts';
import { fields, secretFields, serviceOf } from '../config/settings.ts';
import { allVariableNames, variableNames } from '../config/variables.ts';
import type { ArgumentSpec } from '../runtime/command.ts';
import type { Option } from '../runtime/options.ts';
import { listInWords } from '../text/list.ts';
import { capitalized } from '../text/plural.ts';
import { environmentVariables } from './environment-variables.ts';
import { EXIT_CODES } from './exit-codes.ts';
import {
  argumentInUsage,
  commandOptionsOf,
  formatOptionOf,
  HELP_FLAG,
  outputOptions,
  runOptions,
  serviceOptions,
  targetOptionsOf,
  VERSION_FLAG,
} from './options.ts';
import { type AnyCommand, commands } from './registry.ts';
import type { HelpPage, HelpSection } from './startup/help-page.ts';
import { ALL_COMMANDS, SETTINGS } from './startup/prerendered-help.ts';

type Item = readonly [term: string, about: string];

/** Returns every page by name, commands also by alias. The build prepares them for printing. Pure. */
export function helpPages(): Readonly<Record<string, HelpPage>> {
  const ofCommands = commands.flatMap((command) => {
    const page = commandHelp(command);
    return [command.name, ...(command.alias ? [command.alias] : [])].map((name) => [name, page] as const);
  });
  return { [ALL_COMMANDS]: allCommandsHelp(), [SETTINGS]: settingsHelp(), ...Object.fromEntries(ofCommands) };
}

/** Returns the page that lists the commands. */
export function allCommandsHelp(): HelpPage {
  return [
    { text: 'Usage: ilert-haloitsm [command] [options]' },
    { text: 'Connects HaloITSM or HaloPSA to ilert: a new ticket opens an alert, and closing the ticket resolves it.' },
    {
      title: 'Commands:',
      items: [
        ...commands.map(({ name, alias, about }): Item => [alias ? `${name} (${alias})` : name, about]),
        ['help [command]', 'print help for a command'],
        [`help ${SETTINGS}`, 'list all settings, with flag, environment variable and key in the settings file'],
      ],
    },
    { title: 'Options:', items: [itemOf(VERSION_FLAG), itemOf(HELP_FLAG)] },
    { title: 'Exit codes:', items: Object.entries(EXIT_CODES) },
    { text: 'Documentation: npmjs.com/package/ilert-haloitsm' },
  ];
}

/** Returns a command's page: its own options first, then the shared ones. */
export function commandHelp(command: AnyCommand): HelpPage {
  const { name, alias, about, argument, takesSettings, examples } = command;
  const words = [name, '[options]', ...(argument ? [argumentInUsage(argument)] : [])];
  const common = [
    ...(takesSettings ? Object.values(serviceOptions) : []),
    formatOptionOf(command),
    ...Object.values(outputOptions),
    ...Object.values(runOptions),
  ];
  return [
    { text: `Usage: ilert-haloitsm ${words.join(' ')}` },
    { text: `${capitalized(about)}.${alias ? ` Also called: ${alias}.` : ''}` },
    ...list('Arguments:', argument ? [[argument.name, withChoices(argument)]] : []),
    ...list('Options:', commandOptionsOf(command).map(itemOf)),
    ...list('Targets of a settings file:', targetOptionsOf(command).map(itemOf)),
    ...list('Common options:', [...common.map(itemOf), itemOf(HELP_FLAG)]),
    ...(takesSettings ? [{ text: SEE_SETTINGS(name) }] : []),
    {
      title: 'Examples:',
      items: examples.map(([line, does]) => [`ilert-haloitsm ${line}`.trimEnd(), does] as const),
      isStacked: true,
    },
    { text: 'All commands and exit codes:\n  ilert-haloitsm --help' },
  ];
}

const SEE_SETTINGS = (command: string) =>
  `Settings, such as --escalation-policy, --halo-url and --payload:\n  ilert-haloitsm ${command} --help ${SETTINGS}`;

/** Returns the page about the settings, which are the same for every command that takes them. */
export function settingsHelp(): HelpPage {
  const ofService = (service: 'ilert' | 'halo') =>
    fields.filter((field) => field.flag !== undefined && serviceOf(field) === service).map(settingItem);
  const takers = commands.filter(({ takesSettings }) => takesSettings).map(({ name }) => name);
  return [
    { text: 'Usage: ilert-haloitsm [command] [options] [settings]' },
    {
      text: `Settings of ${takers.slice(0, -1).join(', ')} and ${takers.at(-1)}. Each can be a flag, an environment variable (env) or a key in the settings file (file). A flag takes precedence over a variable, and a variable over the file.`,
    },
    { title: 'Credentials:', items: secretFields.map(secretItem) },
    { title: 'ilert:', items: ofService('ilert') },
    { title: 'HaloITSM and HaloPSA:', items: ofService('halo') },
    {
      title: 'In the settings file only:',
      items: fields
        .filter(({ kind, flag }) => flag === undefined && kind !== 'secret')
        .map(({ key, about }): Item => [key, about]),
    },
    {
      title: 'Other environment variables:',
      items: environmentVariables.map(({ names, about }): Item => [names.join(', '), about]),
    },
    { text: 'Schema of the settings file, for editors: ilert-haloitsm schema' },
  ];
}

function list(title: string, items: readonly Item[]): readonly HelpSection[] {
  return items.length === 0 ? [] : [{ title, items }];
}

function itemOf(option: Pick<Option, 'flags' | 'about'> & { readonly default?: unknown }): Item {
  const { flags, about, default: value } = option;
  // For a default of 0, `about` says what it means.
  return [flags, value ? `${about} (default: ${value})` : about];
}

function withChoices({ about, choices, default: value }: ArgumentSpec): string {
  if (value !== undefined) return `${about} (default: ${value})`;
  return choices ? `${about}: ${choices.join(', ')}` : about;
}

function settingItem(field: Field): Item {
  const { key, flag, kind, placeholder = 'CHOICE', about, choices, default: value } = field;
  const term = kind === 'boolean' ? `--${flag}` : `--${flag} <${placeholder}>`;
  const listed = choices ? `: ${choices.join(', ')}` : '';
  const hints = [
    ...(value === undefined ? [] : [`default: ${value}`]),
    `env: ${listInWords(variableNames(field), 'or')}`,
  ];
  return [term, `${about}${listed} (${[...hints, `file: ${key}`].join('; ')})`];
}

/** Secrets have no flags, since other users of the machine can see command lines. */
function secretItem(field: Field): Item {
  const [name = '', ...others] = allVariableNames(field);
  return [
    name,
    `${field.about} (also: ${others.join(', ')}; file: ${field.key}, as a reference env:NAME or file:PATH)`,
  ];
}
