import { posix, relative, resolve } from 'node:path';
import { isUsualFile, USUAL_FILE } from '../config/usual-settings-file.ts';
import { isFormatName } from '../reporters/formats.ts';
import type { FormatName } from '../runtime/command.ts';
import { slashed } from '../text/slashed-path.ts';

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
 * the line is invalid. The working folder counts as well, unless it is the repository's top folder; the usual settings file of
 * a folder goes without saying. Pure.
 *
 * @param top the repository's top folder
 */
export function aboutOf(argv: readonly string[], cwd: string, top: string): (readonly [name: string, value: string])[] {
  const [file = USUAL_FILE] = wordsAfter('--config', argv);
  const path = slashed(relative(top, resolve(cwd, file)));
  const config = isUsualFile(posix.basename(path)) ? posix.dirname(path) : path;
  return [
    ...(config === '.' ? [] : [['config', config] as const]),
    ...wordsAfter('--profile', argv).map((name) => ['profile', name] as const),
    ...wordsAfter('--only', argv).map((service) => ['only', service.toLowerCase()] as const),
    ...(argv.includes('--all') ? [['targets', 'all'] as const] : []),
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
