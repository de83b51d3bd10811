import type { RunOptions } from '../context.ts';
import type { Places } from '../settings/sources.ts';

export type CommandName = 'setup' | 'apply' | 'plan' | 'destroy' | 'schema' | 'sandbox';

/** A command line, read: what to run, and how. */
export interface Invocation {
  readonly command: CommandName;
  readonly options: RunOptions;
  /** Settings given as flags. */
  readonly flags: Places['flags'];
  /** Options of this command alone. */
  readonly extra: Readonly<Record<string, unknown>>;
}
