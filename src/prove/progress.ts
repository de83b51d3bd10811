import { messageOf } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { capitalized } from '../text/plural.ts';
import { ANSWERS } from './answers.ts';
import type { Experiment } from './experiment.ts';
import { type Finding, isBug } from './run-experiments.ts';

/** Shows the progress of experiments. @param count of all of them @param show replaces the line of progress */
export function progressOf({ streams, signal }: Context, count: number, show: (text: string) => void) {
  let ended = 0;
  return {
    onBegin: ({ title }: Experiment) => show(`${ended + 1} of ${count}: ${title}…`),
    onEnd({ title }: Experiment, findings: readonly Finding[]) {
      ended += 1;
      if (!signal.aborted) streams.info(`${capitalized(title)}: ${inWords(findings)}`);
    },
    /** The message may contain texts from the account, so it is not part of the report. */
    onFailure({ title }: Experiment, error: unknown) {
      if (isBug(error)) streams.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
      streams.info(`${capitalized(title)}: ${messageOf(error)}`);
    },
  };
}

function inWords(findings: readonly Finding[]): string {
  const words = ANSWERS.toReversed().flatMap((answer) => {
    const count = findings.filter((each) => each.answer === answer).length;
    return count === 0 ? [] : [`${count} ${answer}`];
  });
  return words.join(', ');
}
