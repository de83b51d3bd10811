import type { ExitCode } from '../errors/cli-error.ts';

/** What a command hands back; `main` prints it, as text or as one JSON document. */
export interface Result {
  readonly exitCode: ExitCode;
  /** For people, to standard output. */
  readonly text: string;
  /** For programs; `formatVersion`, `command` and `ok` are added. None where the command has printed by itself. */
  readonly document?: Readonly<Record<string, unknown>>;
  /** Why the command did not end as wished although there is something to tell. */
  readonly failure?: unknown;
}
