import type { Hints } from '../../engine/match.ts';
import type { Id, ResourceKey, Row } from '../../engine/resource.ts';
import type { IsThere } from './api.ts';
import { CutList } from './cut-list.ts';

/** How one kind of row is listed, and read by its id; undefined where there is none of that id. */
export interface RowSource {
  readonly list: (isThere: IsThere) => Promise<Row[]>;
  readonly read: (id: Id) => Promise<Row | undefined>;
}

/**
 * All rows of a kind. Where the list is cut and ours is not among what it shows, ours may still be known by an id: of an
 * earlier run, or of `--adopt`.
 *
 * @throws CutList where it is not known either: it may exist all the same
 */
export async function listOrKnown(
  { list, read }: RowSource,
  isThere: (rows: readonly Row[]) => boolean,
  ids: readonly Id[],
): Promise<Row[]> {
  return list(isThere).catch(async (error: unknown) => {
    if (!(error instanceof CutList)) throw error;
    const rows = (await Promise.all(ids.map(read))).filter((row) => row !== undefined);
    if (!isThere(rows)) throw error;
    return rows;
  });
}

/** Ids that may be those of our row. */
export function knownIds(key: ResourceKey, { adopt, remembered }: Hints): Id[] {
  const adopted = adopt.filter((id) => id.startsWith(`${key}:`)).map((id) => id.slice(key.length + 1));
  const known = remembered[key];
  return [...(known ? [known.id] : []), ...adopted];
}
