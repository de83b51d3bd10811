import { type Environment, isCi } from '../env/environment.ts';
import type { Redactor } from '../secret/redactor.ts';
import { plainText } from './sanitize.ts';

/** A stream as far as this program needs it; tests give plain ones. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** How the person wants to be spoken to. */
export interface Speech {
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False with --no-color. */
  readonly color: boolean;
}

/** Where results and everything else go, all of it redacted. */
export interface Streams {
  /** The result, and nothing else, to standard output. */
  result(text: string): void;
  /** A word on what happens, to standard error; silent with --quiet. */
  info(text: string): void;
  /** What the person should know though nothing failed: said, and kept for the JSON document. One or more sentences. */
  note(text: string): void;
  /** The notes of this run so far, redacted. */
  readonly notes: readonly string[];
  /** What must be seen even with --quiet: errors and questions. */
  warn(text: string): void;
  /** Details, only with --verbose. */
  debug(text: string): void;
  readonly resultColor: boolean;
  readonly noteColor: boolean;
  /** Standard error itself, for a spinner, which prints nothing of a service's. */
  readonly noteStream: OutputStream;
  /** Size of the terminal that standard error is; undefined where it is none. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Whether standard error can show a spinner. */
  readonly animated: boolean;
  /** Whether terminals show more than ASCII. */
  readonly unicode: boolean;
}

interface Parts {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly redactor: Redactor;
  readonly speech: Speech;
  /** Whether terminals show more than ASCII; without it they do. */
  readonly unicode?: boolean;
}

/** Binds the two streams to the wishes of the person and of the terminal. */
export function createStreams({ stdout, stderr, env, redactor, speech, unicode = true }: Parts): Streams {
  const line = (stream: OutputStream, text: string) =>
    stream.write(`${withoutSteering(redactor.redact(plain(stream, text)), isColored(stream, env, speech))}\n`);
  const plain = (stream: OutputStream, text: string) => (unicode || !stream.isTTY ? text : inAscii(text));
  const notes: string[] = [];
  const info = (text: string) => speech.quiet || line(stderr, text);
  return {
    result: (text) => line(stdout, text),
    info,
    note(text) {
      notes.push(redactor.redact(text));
      info(`Note: ${text}`);
    },
    notes,
    warn: (text) => line(stderr, text),
    debug: (text) => speech.verbose && line(stderr, text),
    resultColor: isColored(stdout, env, speech),
    noteColor: isColored(stderr, env, speech),
    noteStream: stderr,
    // A terminal's size changes while it is used.
    get columns() {
      return stderr.columns;
    },
    get rows() {
      return stderr.rows;
    },
    // A terminal of no width (`docker run -t` without one) makes ora count lines without end.
    animated: stderr.isTTY === true && stderr.columns !== 0 && !speech.quiet && env.TERM !== 'dumb' && !isCi(env),
    unicode,
  };
}

/** The punctuation of this program's own words, for terminals that would show something else. */
function inAscii(text: string): string {
  return text.replaceAll('…', '...').replace(/[“”]/g, '"');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour starts with one
const OUR_COLORS = /(\u001b\[\d+m)/;

/** Nothing reaches the terminal that steers it, but for our own colours. */
function withoutSteering(text: string, color: boolean): string {
  if (!color) return plainText(text);
  return text
    .split(OUR_COLORS)
    .map((part, index) => (index % 2 === 1 ? part : plainText(part)))
    .join('');
}

/** Colour only for a terminal that has it, and where nobody objects (no-color.org); FORCE_COLOR asks for it all the same. */
function isColored(stream: OutputStream, env: Environment, { color }: Speech): boolean {
  if (!color || env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
