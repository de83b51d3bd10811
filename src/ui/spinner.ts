import { WriteStream } from 'node:tty';
import { plainText } from './sanitize.ts';
import type { Streams } from './streams.ts';
import { spinnerFrames } from './symbols.ts';
import { wrap } from './wrap.ts';

/** Says what is going on for as long as it takes. */
export interface Spinner {
  /** Changes the text. */
  show(text: string): void;
  /** Takes it away; whatever is printed next stands alone. */
  stop(): void;
}

/** What takes no longer is not worth a flicker. */
export const SPINNER_DELAY_MS = 150;
/** Columns of the frame and the space behind it. */
const FRAME_COLUMNS = 2;

/** Whether a spinner can be drawn: it draws over itself, which not every stream that calls itself a terminal can. */
function canSpin(streams: Streams): boolean {
  return streams.animated && streams.noteStream instanceof WriteStream;
}

/** Shows what is going on, after a moment: as a spinner, or as a line where the terminal has none. ora is loaded only for a spinner. */
export function startSpinner(streams: Streams, text: string): Spinner {
  const { noteStream: stream, columns } = streams;
  const fitted = (shown: string) => wrap(plainText(shown), columns && columns - FRAME_COLUMNS);
  let current = text;
  let change: ((shown: string) => void) | undefined;
  let isOver = false;

  async function start(): Promise<void> {
    if (!canSpin(streams) || !(stream instanceof WriteStream)) {
      streams.info(current);
      return;
    }
    const { default: ora } = await import('ora');
    if (isOver) return;
    const color = streams.noteColor ? 'cyan' : false;
    const spinner = ora({ discardStdin: false, stream, color, spinner: spinnerFrames(streams.unicode) });
    change = (shown) => {
      spinner.text = fitted(streams.unicode ? shown : shown.replaceAll('…', '...'));
    };
    change(current);
    streams.draw(spinner);
  }

  const timer = setTimeout(() => void start(), SPINNER_DELAY_MS);
  return {
    show(next) {
      current = next;
      change?.(next);
    },
    stop() {
      isOver = true;
      clearTimeout(timer);
      if (change) streams.draw(undefined);
    },
  };
}
