import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Settings } from '../config/settings.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/create-folder.ts';
import { Secret } from '../secret/secret.ts';
import { parseJson } from '../text/json.ts';

/** A run changes a tenant, or verifies that it works. */
type Purpose = 'change' | 'proof';

/**
 * Records which run last succeeded for each tenant, regardless of who started it with which file, so that a run over
 * many targets can skip those that an unfinished run has completed. Each entry is a separate file, so that simultaneous
 * runs do not overwrite each other's entries. If the journal can't be saved, no target is skipped.
 */
export interface RunJournal {
  /**
   * Whether the last run of this purpose was this command with these settings, and succeeded recently. False if nothing
   * can be removed from the journal, since a later run may have failed and left the entry behind.
   */
  hasSucceeded(command: string, settings: Settings): Promise<boolean>;
  /** A run of this command begins. Until it succeeds, no earlier success counts, even if it fails before any change. */
  recordBegin(command: string, settings: Settings): Promise<void>;
  /** A change begins. Until it succeeds, the tenant's state is unknown, and its verification is out of date. */
  recordChange(settings: Settings): Promise<void>;
  recordSuccess(command: string, settings: Settings): Promise<void>;
}

const entrySchema = z.lazy(() =>
  z.object({
    command: z.string(),
    /** Milliseconds since 1970. */
    at: z.number(),
    salt: z.string(),
    /** A salted digest of all settings, including secrets, which only shows whether they are the same. */
    digest: z.string(),
  }),
);

/** After this time, too much else may have changed. */
const MAX_AGE = 24 * 60 * 60 * 1000;

const NO_JOURNAL: RunJournal = {
  hasSucceeded: async () => false,
  recordBegin: async () => undefined,
  recordChange: async () => undefined,
  recordSuccess: async () => undefined,
};

/** Opens the journal. @param folder undefined if nothing can be saved @param now milliseconds since 1970 */
export function createRunJournal(folder: string | undefined, now: () => number): RunJournal {
  if (folder === undefined) return NO_JOURNAL;
  const journal = join(folder, 'last-runs');
  const pathOf = (purpose: Purpose, settings: Settings) => join(journal, `${tenantOf(settings)}-${purpose}.json`);
  const forget = (purpose: Purpose, settings: Settings) =>
    rm(pathOf(purpose, settings), { force: true }).catch(() => undefined);

  return {
    async hasSucceeded(command, settings) {
      const text = await readTextFile(pathOf(purposeOf(command), settings), { pipeTimeout: 0 }).catch(() => '');
      // A file that somebody has edited may contain anything.
      const entry = entrySchema.safeParse(parseJson(text)).data;
      if (entry?.command !== command) return false;
      const age = now() - entry.at;
      const isValid = age >= 0 && age < MAX_AGE && entry.digest === digestOf(settings, entry.salt);
      return isValid && canRemoveFrom(journal);
    },
    async recordBegin(command, settings) {
      await forget(purposeOf(command), settings);
    },
    async recordChange(settings) {
      for (const purpose of ['proof', 'change'] as const) await forget(purpose, settings);
    },
    async recordSuccess(command, settings) {
      const salt = randomBytes(16).toString('hex');
      const entry: z.infer<typeof entrySchema> = { command, at: now(), salt, digest: digestOf(settings, salt) };
      await createFolder(journal, 0o700)
        .then(() => writeFileAtomically(pathOf(purposeOf(command), settings), JSON.stringify(entry)))
        .catch(() => undefined);
    },
  };
}

/** Whether entries can be removed. Tries it, since permissions don't reveal a read-only file system. */
async function canRemoveFrom(folder: string): Promise<boolean> {
  try {
    await rmdir(await mkdtemp(join(folder, 'removable-')));
    return true;
  } catch {
    return false;
  }
}

function purposeOf(command: string): Purpose {
  return command.startsWith('verify') ? 'proof' : 'change';
}

/** Identifies the integration and its Halo: runs that differ in other settings still change the same one. */
function tenantOf(settings: Settings): string {
  const { 'halo.url': url, 'halo.integrationName': integration, 'halo.runbookName': runbook } = settings;
  if (url === undefined) return hash(JSON.stringify([settings['ilert.endpoint'], settings['alertSource.name']]));
  return hash(JSON.stringify([url?.toLowerCase(), settings['halo.tenant'], integration, runbook]));
}

function digestOf(settings: Settings, salt: string): string {
  const revealed = (value: unknown) => (value instanceof Secret ? value.reveal() : value);
  return hash(salt + JSON.stringify(Object.entries(settings).map(([key, value]) => [key, revealed(value)])));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
