import { posix, relative, resolve } from 'node:path';
import { fields } from '../config/settings.ts';
import { isUsualFile, USUAL_FILE } from '../config/usual-settings-file.ts';
import { isFormatName } from '../reporters/formats.ts';
import type { FormatName } from '../runtime/command.ts';
import { longFlag, type Option } from '../runtime/options.ts';
import { slashed } from '../text/slashed-path.ts';
import { formatOptionOf, outputOptions, ownOptionsOf, runOptions, serviceOptions } from './options.ts';
import { commands } from './registry.ts';

/** What a command line says about its output and the purpose of its run. */
export interface RequestedOutput {
  readonly format: FormatName;
  /** The file that replaces standard output. */
  readonly file: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** The settings file, as typed. */
  readonly config: string | undefined;
  readonly profile: string | undefined;
  readonly only: string | undefined;
  readonly all: boolean;
  readonly targets: readonly string[];
}

/**
 * Reads what a line says about its output even if the line is invalid, since its error is printed like a result. For a
 * valid line, the outcome is what the full parser reads. Pure.
 */
export function requestedOutput(argv: readonly string[]): RequestedOutput {
  const values = valuesIn(argv);
  const first = (flag: string) => values.get(flag)?.[0];
  const format = first('--format')?.toLowerCase() ?? '';
  // A line with --help is meant to be read right away.
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

/** Returns the file that `--output` names; undefined for standard output, written `-` as in other programs. */
export function fileNamed(output: string | undefined): string | undefined {
  return output === '-' ? undefined : output;
}

/**
 * Names what a line is for, as far as it says so, even if it is invalid. The names are the same in every run of a
 * pipeline, on any machine. The working folder counts too, unless it is the repository's top folder; a folder's usual
 * settings file needs no mention. Pure.
 *
 * @param top the repository's top folder
 */
export function runLabels(
  { config: file = USUAL_FILE, profile, only, all, targets }: RequestedOutput,
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

/** Flags that take the next word of a line as their value, whatever it is. */
const WITH_VALUE: ReadonlySet<string | undefined> = new Set([
  ...options.filter(({ kind }) => kind !== 'flag').flatMap((option) => [longFlag(option), option.formerly]),
  ...fields
    .filter(({ kind }) => kind !== 'boolean')
    .flatMap(({ flag, formerly }) => [flag, formerly?.flag].map((name) => name && `--${name}`)),
]);

/** Collects the values of each flag, in order: `--target acme`, `--target=acme`; empty for a flag without a value. */
function valuesIn(argv: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  // After `--`, no word is a flag.
  for (let index = 0; index < argv.length && argv[index] !== '--'; index++) {
    const [, flag, typed] = /^(--[^=]+)(?:=(.*))?$/s.exec(argv[index] ?? '') ?? [];
    if (flag === undefined) continue;
    if (typed === undefined && WITH_VALUE.has(flag)) index++;
    const value = typed ?? (WITH_VALUE.has(flag) ? argv[index] : '');
    if (value !== undefined) values.set(flag, [...(values.get(flag) ?? []), value]);
  }
  return values;
}
