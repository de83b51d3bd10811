import { posix, relative, resolve } from 'node:path';
import { fields } from '../config/settings.ts';
import { isUsualFile, USUAL_FILE } from '../config/usual-settings-file.ts';
import { isFormatName } from '../reporters/formats.ts';
import type { FormatName } from '../runtime/command.ts';
import { longFlag, type Option } from '../runtime/options.ts';
import { slashed } from '../text/slashed-path.ts';
import { formatOptionOf, outputOptions, ownOptionsOf, runOptions, serviceOptions } from './options.ts';
import { commands } from './registry.ts';

/** What a command line says of its output, and of what its run is for. */
export interface WantedOutput {
  readonly format: FormatName;
  /** The file in the place of standard output. */
  readonly file: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** The settings file, as it was typed. */
  readonly config: string | undefined;
  readonly profile: string | undefined;
  readonly only: string | undefined;
  readonly all: boolean;
  readonly targets: readonly string[];
}

/**
 * What a line says that could not be read, whatever is wrong with it: its error is printed like a result. Of a line that can
 * be read, it is the same as what was read. Pure.
 */
export function wantedOutput(argv: readonly string[]): WantedOutput {
  const values = valuesIn(argv);
  const first = (flag: string) => values.get(flag)?.[0];
  const format = first('--format')?.toLowerCase() ?? '';
  // Whoever adds it to a line wants to read it now.
  const asksForHelp = values.has('--help') || argv.includes('-h');
  return {
    format: isFormatName(format) ? format : values.has('--json') ? 'json' : 'text',
    file: asksForHelp ? undefined : fileNamed(first('--output')),
    quiet: values.has('--quiet'),
    verbose: values.has('--verbose'),
    config: first('--config'),
    profile: first('--profile'),
    only: first('--only')?.toLowerCase(),
    all: values.has('--all'),
    targets: values.get('--target') ?? [],
  };
}

/** The file that `--output` names; undefined for standard output, which `-` stands for as with other programs. */
export function fileNamed(output: string | undefined): string | undefined {
  return output === '-' ? undefined : output;
}

/**
 * What a line is for, by name, as far as it says so: the same in each run of a pipeline, on whatever machine, and also where
 * the line is invalid. The working folder counts as well, unless it is the repository's top folder; the usual settings file of
 * a folder goes without saying. Pure.
 *
 * @param top the repository's top folder
 */
export function aboutOf(
  { config: file = USUAL_FILE, profile, only, all, targets }: WantedOutput,
  cwd: string,
  top: string,
): (readonly [name: string, value: string])[] {
  const path = slashed(relative(top, resolve(cwd, file)));
  const config = isUsualFile(posix.basename(path)) ? posix.dirname(path) : path;
  return [
    ...(config === '.' ? [] : [['config', config] as const]),
    ...(profile === undefined ? [] : [['profile', profile] as const]),
    ...(only === undefined ? [] : [['only', only] as const]),
    ...(all ? [['targets', 'all'] as const] : []),
    ...targets.map((name) => ['target', name] as const),
  ];
}

const options: readonly Option[] = [
  ...commands.flatMap((command) => [...ownOptionsOf(command), formatOptionOf(command)]),
  ...[outputOptions, runOptions, serviceOptions].flatMap((table) => Object.values(table)),
];

/** Flags that take the next word of a line for their value, whatever it is. */
const WITH_VALUE: ReadonlySet<string | undefined> = new Set([
  ...options.filter(({ kind }) => kind !== 'flag').flatMap((option) => [longFlag(option), option.formerly]),
  ...fields
    .filter(({ kind }) => kind !== 'boolean')
    .flatMap(({ flag, formerly }) => [flag, formerly?.flag].map((name) => name && `--${name}`)),
]);

/** What follows each flag, each time that it is given: `--target acme`, `--target=acme`; empty, if it takes no value. */
function valuesIn(argv: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  // After two dashes alone, no word is a flag.
  for (let index = 0; index < argv.length && argv[index] !== '--'; index++) {
    const [, flag, typed] = /^(--[^=]+)(?:=(.*))?$/s.exec(argv[index] ?? '') ?? [];
    if (flag === undefined) continue;
    if (typed === undefined && WITH_VALUE.has(flag)) index++;
    const value = typed ?? (WITH_VALUE.has(flag) ? argv[index] : '');
    if (value !== undefined) values.set(flag, [...(values.get(flag) ?? []), value]);
  }
  return values;
}
