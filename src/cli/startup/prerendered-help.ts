import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HelpPage, layOut } from './help-page.ts';

/** The page that lists the commands; the others have their command's name, which contains no dash. */
export const ALL_COMMANDS = 'all-commands';

/** The page about the settings, and the word after `--help` that requests it. */
export const SETTINGS = 'settings';

/**
 * Returns the output of a command line that asks only for help or the version, without the code that reads command
 * lines: that takes longer to load than everything it prints. Undefined if the line asks for more, or nothing is
 * prerendered.
 *
 * @param columns the width of the terminal; undefined if there is none
 * @param folder of the pages that the build has made, each as text and as JSON
 */
export function prerenderedText(
  argv: readonly string[],
  version: () => string,
  columns: () => number | undefined,
  folder: string,
): string | undefined {
  if (argv.length === 1 && ['-V', '--version'].includes(argv[0] ?? '')) return `${version()}\n`;
  const name = pageName(argv);
  return name === undefined ? undefined : readHelp(join(folder, name), columns());
}

/** Whether a line asks for the page about the settings: `apply --help settings`, `help settings`. */
export function asksForSettings(argv: readonly string[]): boolean {
  const [first] = argv;
  const isAfterHelp = argv.some((word, index) => isHelpFlag(word) && argv[index + 1] === SETTINGS);
  return isAfterHelp || (first === 'help' && argv.length <= 3 && argv.at(-1) === SETTINGS);
}

function pageName(argv: readonly string[]): string | undefined {
  if (asksForSettings(argv)) return SETTINGS;
  if (!isHelpFlag(argv.at(-1))) return undefined;
  if (argv.length === 1) return ALL_COMMANDS;
  const [command = ''] = argv;
  return argv.length === 2 && /^[a-z]+$/.test(command) ? command : undefined;
}

function isHelpFlag(word: string | undefined): boolean {
  return word === '-h' || word === '--help';
}

/** Returns the build's layout, unless there is a terminal, whose width the build can't know. */
function readHelp(path: string, columns: number | undefined): string | undefined {
  try {
    if (columns === undefined) return readFileSync(`${path}.txt`, 'utf8');
    const page: HelpPage = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    return layOut(page, columns);
  } catch {
    return undefined;
  }
}
