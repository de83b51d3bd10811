import type { RunOptions } from '../context.ts';
import type { Places } from '../settings/sources.ts';
import type { CommandName } from './table.ts';

/** A command line, read: what to run, and how. */
export interface Invocation {
  readonly command: CommandName;
  readonly options: RunOptions;
  /** Settings given as flags. */
  readonly flags: Places['flags'];
  /** Options of this command alone. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** What was typed beside flags, such as a folder. */
  readonly words: readonly string[];
}
