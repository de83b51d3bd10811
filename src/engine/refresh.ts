import {
  type Ambiguity,
  type Duplicate,
  type Identification,
  type Resource,
  type Search,
  type StoredRow,
  type Unreadable,
  Vanished,
  type World,
} from './resource.ts';

/** The result of reading both services. */
export interface Refreshed<W extends World> {
  readonly state: W['state'];
  /** What a person has to decide first. If there are any, `state` is incomplete. */
  readonly ambiguities: readonly Ambiguity[];
  /** Other rows that do the work of ours. */
  readonly duplicates: readonly Duplicate[];
  /** Other rows that could not be read. */
  readonly unreadable: readonly Unreadable[];
  /** Other people's rows with the name of our resource, if its names are unique; by resource. */
  readonly taken: { readonly [key: string]: readonly StoredRow[] | undefined };
}

/** A row that is listed this often but can't be read is not just being removed at the moment. */
const MAX_TRIES = 3;

/**
 * Finds the rows of all resources. Every search starts immediately and waits for the rows it needs, so independent
 * reads run in parallel.
 *
 * @throws ApiError; CliError if a row is still listed but can never be read
 */
export function refresh<W extends World>(
  resources: readonly Resource<W>[],
  accounts: W['accounts'],
  isFirst = true,
): Promise<Refreshed<W>> {
  return withoutVanishing(async (isFirstTry) => {
    const ambiguities: Ambiguity[] = [];
    const duplicates: Duplicate[] = [];
    const unreadable: Unreadable[] = [];
    const taken: Record<string, readonly StoredRow[]> = {};
    const found = new Map<string, Promise<StoredRow | undefined>>();
    const identification: Identification = {
      isFirst: isFirst && isFirstTry,
      choose(ambiguity) {
        ambiguities.push(ambiguity);
        return undefined;
      },
      duplicate(duplicate) {
        duplicates.push(duplicate);
      },
      unreadable(row) {
        unreadable.push(row);
      },
    };
    const identity = identityOnce<W>(accounts, identification);
    const searchFor = (resource: Resource<W>): Search<W> => ({
      ...identification,
      accounts,
      identity,
      get: typedGet<W>(rowOf),
      taken(rows) {
        taken[resource.key] = rows;
      },
    });
    function rowOf(key: string): Promise<StoredRow | undefined> {
      const known = found.get(key);
      if (known) return known;
      const resource = resources.find((each) => each.key === key);
      const row = resource ? resource.find(searchFor(resource)) : Promise.resolve(undefined);
      found.set(key, row);
      return row;
    }
    const rows = await Promise.all(resources.map(async ({ key }) => [key, await rowOf(key)] as const));
    return { state: stateOf<W>(rows), ambiguities, duplicates, unreadable, taken };
  });
}

/** Starts to identify our rows on the first call. */
export function identityOnce<W extends World>(accounts: W['accounts'], search: Identification): Search<W>['identity'] {
  let identity: W['identity'];
  return () => {
    identity ??= accounts.identify(search);
    return identity;
  };
}

/** Adds types: each row is found by the resource of its key, so it has the type the state declares for that key. */
export function typedGet<W extends World>(get: (key: string) => Promise<StoredRow | undefined>): Search<W>['get'] {
  return get as Search<W>['get'];
}

/** Creates a state from the rows that exist. */
export function stateOf<W extends World>(rows: readonly (readonly [string, StoredRow | undefined])[]): W['state'] {
  // Each row was found by the resource of its key, so it has the type the state declares.
  return Object.fromEntries(rows.filter(([, row]) => row !== undefined)) as W['state'];
}

/** Returns the state with one row replaced or removed. */
export function withRow<W extends World>(state: W['state'], key: string, row: StoredRow | undefined): W['state'] {
  return stateOf<W>([...Object.entries<StoredRow | undefined>(state).filter(([name]) => name !== key), [key, row]]);
}

/** Reads again if a row disappears during the read. A row that is still listed but never found is an error. */
export async function withoutVanishing<T>(read: (isFirst: boolean) => Promise<T>): Promise<T> {
  const tries = new Map<string, number>();
  for (;;) {
    try {
      return await read(tries.size === 0);
    } catch (error) {
      if (!(error instanceof Vanished)) throw error;
      const count = (tries.get(error.row) ?? 0) + 1;
      if (count === MAX_TRIES) throw error.lasting;
      tries.set(error.row, count);
    }
  }
}
