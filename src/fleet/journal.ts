import { createHash } from 'node:crypto';
import type { Settings } from '../settings/settings.ts';
import type { RunStore, SavedRun } from '../settings/store.ts';

/** Keeps which targets the last run over a settings file has finished, so that the next one can take it up. */
export interface Journal {
  /** Whether the command keeps none, since it only looks. */
  readonly isNone: boolean;
  /** When the run was begun that is taken up, in milliseconds since 1970; undefined where none is. */
  readonly begun: number | undefined;
  /** Whether that run had finished this target, with these same settings. */
  isFinished(target: string, settings: Settings): boolean;
  /** The run is begun: what was noted before does not hold any more, but for what it takes up. */
  begin(): Promise<void>;
  /** A target has ended well. */
  finished(target: string, settings: Settings): Promise<void>;
  /** All have: there is nothing left to take up. */
  close(): Promise<void>;
}

export interface JournalOptions {
  readonly store: RunStore;
  /** The command with those of its options that make it another run. */
  readonly command: string;
  /** Path of the settings file, from the root. */
  readonly config: string;
  /** Whether the command changes targets: then whatever was proven of them before is to be proven anew. */
  readonly changes: boolean;
  /** Whether the run before is taken up; else its account is begun anew. */
  readonly resume: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told where the account can't be saved: then the run goes on, but can't be taken up. */
  readonly unsaved: () => void;
}

/** After so long too much may have happened elsewhere for its account to be believed. */
const OLDEST = 24 * 60 * 60 * 1000;

/**
 * Reads what the run before has finished. A file has one account of changes, that of the last run: after another
 * command, what was done before it may be undone. Proofs have one of their own.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { store, command, config, changes, resume, now, unsaved } = options;
  const key = changes ? keyOfChanges(config) : keyOfProofs(config);
  const last = resume ? await store.read(key).catch(() => undefined) : undefined;
  const before = last && last.command === command && now() - last.begun < OLDEST ? last : undefined;
  let run: SavedRun = before ?? { command, begun: now(), finished: {} };
  const save = (write: Promise<void>) => write.catch(unsaved);
  return {
    isNone: false,
    begun: before?.begun,
    isFinished: (target, settings) => before?.finished[target] === digestOf(settings),
    async begin() {
      if (!before) await save(store.forget(key));
      if (changes) await save(store.forget(keyOfProofs(config)));
    },
    async finished(target, settings) {
      run = { ...run, finished: { ...run.finished, [target]: digestOf(settings) } };
      await save(store.write(key, run));
    },
    close: () => save(store.forget(key)),
  };
}

/** One target is changed by itself: whatever run had finished it, it is to be run again. */
export async function strikeOut(store: RunStore, config: string, target: string): Promise<void> {
  for (const key of [keyOfChanges(config), keyOfProofs(config)]) {
    const run = await store.read(key);
    if (run?.finished[target] === undefined) continue;
    const { [target]: _, ...finished } = run.finished;
    await store.write(key, { ...run, finished });
  }
}

function keyOfChanges(config: string): string {
  return digest(config);
}

function keyOfProofs(config: string): string {
  return digest(`verify ${config}`);
}

/** It tells nothing of settings but whether they are the same; secrets are not in it, since their JSON hides them. */
function digestOf(settings: Settings): string {
  return digest(JSON.stringify(settings));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
