import type { Id } from '../../engine/resource.ts';
import type { Value } from '../../engine/values.ts';
import { ApiError } from '../../errors/api-error.ts';
import { NotSent } from '../../errors/cli-error.ts';
import type { Service } from '../../providers/integration.ts';
import type { Clients } from '../../providers/lookups.ts';
import type { Raw } from '../../providers/row-reader.ts';
import type { LedgerEntry, ProveLedger } from '../../state/prove-ledger.ts';
import { inLowerCase } from '../../text/json.ts';
import { KINDS, type KindName } from './kinds.ts';
import type { Readers } from './readers.ts';
import { idIn, rowIn, rowsIn } from './rows.ts';
import type { LabSettings } from './settings.ts';
import { Unobservable } from './unobservable.ts';

/** Fields of a row to write. */
export type Fields = Readonly<Record<string, Value | readonly Value[] | object>>;

/** A row that an experiment has created. */
export interface Created {
  readonly kind: KindName;
  readonly id: Id;
  readonly name: string;
  /** The answer to its creation, with Halo's field names in lower case. */
  readonly row: Raw;
}

/**
 * Where one experiment works. Everything that it writes goes through `create`, `change` and `remove`, which know what
 * is its own: nothing else in the accounts can be changed. It has no other way to write, since it never gets a client
 * of its own.
 */
export interface Workspace {
  readonly settings: LabSettings;
  /** What it reads with, besides `read` and `rows`. */
  readonly clients: Readers;
  /** Returns a name for something to create, with the run's mark: `ilert-haloitsm prove 1a2b3c4d: method A`. */
  name(what: string): string;
  /** Reads a path below `/api`. @throws ApiError */
  read(service: Service, path: string): Promise<unknown>;
  /** Reads a single row of Halo; empty if the answer is none. Field names are in lower case. @throws ApiError */
  row(path: string): Promise<Raw>;
  /** Reads the rows of a list, or of a page of it. Halo's field names are in lower case. @throws ApiError */
  rows(service: Service, path: string): Promise<Raw[]>;
  /**
   * Creates a row. It is in the ledger before the request is sent.
   *
   * @param fields its name must be from `name`
   * @throws ApiError if it is refused
   */
  create(kind: KindName, fields: Fields): Promise<Created>;
  /**
   * Takes charge of a row that Halo has created together with an own one, such as a method of an imported integration.
   *
   * @param row as read; its name must be from `name`
   */
  claim(kind: KindName, row: Raw): Promise<Created>;
  /**
   * Writes fields of an own row: all of them in ilert, where a PUT replaces. Returns the answer.
   *
   * @param fields a name must be from `name`, so that a clean-up still finds the row
   * @throws ApiError
   */
  change(row: Created, fields: Fields): Promise<Raw>;
  /** @throws ApiError */
  remove(row: Created): Promise<void>;
  /** What the experiment has created and not removed. */
  readonly own: readonly Created[];
  /** Waits. @param seconds on a real account; shorter in tests */
  wait(seconds: number): Promise<void>;
  /** Asks every three seconds until there is something. @returns undefined after the time */
  until<T>(look: () => Promise<T | undefined>, seconds: number): Promise<T | undefined>;
}

/** What all workspaces of a run share. */
export interface WorkspaceOptions {
  readonly settings: LabSettings;
  readonly clients: Clients;
  readonly readers: Readers;
  readonly ledger: ProveLedger;
  /** Keeps a secret from being printed. */
  readonly hide: (secret: string) => void;
  /** Waits for milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Pause between two polls, in seconds: within the rate limits of both services. */
const POLL_PAUSE = 3;

/** Opens the workspace of one experiment. */
export function openWorkspace({ settings, clients, readers, ledger, hide, pause }: WorkspaceOptions): Workspace {
  const own = new Map<Created, LedgerEntry>();

  const request = (service: Service, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, json?: unknown) =>
    clients[service].request(method, path, json);

  const assertOwn = (row: Created): LedgerEntry => {
    const entry = own.get(row);
    if (!entry) throw new TypeError(`${KINDS[row.kind].title} ${row.id} was not created by this experiment`);
    return entry;
  };

  const keep = async (kind: KindName, name: string, row: Raw, entry: LedgerEntry): Promise<Created> => {
    const id = idIn(row);
    if (id === undefined) throw new Unobservable(`A new ${KINDS[kind].title} has no ID.`);
    const created = { kind, id, name, row };
    own.set(created, await ledger.created(entry, { id, name }));
    return created;
  };
  const isOfRun = (name: unknown): name is string => typeof name === 'string' && name.includes(ledger.mark);
  /** The name of a new row as the service stored it: an answer without the run's mark may be about another row. */
  const storedName = async (kind: KindName, row: Raw): Promise<string> => {
    const { service, path, nameField } = KINDS[kind];
    if (isOfRun(row[nameField])) return row[nameField];
    const stored = rowIn(await request(service, 'GET', `${path}/${idIn(row)}`)) ?? {};
    const name = (service === 'halo' ? inLowerCase(stored) : stored)[nameField];
    if (!isOfRun(name))
      throw new Unobservable(`The answer to the creation of a ${KINDS[kind].title} was about another one.`);
    return name;
  };

  return {
    settings,
    clients: readers,
    name: (what) => `${ledger.mark}: ${what}`,
    read: (service, path) => request(service, 'GET', path),
    row: async (path) => inLowerCase(rowIn(await request('halo', 'GET', path)) ?? {}),
    rows: async (service, path) => rowsIn(await request(service, 'GET', path)),
    async create(kind, fields) {
      const { service, path, nameField } = KINDS[kind];
      const name = fields[nameField];
      if (!isOfRun(name) || (fields.id ?? undefined) !== undefined)
        throw new TypeError(`a ${kind} to create has no ID, and a name of this run`);
      const entry = await ledger.announce(kind, name);
      const answer = await request(service, 'POST', path, service === 'halo' ? [fields] : fields).catch(
        async (error: unknown) => {
          const isCertainlyNotDone = error instanceof NotSent || (error instanceof ApiError && !error.maybeDone);
          if (isCertainlyNotDone) await ledger.forget(entry);
          throw error;
        },
      );
      const row = writtenRow(service, answer);
      if (typeof row.integrationKey === 'string') hide(row.integrationKey);
      return keep(kind, await storedName(kind, row), row, entry);
    },
    async claim(kind, row) {
      const name = row[KINDS[kind].nameField];
      if (!isOfRun(name)) throw new TypeError(`a ${kind} without a name of this run belongs to somebody else`);
      return keep(kind, name, row, await ledger.announce(kind, name));
    },
    async change(row, fields) {
      assertOwn(row);
      const { service, path, nameField } = KINDS[row.kind];
      if (nameField in fields && !isOfRun(fields[nameField]))
        throw new TypeError(`a ${row.kind} keeps a name of this run`);
      if (service === 'halo')
        return writtenRow(service, await request(service, 'POST', path, [{ ...fields, id: row.id }]));
      return writtenRow(service, await request(service, 'PUT', `${path}/${row.id}`, fields));
    },
    async remove(row) {
      const entry = assertOwn(row);
      const { service, path } = KINDS[row.kind];
      await request(service, 'DELETE', `${path}/${row.id}`).catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.status !== 404 || error.isPage) throw error;
      });
      own.delete(row);
      // No list surely shows a ticket that is still there, so the ledger remembers it until the end of the run.
      if (row.kind !== 'ticket') await ledger.forget(entry);
    },
    get own() {
      return [...own.keys()];
    },
    wait: (seconds) => pause(seconds * 1000),
    async until(look, seconds) {
      for (let waited = 0; ; waited += POLL_PAUSE) {
        const found = await look();
        if (found !== undefined || waited >= seconds) return found;
        await pause(POLL_PAUSE * 1000);
      }
    },
  };
}

/** The row in the answer to a write. */
function writtenRow(service: Service, body: unknown): Raw {
  const row = rowIn(body);
  if (!row) throw new Unobservable('The answer to a change does not contain what was changed.');
  return service === 'halo' ? inLowerCase(row) : row;
}
