import type { SettingsSources } from '../config/sources.ts';
import type { RunOptions } from '../runtime/context.ts';
import type { CommandName } from './registry.ts';

/** A command line, read: what to run, and how. */
export interface Invocation {
  readonly command: CommandName;
  readonly options: RunOptions;
  /** Settings given as flags. */
  readonly flags: SettingsSources['flags'];
  /** Options of this command alone. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** What was typed beside flags, such as a folder. */
  readonly words: readonly string[];
}
