import { createHash } from 'node:crypto';
import type { Settings } from '../settings/settings.ts';
import type { Finished, RunStore } from '../settings/store.ts';

/** Keeps which targets a run has finished, so that a later one can take it up. */
export interface Journal {
  /** Whether the run that is taken up had finished this target, with these same settings. */
  isFinished(target: string, settings: Settings): boolean;
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
  /** Whether the run before is taken up; else its account is begun anew. */
  readonly resume: boolean;
  /** Told where the account can't be saved: then the run goes on, but can't be taken up. */
  readonly unsaved: () => void;
}

/** Reads what the run before has finished. */
export async function openJournal({ store, command, config, resume, unsaved }: JournalOptions): Promise<Journal> {
  const key = digest(`${command} ${config}`);
  const before: Finished = resume ? await store.read(key).catch(() => ({})) : {};
  let all: Finished = before;
  const save = (write: Promise<void>) => write.catch(unsaved);
  if (!resume) await save(store.forget(key));
  return {
    isFinished: (target, settings) => before[target] === digest(JSON.stringify(settings)),
    async finished(target, settings) {
      all = { ...all, [target]: digest(JSON.stringify(settings)) };
      await save(store.write(key, all));
    },
    close: () => save(store.forget(key)),
  };
}

/** Of settings it tells nothing but whether they are the same; secrets are not in it, since their JSON hides them. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
