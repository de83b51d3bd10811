import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/make-folder.ts';
import { Secret } from '../secret/secret.ts';

/** What a run does: it changes a tenant, or proves that it works. */
export type Purpose = 'change' | 'proof';

/**
 * How the last run for each tenant ended, whoever started it and by whatever file: so that a run over many can leave
 * out those that an unfinished one has done. Each is a file of its own: runs at the same time don't undo each other's
 * notes. Nothing fails where it can't be kept: then no target is left out.
 */
export interface RunJournal {
  /** Whether the last run of this purpose was this command with these settings, ended well, and not long ago. */
  hasSucceeded(command: string, settings: Settings): Promise<boolean>;
  /** A change is begun: from now on nobody knows, and what was proven is to be proven anew. */
  recordStart(settings: Settings): Promise<void>;
  recordSuccess(command: string, settings: Settings): Promise<void>;
}

interface Note {
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly salt: string;
  /** Of all settings, secrets too, with the salt: it tells nothing but whether they are the same. */
  readonly digest: string;
}

/** After so long too much may have happened elsewhere. */
const OLDEST = 24 * 60 * 60 * 1000;

const NOTHING_KEPT: RunJournal = {
  hasSucceeded: async () => false,
  recordStart: async () => undefined,
  recordSuccess: async () => undefined,
};

/** @param folder of the saved profiles; undefined where nothing can be saved. @param now milliseconds since 1970 */
export function createRunJournal(folder: string | undefined, now: () => number): RunJournal {
  if (folder === undefined) return NOTHING_KEPT;
  const home = join(folder, 'last-runs');
  const pathOf = (purpose: Purpose, settings: Settings) => join(home, `${tenantOf(settings)}-${purpose}.json`);
  const forget = (purpose: Purpose, settings: Settings) => rm(pathOf(purpose, settings), { force: true });

  return {
    async hasSucceeded(command, settings) {
      const text = await readTextFile(pathOf(purposeOf(command), settings), { pipeTimeout: 0 }).catch(() => '');
      const note = noteIn(text);
      const age = note ? now() - note.at : -1;
      return note?.command === command && age >= 0 && age < OLDEST && note.digest === digestOf(settings, note.salt);
    },
    async recordStart(settings) {
      await forget('proof', settings).catch(() => undefined);
      await forget('change', settings).catch(() => undefined);
    },
    async recordSuccess(command, settings) {
      const salt = randomBytes(16).toString('hex');
      const note: Note = { command, at: now(), salt, digest: digestOf(settings, salt) };
      const write = async () => {
        await createFolder(home, 0o700);
        await writeFileAtomically(pathOf(purposeOf(command), settings), JSON.stringify(note));
      };
      await write().catch(() => undefined);
    },
  };
}

function purposeOf(command: string): Purpose {
  return command.startsWith('verify') ? 'proof' : 'change';
}

/** Which integration in which Halo: runs with other settings may change it too. */
function tenantOf(settings: Settings): string {
  const { 'halo.url': url, 'halo.integrationName': integration, 'halo.runbookName': runbook } = settings;
  return hash(JSON.stringify([url?.toLowerCase(), settings['halo.tenant'], integration, runbook]));
}

function digestOf(settings: Settings, salt: string): string {
  const opened = (_: string, value: unknown) => (value instanceof Secret ? value.reveal() : value);
  const entries = Object.entries(settings).map(([key, value]) => [key, opened(key, value)]);
  return hash(salt + JSON.stringify(entries));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Whoever may have edited it, what is no note counts as none. */
function noteIn(text: string): Note | undefined {
  try {
    const { command, at, salt, digest } = JSON.parse(text) as Partial<Note>;
    return typeof at === 'number' && command && salt && digest ? { command, at, salt, digest } : undefined;
  } catch {
    return undefined;
  }
}
