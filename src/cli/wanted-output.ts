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
  const format = wordAfter('--format', argv)?.toLowerCase() ?? '';
  const file = wordAfter('--output', argv);
  // Whoever adds it to a line wants to read it now.
  const asksForHelp = argv.includes('--help') || argv.includes('-h');
  return {
    format: isFormatName(format) ? format : argv.includes('--json') ? 'json' : 'text',
    file: file === STANDARD_OUTPUT || asksForHelp ? undefined : file,
  };
}

/** Stands for standard output, as with other programs. */
const STANDARD_OUTPUT = '-';

function wordAfter(flag: string, argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = argv[at];
  return word === flag ? argv[at + 1] : word?.slice(flag.length + 1);
}
