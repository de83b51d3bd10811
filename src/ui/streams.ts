import { type Environment, isCi } from '../env/environment.ts';
import type { Redactor } from '../secret/redactor.ts';
import { plainText, withoutCommands } from './sanitize.ts';
import { terminalWidth, wrapProse } from './wrap.ts';

/** As much of a stream as this program needs. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Whether it is a file of this program's own, which has no colours. */
  readonly isFile?: true;
  readonly columns?: number;
  readonly rows?: number;
}

/** How much is printed, and how. */
export interface OutputOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False with --no-color. */
  readonly color: boolean;
}

/** What is drawn over itself, such as a spinner: whatever is printed meanwhile stands above it. */
export interface Drawn {
  stop(): unknown;
  start(): unknown;
}

/** Where results and everything else are printed, all of it redacted, and wrapped at words where it is a terminal. */
export interface Streams {
  /** The result, alone on standard output. */
  result(text: string): void;
  /** A result that programs read, such as JSON: it is not wrapped. */
  document(text: string): void;
  /** What happens, to standard error; silent with --quiet. */
  info(text: string): void;
  /** What the person should know though nothing failed: printed like `info`, and part of the JSON document. Whole sentences. */
  note(text: string): void;
  /** The notes of this run so far, redacted. */
  readonly notes: readonly string[];
  /** What is printed even with --quiet: errors and questions. */
  warn(text: string): void;
  /** Details, only with --verbose. */
  debug(text: string): void;
  readonly resultColor: boolean;
  /** Width of the terminal behind standard output; undefined where there is none. */
  readonly resultColumns: number | undefined;
  readonly noteColor: boolean;
  /** What is drawn on the terminal from now on; undefined ends it. */
  draw(drawn: Drawn | undefined): void;
  /** Whether something is drawn, which shows what goes on. */
  isDrawing(): boolean;
  /** What a spinner shows at the moment: what the run is waiting for. @param text what its caller shows */
  activity(text?: string): string;
  /** Standard error itself, for a spinner, which prints no text of a service. */
  readonly noteStream: OutputStream;
  /** Width of the terminal behind standard error; undefined where there is none. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Whether a person sees standard error at once, and wants to. */
  readonly isWatched: boolean;
  /** Whether standard error can show a spinner. */
  readonly animated: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}

interface Parts {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly redactor: Redactor;
  readonly options: OutputOptions;
  readonly unicode?: boolean;
  readonly activity?: Streams['activity'];
}

/** Prints a text: wrapped at words where it is a terminal, and no command to a CI system. */
export function printTo(stream: OutputStream, text: string, columns = terminalWidth(stream)): void {
  stream.write(`${withoutCommands(wrapProse(text, columns))}\n`);
}

/** Sets both streams up for the options and for the terminal. */
export function createStreams({
  stdout,
  stderr,
  env,
  redactor,
  options,
  unicode = true,
  activity = (text = '') => text,
}: Parts): Streams {
  let drawn: Drawn | undefined;
  const print = (stream: OutputStream, text: string, columns = terminalWidth(stream)) => {
    const redacted = redactor.redact(unicode || !stream.isTTY ? text : inAscii(text));
    const plain = isColored(stream, env, options) ? plainTextInColor(redacted) : plainText(redacted);
    drawn?.stop();
    printTo(stream, plain, columns);
    drawn?.start();
  };
  const notes: string[] = [];
  const isWatched = stderr.isTTY === true && !options.quiet && !isCi(env);
  const info = (text: string) => options.quiet || print(stderr, text);
  return {
    result: (text) => print(stdout, text),
    document: (text) => print(stdout, text, 0),
    info,
    note(text) {
      notes.push(redactor.redact(text));
      info(`Note: ${text}`);
    },
    notes,
    warn: (text) => print(stderr, text),
    debug: (text) => options.verbose && print(stderr, text),
    draw(next) {
      drawn?.stop();
      drawn = next;
      drawn?.start();
    },
    isDrawing: () => drawn !== undefined,
    activity,
    resultColor: isColored(stdout, env, options),
    get resultColumns() {
      return terminalWidth(stdout);
    },
    noteColor: isColored(stderr, env, options),
    noteStream: stderr,
    // A terminal can be resized while the program runs.
    get columns() {
      return stderr.columns;
    },
    get rows() {
      return stderr.rows;
    },
    isWatched,
    // On a terminal of width 0 (`docker run -t` without a size) ora would count lines without end.
    animated: isWatched && stderr.columns !== 0 && env.TERM !== 'dumb',
    unicode,
  };
}

/** Replaces the punctuation of our own messages that an ASCII terminal can't show. */
function inAscii(text: string): string {
  const lines = text.replaceAll('─', '-').replaceAll('│', '|').replaceAll('└', '`');
  const symbols = lines.replaceAll('✔', '+').replaceAll('✘', 'x').replaceAll('→', '->');
  return symbols.replaceAll('…', '...').replace(/[“”]/g, '"');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with one
const COLOR = /(\u001b\[\d+m)/;

function plainTextInColor(text: string): string {
  return text
    .split(COLOR)
    .map((part, index) => (index % 2 === 1 ? part : plainText(part)))
    .join('');
}

/** Colour is for terminals that have it, unless it is switched off (no-color.org); FORCE_COLOR turns it on elsewhere. */
function isColored(stream: OutputStream, env: Environment, { color }: OutputOptions): boolean {
  if (!color || env.NO_COLOR || stream.isFile) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
