import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The build writes them beside its code; beside the sources there are none. */
const FOLDER = new URL('help/', import.meta.url);

/** Of the help that lists the commands; the others are called by their command, which has no dash in its name. */
const HELP_OF_ALL = 'all-commands';

/**
 * What a command line prints that asks for help or the version and nothing else: without the code that reads
 * command lines, which takes longer to load than all that is printed. Undefined where the line asks for more, or
 * nothing was made ready.
 */
export function prerenderedText(argv: readonly string[], version: string): string | undefined {
  const flag = argv.at(-1) ?? '';
  if (argv.length === 1 && ['-V', '--version'].includes(flag)) return `${version}\n`;
  if (!['-h', '--help'].includes(flag)) return undefined;
  if (argv.length === 1) return helpText(HELP_OF_ALL);
  const [command = ''] = argv;
  return argv.length === 2 && /^[a-z]+$/.test(command) ? helpText(command) : undefined;
}

function helpText(name: string): string | undefined {
  try {
    return readFileSync(fileURLToPath(new URL(`${name}.txt`, FOLDER)), 'utf8');
  } catch {
    return undefined;
  }
}
