import { WriteStream } from 'node:tty';
import { plainText } from './sanitize.ts';
import type { Streams } from './streams.ts';
import { spinnerFrames } from './symbols.ts';
import { wrap } from './wrap.ts';

/** Says what is going on for as long as it takes. */
export interface Spinner {
  /** Changes the text; without one, it says what the services are asked for. */
  show(text?: string): void;
  /** Takes it away; whatever is printed next stands alone. */
  stop(): void;
}

/** What takes no longer is not worth a flicker. */
export const SPINNER_DELAY_MS = 150;
/** The text changes by itself: rows are counted, and waits run out. */
const BETWEEN_TEXTS_MS = 100;
/** Columns of the frame and the space behind it. */
const FRAME_COLUMNS = 2;
/** Stands for what will be drawn in a moment. */
const NOTHING_YET = { start: () => undefined, stop: () => undefined };

/**
 * Shows what is going on, after a moment: as a spinner, or as a line where the terminal has none. Where nobody watches,
 * nothing is shown. ora is loaded only for a spinner.
 */
export function startSpinner(streams: Streams, text?: string): Spinner {
  const { noteStream: stream, columns } = streams;
  // It draws over itself, which not every stream that calls itself a terminal can.
  const canSpin = streams.animated && stream instanceof WriteStream;
  let current = text;
  let isOver = false;
  let changing: NodeJS.Timeout | undefined;
  const delay = setTimeout(() => void start(), SPINNER_DELAY_MS);
  if (canSpin) streams.draw(NOTHING_YET);

  async function start(): Promise<void> {
    if (!canSpin) {
      if (streams.isWatched) streams.info(streams.activity(current));
      return;
    }
    const { default: ora } = await import('ora');
    if (isOver) return;
    const color = streams.noteColor ? 'cyan' : false;
    const spinner = ora({ text: shown(), discardStdin: false, stream, color, spinner: spinnerFrames(streams.unicode) });
    changing = setInterval(() => {
      spinner.text = shown();
    }, BETWEEN_TEXTS_MS);
    streams.draw(spinner);
  }

  function shown(): string {
    const words = plainText(streams.activity(current));
    return wrap(streams.unicode ? words : words.replaceAll('…', '...'), columns && columns - FRAME_COLUMNS);
  }

  return {
    show(next) {
      current = next;
    },
    stop() {
      isOver = true;
      clearTimeout(delay);
      clearInterval(changing);
      if (canSpin) streams.draw(undefined);
    },
  };
}

/** Shows what is going on while some work is done. */
export async function withSpinner<T>(streams: Streams, text: string, work: () => Promise<T>): Promise<T> {
  const spinner = startSpinner(streams, text);
  return work().finally(spinner.stop);
}
