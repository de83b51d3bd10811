import { startSpinner } from '../ui/spinner.ts';
import type { Streams } from '../ui/streams.ts';

/** A log in which nothing happens for longer looks as if the run hung. */
const BETWEEN_LINES_MS = 30_000;

/** Shows how far a run over many targets has come. */
export interface FleetProgress {
  show(text: string): void;
  stop(): void;
}

/** Shows it in a spinner, or, where there is none, now and then as a line. */
export function startFleetProgress(streams: Streams, text: string): FleetProgress {
  let current = text;
  const spinner = startSpinner(streams, text);
  const lines = streams.animated ? undefined : setInterval(() => streams.info(current), BETWEEN_LINES_MS);
  return {
    show(next) {
      current = next;
      spinner.show(next);
    },
    stop() {
      clearInterval(lines);
      spinner.stop();
    },
  };
}
