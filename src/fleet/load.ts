import type { FieldKey } from '../config/settings.ts';
import { CliError, type Problem, usageErrors } from '../errors/cli-error.ts';
import type { CommandInput } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings } from '../runtime/load-settings.ts';
import { contextOf, type Target } from './target.ts';

/** Loads the settings of every target. @throws CliError, exit 2, with every problem; a shared one is reported once */
export async function loadTargets(
  context: Context,
  names: readonly string[],
  flags: CommandInput['flags'],
  required: readonly FieldKey[],
): Promise<Target[]> {
  // Each run reports the sources of its settings, and their notes.
  const streams = { ...context.streams, note: () => undefined, debug: () => undefined };
  const targets: Target[] = [];
  const problems = new Map<string, { problem: Problem; of: readonly string[] }>();
  for (const name of names) {
    try {
      const { settings } = await loadSettings({ ...contextOf(context, name), streams }, flags, required);
      const { displayName, place } = context.shared?.file.targets.get(name) ?? {};
      targets.push({ name, displayName, settings, place });
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      for (const problem of error.problems) {
        const known = problems.get(problem.message);
        const isSamePlace = known?.problem.place?.line === problem.place?.line;
        const place = known && !isSamePlace ? undefined : problem.place;
        problems.set(problem.message, { problem: { ...problem, place }, of: [...(known?.of ?? []), name] });
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
