import { relative, resolve, sep } from 'node:path';
import { isUsualFile } from '../config/usual-settings-file.ts';
import { isFormatName } from '../reporters/formats.ts';
import type { FormatName } from '../runtime/command.ts';

/** What a command line asks its result to be: also where the line is invalid, so that its error is printed like a result. */
export interface WantedOutput {
  readonly format: FormatName;
  /** The file in the place of standard output. */
  readonly file: string | undefined;
}

/** What a line asks for, whatever else is in it. Pure. */
export function wantedOutput(argv: readonly string[]): WantedOutput {
  const [format = ''] = wordsAfter('--format', argv).map((word) => word.toLowerCase());
  const [file] = wordsAfter('--output', argv);
  // Whoever adds it to a line wants to read it now.
  const asksForHelp = argv.includes('--help') || argv.includes('-h');
  return {
    format: isFormatName(format) ? format : argv.includes('--json') ? 'json' : 'text',
    file: file === STANDARD_OUTPUT || asksForHelp ? undefined : file,
  };
}

/**
 * What a line is for, by name, as far as it says so: the same in each run of a pipeline, on whatever machine, and also where
 * the line is invalid. The usual settings file goes without saying. Pure.
 */
export function aboutOf(argv: readonly string[], cwd: string): (readonly [name: string, value: string])[] {
  const files = wordsAfter('--config', argv).map((file) => relative(cwd, resolve(cwd, file)).replaceAll(sep, '/'));
  return [
    ...files.filter((file) => !isUsualFile(file)).map((file) => ['config', file] as const),
    ...wordsAfter('--profile', argv).map((name) => ['profile', name] as const),
    ...wordsAfter('--target', argv).map((name) => ['target', name] as const),
  ];
}

/** Stands for standard output, as with other programs. */
const STANDARD_OUTPUT = '-';

/** What follows a flag, each time that it is given: `--target acme`, `--target=acme`. */
function wordsAfter(flag: string, argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    return word === flag ? argv.slice(index + 1, index + 2) : [];
  });
}
