import type { Invocation } from '../cli/invocation.ts';
import { readSettingsFile } from '../config/sources.ts';
import { type Problem, usageError, usageErrors } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { readStdin } from '../runtime/load-settings.ts';
import { clashesOf } from './conflicts.ts';
import { settingsOfTargets } from './load.ts';
import { chooseTargets } from './select.ts';
import { createShared, type Shared } from './shared.ts';

/** Reads the file and standard input, once for all. */
export async function readShared(context: Context, config: string): Promise<Shared> {
  const file = await readSettingsFile(config, context.system.cwd, context.signal);
  if (file.problems.length > 0) throw usageErrors(file.problems);
  return createShared(file, context.options.secretsStdin ? await readStdin(context) : undefined);
}

/** The chosen targets, once it is known that each can be run and none gets in another's way. */
export async function checkedTargets(
  context: Context,
  invocation: Invocation,
  { config, names }: Chosen,
  shared: Shared,
) {
  const choice = chooseTargets(shared.file, { all: invocation.extra.all === true, names }, config);
  if ('problems' in choice) throw usageErrors(choice.problems);
  const targets = await settingsOfTargets({ ...context, shared }, choice.chosen, invocation);
  const clashes = clashesOf(targets);
  if (clashes.length > 0) throw usageErrors(firstOf(clashes));
  return targets;
}

/** Which targets of which file. */
export interface Chosen {
  readonly config: string;
  readonly names: readonly string[];
}

/** With many targets, one slip is made with all of them. */
function firstOf(problems: readonly Problem[]): Problem[] {
  const rest = problems.length - MOST_TOLD;
  return [...problems.slice(0, MOST_TOLD), ...(rest > 0 ? [{ message: `And ${rest} more of the kind.` }] : [])];
}

const MOST_TOLD = 10;

/** Options that mean something only for one tenant. */
export function refuseWhatIsForOne({ options }: Context, { command, extra }: Invocation): void {
  const given = [
    ...(options.adopt.length > 0 ? ['--adopt'] : []),
    ...(extra.watch ? ['--watch'] : []),
    ...(extra.report ? ['--report'] : []),
    ...(command === 'export' ? ['export'] : []),
  ];
  if (given.length > 0)
    throw usageError(`${given.join(' and ')} can't be for several targets.`, 'Choose one of them by --target NAME.');
}
