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
  const log = lineEachTime();
  const lines = streams.animated ? undefined : setInterval(() => streams.info(log(current)), BETWEEN_LINES_MS);
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

/** Words each line of a log; where nothing has happened since the last one, it says for how long. */
function lineEachTime(): (text: string) => string {
  let last: string | undefined;
  let same = 0;
  return (text) => {
    same = text === last ? same + 1 : 0;
    last = text;
    return same === 0 ? text : `${text}, unchanged for ${(same * BETWEEN_LINES_MS) / 1000} s`;
  };
}
