import type { Match } from '../engine/match.ts';
import { type Id, type Intent, type Search, type StoredRow, Vanished, type World } from '../engine/resource.ts';
import { ApiError } from '../errors/api-error.ts';
import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { CutList } from './halo/cut-list.ts';
import type { IntegrationResource, Service } from './integration.ts';

type Named = Pick<IntegrationResource, 'key' | 'title' | 'service' | 'isUniquelyNamed'>;

const SERVICE_NAMES: Readonly<Record<Service, string>> = { ilert: 'ilert', halo: 'Halo' };

/** What was matched; of several, what the search takes. */
export function chosen<Row extends StoredRow>(
  match: Match<Row>,
  search: Pick<Search<World>, 'choose'>,
): Row | undefined {
  return 'row' in match ? match.row : search.choose(match.ambiguity);
}

/** What might be ours can't be addressed: made again, there would be two of it. */
export function withoutId({ service, title }: Pick<Named, 'service' | 'title'>, like: string): CliError {
  return new CliError({
    message: `${SERVICE_NAMES[service]} returned the ${title} ${like} without a usable ID.`,
    hint: 'Nothing was changed. Open it in the product: if it exists and looks right, please report this.',
    exitCode: ExitCode.failed,
  });
}

/** A row that was removed is no longer answered with 200; with what else is not known (fact `halo-deletions`). */
function isGone(error: unknown): error is ApiError {
  return error instanceof ApiError && [400, 404, 410].includes(error.status ?? 0);
}

/** The row, or undefined where it is gone. */
export function unlessGone<T>(row: Promise<T>): Promise<T | undefined> {
  return row.catch((error: unknown) => {
    if (!isGone(error)) throw error;
    return undefined;
  });
}

/** The row, which has just been listed. @throws Vanished where it is gone meanwhile */
export function listed<T>({ key, title, service }: Named, id: Id, row: Promise<T>): Promise<T> {
  return row.catch((error: unknown) => {
    if (!isGone(error)) throw error;
    const user = service === 'ilert' ? 'the API key' : 'the API application';
    const problem = {
      message: `The ${title} is listed but can't be read: ${error.message}`,
      hint: `It may not be visible to the user of ${user}: check its role, or choose another name in the settings.`,
    };
    const lasting = new ApiError(problem, ExitCode.failed, { status: error.status, cause: error });
    throw new Vanished(`${key}:${id}`, lasting);
  });
}

/** What may be forbidden, or not be understood: then there is nothing. */
export function ifReadable<T>(rows: Promise<T>, otherwise: T): Promise<T> {
  return rows.catch((error: unknown) => {
    if (error instanceof ApiError) return otherwise;
    throw error;
  });
}

/**
 * All rows of a kind. Where the list is cut and ours is not among what it shows, ours may still be known by an id.
 *
 * @param ids those that ours may have: of an earlier run, or of `--adopt`
 * @throws CutList where it is not known either: it may exist all the same
 */
export async function listOrKnown<Row>(
  ids: readonly Id[],
  isThere: (rows: readonly Row[]) => boolean,
  list: (isThere: (rows: readonly Row[]) => boolean) => Promise<Row[]>,
  read: (id: Id) => Promise<Row | undefined>,
): Promise<Row[]> {
  return list(isThere).catch(async (error: unknown) => {
    if (!(error instanceof CutList)) throw error;
    const rows = (await Promise.all(ids.map(read))).filter((row) => row !== undefined);
    if (!isThere(rows)) throw error;
    return rows;
  });
}

/** A row that is ours can't get a name that another one has: nobody could tell them apart by it. */
export function nameTaken(
  { title }: Named,
  { action, name, fields }: Intent,
  taken: readonly StoredRow[],
  flag: string,
): Problem[] {
  if (action !== 'update' || !fields.some(({ field }) => field === 'name')) return [];
  return taken.map(({ id }) => ({
    message: `The ${title} can't be renamed to "${name}": another one (ID ${id}) already has this name.`,
    hint: `Choose another name with ${flag}, or rename the other one.`,
  }));
}
