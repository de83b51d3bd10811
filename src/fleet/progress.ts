import { startSpinner } from '../ui/spinner.ts';
import type { Streams } from '../ui/streams.ts';

/** After a longer silence, the run looks as if it hung. */
const BETWEEN_LINES_MS = 30_000;

/** Shows how far a run over many targets has come. */
export interface FleetProgress {
  show(text: string): void;
  stop(): void;
}

/** Shows progress in a spinner or, without one, as an occasional line. */
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

/** Returns a function that words log lines: if nothing has happened since the last one, it says for how long. */
function lineEachTime(): (text: string) => string {
  let last: string | undefined;
  let same = 0;
  return (text) => {
    same = text === last ? same + 1 : 0;
    last = text;
    return same === 0 ? text : `${text}, unchanged for ${(same * BETWEEN_LINES_MS) / 1000} s`;
  };
}
