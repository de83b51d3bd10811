import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HelpPage, layOut } from './help-page.ts';

/** The page that lists the commands; the others are called by their command, which has no dash in its name. */
export const ALL_COMMANDS = 'all-commands';

/** The page about the settings, and the word that follows `--help` to get it. */
export const SETTINGS = 'settings';

/**
 * What a command line prints that asks for help or the version and nothing else: without the code that reads
 * command lines, which takes longer to load than all that is printed. Undefined where the line asks for more, or
 * nothing was made ready.
 *
 * @param columns the width of the terminal; undefined where there is none
 * @param folder of the pages that the build has made, each as a text and as JSON
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

/** As the build has laid it out, unless there is a terminal, whose width the build can't know. */
function readHelp(path: string, columns: number | undefined): string | undefined {
  try {
    if (columns === undefined) return readFileSync(`${path}.txt`, 'utf8');
    const page: HelpPage = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    return layOut(page, columns);
  } catch {
    return undefined;
  }
}
