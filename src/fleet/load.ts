import type { Invocation } from '../cli/invocation.ts';
import { CliError, type Problem, usageErrors } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { CREDENTIALS, loadSettings, TO_APPLY } from '../runtime/load-settings.ts';
import type { Target } from './target.ts';
import { contextAmongOthers } from './target-context.ts';

/**
 * The settings of every target, checked before anything is done for the first.
 *
 * @throws Fault, exit 2, with every problem of every target; what is wrong for all of them is told once
 */
export async function settingsOfTargets(
  context: Context,
  names: readonly string[],
  { command, extra, flags }: Invocation,
): Promise<Target[]> {
  const needed = extra.offline === true ? [] : command === 'destroy' ? CREDENTIALS : TO_APPLY;
  const targets: Target[] = [];
  const problems = new Map<string, { problem: Problem; of: string[] }>();
  for (const name of names) {
    try {
      // Each run tells where its settings came from.
      const own = contextAmongOthers(silent(context), name, () => undefined);
      targets.push({ name, settings: (await loadSettings(own, flags, needed)).settings });
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      for (const problem of error.problems) {
        const told = problems.get(problem.message) ?? { problem, of: [] };
        told.of.push(name);
        problems.set(problem.message, told);
      }
    }
  }
  if (problems.size > 0) throw usageErrors([...problems.values()].map(({ problem, of }) => forTargets(problem, of)));
  return targets;
}

function forTargets({ message, ...more }: Problem, names: readonly string[]): Problem {
  const whom = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return { message: `${whom}: ${message}`, ...more };
}

function silent(context: Context): Context {
  return { ...context, streams: { ...context.streams, debug: () => undefined } };
}
