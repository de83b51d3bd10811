import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import { fileErrorMessage, isSystemError } from '../errors/system-error.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import { createFolder } from '../fs/create-folder.ts';
import { parseJson } from '../text/json.ts';

const entrySchema = z.object({
  /** The kind of resource, such as `method`. */
  kind: z.string(),
  name: z.string(),
  /** Missing until the service has answered. */
  id: z.union([z.number(), z.string()]).optional(),
});

const runSchema = z.object({
  /** The start of the name of everything that the run creates. */
  mark: z.string(),
  /** ISO 8601 in UTC. */
  startedAt: z.string(),
  /** The URLs of the two accounts. */
  halo: z.string(),
  ilert: z.string(),
  /** The ID of its process, on this machine. */
  processId: z.number(),
  entries: z.array(entrySchema),
});

/** What a run of `prove` has created in two accounts and not yet removed. Never a secret. */
export type ProveRun = z.infer<typeof runSchema>;
export type LedgerEntry = Readonly<ProveRun['entries'][number]>;

/**
 * The file that remembers what a run of `prove` creates. Each entry is on the disk before its request is sent, so that
 * a run that is killed at any time can be cleaned up.
 */
export interface ProveLedger {
  readonly mark: string;
  readonly entries: readonly LedgerEntry[];
  /** A resource is about to be created. @throws LedgerError: then nothing may be sent */
  announce(kind: string, name: string): Promise<LedgerEntry>;
  /** The service has created it, with this ID, and the name as stored. */
  created(entry: LedgerEntry, row: { readonly id: number | string; readonly name: string }): Promise<LedgerEntry>;
  /** It does not exist: it was refused, or has been removed. */
  forget(entry: LedgerEntry): Promise<void>;
  /** Removes the file. */
  discard(): Promise<void>;
}

const FOLDER = 'prove';

/** What names of created resources begin with; eight random hexadecimal digits follow. */
export const MARK = 'ilert-haloitsm prove';

/** The ledger can't be written, so nothing may be created: exit 2. */
export class LedgerError extends CliError {
  constructor(path: string, cause: unknown) {
    super({
      code: 'file-unwritable',
      message: `Created resources can't be recorded in ${path}: ${fileErrorMessage(cause)}. Nothing more is created.`,
      hint: 'Make that folder writable, or set ILERT_HALOITSM_HOME to another one.',
      exitCode: ExitCode.usage,
      cause,
    });
    this.name = 'LedgerError';
  }
}

/**
 * Begins a ledger for two accounts.
 *
 * @param folder where this program saves its state
 * @param machine the time in milliseconds since 1970, and the ID of this process
 * @throws LedgerError
 */
export async function openLedger(
  folder: string,
  accounts: Pick<ProveRun, 'halo' | 'ilert'>,
  { now, processId }: { readonly now: number; readonly processId: number },
): Promise<ProveLedger> {
  const suffix = randomBytes(4).toString('hex');
  const mark = `${MARK} ${suffix}`;
  const run = { mark, startedAt: new Date(now).toISOString(), processId, ...accounts };
  const path = join(folder, FOLDER, `${suffix}.json`);
  try {
    await createFolder(join(folder, FOLDER), 0o700);
    await writeFileAtomically(path, JSON.stringify({ ...run, entries: [] }));
  } catch (error) {
    throw new LedgerError(path, error);
  }
  return ledgerAt(path, run, []);
}

/** Continues the ledger of a run that has not ended well. */
export function reopenLedger(folder: string, { entries, ...run }: ProveRun): ProveLedger {
  return ledgerAt(join(folder, FOLDER, `${run.mark.slice(MARK.length + 1)}.json`), run, entries);
}

/**
 * Returns the runs that this machine remembers because they have not ended or have left something, the oldest first.
 *
 * @throws LedgerError if the folder can't be read
 */
export async function unfinishedRuns(folder: string): Promise<ProveRun[]> {
  const names = await readdir(join(folder, FOLDER)).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return [];
    throw new LedgerError(join(folder, FOLDER), error);
  });
  const texts = names
    .filter((name) => /^[\da-f]{8}\.json$/.test(name))
    .map((name) => readTextFile(join(folder, FOLDER, name), { pipeTimeout: 0 }).catch(() => ''));
  // A file that somebody has edited may contain anything.
  const runs = (await Promise.all(texts)).flatMap((text) => runSchema.safeParse(parseJson(text)).data ?? []);
  return runs.sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

function ledgerAt(path: string, run: Omit<ProveRun, 'entries'>, known: readonly LedgerEntry[]): ProveLedger {
  let entries = [...known];
  /** Writes are sequential: of two at the same time, the older might be the last. */
  let saved: Promise<void> = Promise.resolve();
  const save = () => {
    saved = saved
      .catch(() => undefined)
      .then(() => writeFileAtomically(path, JSON.stringify({ ...run, entries })))
      .catch((error: unknown) => {
        throw new LedgerError(path, error);
      });
    return saved;
  };
  return {
    mark: run.mark,
    get entries() {
      return entries;
    },
    async announce(kind, name) {
      const entry = { kind, name };
      entries.push(entry);
      await save();
      return entry;
    },
    async created(entry, row) {
      const created = { kind: entry.kind, ...row };
      entries = entries.map((each) => (each === entry ? created : each));
      await save();
      return created;
    },
    async forget(entry) {
      entries = entries.filter((each) => each !== entry);
      await save();
    },
    async discard() {
      await saved.catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}
