import { type Problem, usageErrors } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { Experiment } from './experiment.ts';
import { experiments } from './experiments/experiments.ts';
import { UNPROVABLE } from './unprovable.ts';

/**
 * Returns the experiments to run, in the order in which they begin.
 *
 * @param only IDs of facts or experiments; all if empty
 * @throws CliError, exit 2, for a name that is neither
 */
export function chooseExperiments(only: readonly string[]): readonly Experiment[] {
  const unknown = only.filter((name) => !experiments.some((each) => isNamed(each, name)));
  if (unknown.length > 0) throw usageErrors(unknown.map(unknownFact));
  return only.length === 0 ? experiments : experiments.filter((each) => only.some((name) => isNamed(each, name)));
}

function unknownFact(name: string): Problem {
  const reason = UNPROVABLE[name];
  if (reason !== undefined) return { message: `No experiment can show "${name}". ${reason}` };
  const names = experiments.flatMap(({ id, facts }) => [id, ...facts]);
  const suggestion = didYouMean(name, names) ?? '';
  const hint = `Use the ID of a fact from docs/facts.md, or one of the experiments: ${experiments.map(({ id }) => id).join(', ')}.`;
  return { message: `No experiment shows "${name}".`, hint: `${suggestion} ${hint}`.trim() };
}

function isNamed({ id, facts }: Experiment, name: string): boolean {
  return id === name || facts.includes(name);
}
