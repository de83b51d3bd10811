import * as apply from '../commands/apply.ts';
import * as completion from '../commands/completion.ts';
import type { RunCommandLine } from '../commands/demo.ts';
import * as destroy from '../commands/destroy.ts';
import * as exporting from '../commands/export.ts';
import * as plan from '../commands/plan.ts';
import * as schema from '../commands/schema.ts';
import * as setup from '../commands/setup.ts';
import * as status from '../commands/status.ts';
import * as verify from '../commands/verify.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';
import type { Invocation } from './invocation.ts';
import { type CommandName, commands } from './registry.ts';

// All that a run needs and help does not, in one piece: many small files take longer to load than a large one.
export { runOverTargets } from '../fleet/run.ts';
export { certificatesProblem } from '../http/extra-certificates.ts';
export { createContext } from '../runtime/context.ts';
export { parseCommandLine } from './program.ts';

/** What a command does. */
export type Run = (context: Context, invocation: Invocation) => Promise<Result>;

const RUNS: Readonly<Record<Exclude<CommandName, 'sandbox'>, Run>> = {
  setup: setup.run,
  apply: apply.run,
  plan: plan.run,
  verify: verify.run,
  status: status.run,
  export: exporting.run,
  completion: completion.run,
  destroy: destroy.run,
  schema: schema.run,
};

/**
 * The code of a command; only the simulators', which is large and seldom needed, is loaded when it is called.
 *
 * @param runCommandLine runs a whole command line, as the demo does
 */
export async function commandOf(name: CommandName, runCommandLine: RunCommandLine): Promise<Run> {
  if (name !== 'sandbox') return RUNS[name];
  const sandbox = await import('../commands/sandbox.ts');
  return (context, invocation) => sandbox.run(context, invocation, runCommandLine);
}

/** The command that a line means, where one of its words is one; for an error in a line that could not be read. */
export function commandIn(argv: readonly string[]): CommandName | undefined {
  return argv.find((word): word is CommandName => commands.some(({ name }) => name === word));
}
