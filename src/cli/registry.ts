import { apply } from '../commands/apply.ts';
import { completion } from '../commands/completion.ts';
import { destroy } from '../commands/destroy.ts';
import { exportFiles } from '../commands/export.ts';
import { init } from '../commands/init.ts';
import { plan } from '../commands/plan.ts';
import { prove } from '../commands/prove.ts';
import { sandbox } from '../commands/sandbox.ts';
import { schema } from '../commands/schema.ts';
import { setup } from '../commands/setup.ts';
import { status } from '../commands/status.ts';
import { targets } from '../commands/targets.ts';
import { verify } from '../commands/verify.ts';
import type { CommandResult } from '../reporters/result.ts';
import type { Command } from '../runtime/command.ts';
import type { OptionTable } from '../runtime/options.ts';

/** A command with any options. */
export type AnyCommand = Command<OptionTable, CommandResult>;

/** The command to run if a line is empty or starts with a flag. */
export const DEFAULT_COMMAND: AnyCommand = setup;

/** Every command, in the order of help. */
export const commands: readonly AnyCommand[] = [
  setup,
  init,
  plan,
  apply,
  verify,
  status,
  prove,
  destroy,
  exportFiles,
  targets,
  schema,
  completion,
  sandbox,
];

/** Finds the command of a line, wherever its name or alias is. */
export function commandIn(argv: readonly string[]): AnyCommand | undefined {
  return argv.map(commandOf).find((command) => command !== undefined);
}

/** Finds the command with this name or alias. */
export function commandOf(word: string): AnyCommand | undefined {
  return commands.find(({ name, alias }) => word === name || word === alias);
}
