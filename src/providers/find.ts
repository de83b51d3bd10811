import type { Match } from '../engine/match.ts';
import { type Id, type Intent, type Search, type StoredRow, Vanished, type World } from '../engine/resource.ts';
import { ApiError } from '../errors/api-error.ts';
import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { TruncatedList } from './halo/cut-list.ts';
import type { IntegrationResource, Service } from './integration.ts';

type Named = Pick<IntegrationResource, 'key' | 'title' | 'service' | 'isUniquelyNamed'>;

const SERVICE_NAMES: Readonly<Record<Service, string>> = { ilert: 'ilert', halo: 'Halo' };

/** Returns the matched row; if several match, the one that the search chooses. */
export function chosen<Row extends StoredRow>(
  match: Match<Row>,
  search: Pick<Search<World>, 'choose'>,
): Row | undefined {
  return 'row' in match ? match.row : search.choose(match.ambiguity);
}

/** A row that may be ours can't be addressed. Creating another would leave two. */
export function withoutId({ service, title }: Pick<Named, 'service' | 'title'>, like: string): CliError {
  return new CliError({
    message: `${SERVICE_NAMES[service]} returned the ${title} ${like} without a usable ID.`,
    hint: 'Nothing was changed. Open it in the product: if it exists and looks right, please report this.',
    exitCode: ExitCode.failed,
  });
}

/** After its deletion, a row no longer returns 200. What it returns instead is unknown (fact `halo-deletions`). */
function isGone(error: unknown): error is ApiError {
  return error instanceof ApiError && [400, 404, 410].includes(error.status ?? 0);
}

/** Returns the row, or undefined if it no longer exists. */
export function unlessGone<T>(row: Promise<T>): Promise<T | undefined> {
  return row.catch((error: unknown) => {
    if (!isGone(error)) throw error;
    return undefined;
  });
}

/** Returns a row that was just listed. @throws Vanished if it has disappeared since */
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

/** Returns the rows, or `otherwise` if they are forbidden or can't be understood. */
export function ifReadable<T>(rows: Promise<T>, otherwise: T): Promise<T> {
  return rows.catch((error: unknown) => {
    if (error instanceof ApiError) return otherwise;
    throw error;
  });
}

/**
 * Returns all rows of a kind. If the list is cut and lacks ours, tries the IDs that ours may have.
 *
 * @param ids from an earlier run or `--adopt`
 * @throws CutList if ours is not among these either, since it may still exist
 */
export async function listOrKnown<Row>(
  ids: readonly Id[],
  isThere: (rows: readonly Row[]) => boolean,
  list: (isThere: (rows: readonly Row[]) => boolean) => Promise<Row[]>,
  read: (id: Id) => Promise<Row | undefined>,
): Promise<Row[]> {
  return list(isThere).catch(async (error: unknown) => {
    if (!(error instanceof TruncatedList)) throw error;
    const rows = (await Promise.all(ids.map(read))).filter((row) => row !== undefined);
    if (!isThere(rows)) throw error;
    return rows;
  });
}

/** Refuses to rename our row to a name that another row has: the name would no longer tell them apart. */
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
