import { type Environment, isCi } from '../env/environment.ts';
import type { Redactor } from '../secret/redactor.ts';
import { plainText, withoutCommands } from './sanitize.ts';
import { terminalWidth, wrapProse } from './wrap.ts';

/** The parts of a stream that this program needs. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Whether it is a file that this program writes, which has no colours. */
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

/** Something that redraws itself, such as a spinner. What is printed meanwhile appears above it. */
export interface LiveDrawing {
  stop(): unknown;
  start(): unknown;
}

/** Prints results and everything else, always redacted, and wrapped at words on a terminal. */
export interface Streams {
  /** The result, alone on standard output. */
  result(text: string): void;
  /** A result for programs, such as JSON, which is not wrapped. */
  document(text: string): void;
  /** What is happening, to standard error; silent with --quiet. */
  info(text: string): void;
  /** What the user should know though nothing failed, in sentences. Printed like `info`, and part of JSON documents. */
  note(text: string): void;
  /** The notes of this run so far, redacted. */
  readonly notes: readonly string[];
  /** Errors and questions, printed even with --quiet. */
  warn(text: string): void;
  /** Details, only with --verbose. */
  debug(text: string): void;
  readonly resultColor: boolean;
  /** Width of the terminal behind standard output, if any. */
  readonly resultColumns: number | undefined;
  readonly noteColor: boolean;
  /** Draws something on the terminal from now on; undefined ends it. */
  draw(drawn: LiveDrawing | undefined): void;
  /** Whether something is being drawn, which shows what is going on. */
  isDrawing(): boolean;
  /** Returns the current text of a spinner: what the run is waiting for. @param text the caller's own */
  activity(text?: string): string;
  /** Standard error itself, for a spinner, which prints no text from a service. */
  readonly noteStream: OutputStream;
  /** Width of the terminal behind standard error, if any. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Whether a person is watching standard error, and wants to. */
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

/** Prints a text, wrapped at words on a terminal, and without commands to a CI system. */
export function printTo(stream: OutputStream, text: string, columns = terminalWidth(stream)): void {
  stream.write(`${withoutCommands(wrapProse(text, columns))}\n`);
}

/** Sets up both streams for the options and the terminal. */
export function createStreams({
  stdout,
  stderr,
  env,
  redactor,
  options,
  unicode = true,
  activity = (text = '') => text,
}: Parts): Streams {
  let drawn: LiveDrawing | undefined;
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
    // On a terminal of width 0 (`docker run -t` without a size) ora would count lines forever.
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

/** Uses colour on terminals that have it, unless disabled (no-color.org); FORCE_COLOR enables it elsewhere. */
function isColored(stream: OutputStream, env: Environment, { color }: OutputOptions): boolean {
  if (!color || env.NO_COLOR || stream.isFile) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
