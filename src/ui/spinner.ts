import { WriteStream } from 'node:tty';
import { plainText } from './sanitize.ts';
import type { Streams } from './streams.ts';
import { createStyle } from './style.ts';
import { spinnerFrames } from './symbols.ts';
import { wrap } from './wrap.ts';

/** Shows what is going on as long as some work takes. */
export interface Spinner {
  /** Changes the text; without one, shows what the services are being asked for. */
  show(text?: string): void;
  /** Removes the spinner. */
  stop(): void;
}

/** Shorter work is not worth a flicker. */
export const SPINNER_DELAY_MS = 150;
/** The text changes by itself, as rows are counted and waits run out. */
const BETWEEN_TEXTS_MS = 100;
/** Columns of the frame and the space after it. */
const FRAME_COLUMNS = 2;
/** A placeholder until something is drawn. */
const NOTHING_YET = { start: () => undefined, stop: () => undefined };

/**
 * Shows what is going on, after a moment: as a spinner, or as a line if the terminal can't show one, or not at all if
 * nobody watches. ora is loaded only for a spinner.
 */
export function startSpinner(streams: Streams, text?: string): Spinner {
  const { noteStream: stream, columns } = streams;
  // A spinner redraws itself, which not every stream that claims to be a terminal supports.
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
    const { accent } = createStyle(streams.noteColor);
    const { frames, interval } = spinnerFrames(streams.unicode);
    const spinner = ora({
      text: shown(),
      discardStdin: false,
      stream,
      color: false,
      spinner: { frames: frames.map(accent), interval },
    });
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

/** Shows a spinner during some work. */
export async function withSpinner<T>(streams: Streams, text: string, work: () => Promise<T>): Promise<T> {
  const spinner = startSpinner(streams, text);
  return work().finally(spinner.stop);
}
