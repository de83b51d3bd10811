import type { Id } from '../../engine/resource.ts';
import { ApiError, isOutOfOrder } from '../../errors/api-error.ts';
import { readEach } from '../read-each.ts';
import type { RunbookRow } from './schemas.ts';

/** A runbook that can't be read: this agent may not read it, it has no usable steps, or Halo fails at it. */
export interface UnreadRunbook {
  readonly id: Id;
  readonly reason: ApiError;
}

/** Runbooks with their steps. */
export interface ReadRunbooks {
  /** Those that can be read, in the order of their ids. */
  readonly rows: readonly RunbookRow[];
  /** The others. */
  readonly unread: readonly UnreadRunbook[];
}

/**
 * Runbooks with their steps, which no list shows, so each is read by itself.
 *
 * @param read reads one of them
 * @param listen is told how many have been read, and how many there are
 * @throws ApiError where Halo no longer answers
 */
export async function readRunbooks(
  ids: readonly Id[],
  read: (id: Id) => Promise<RunbookRow>,
  listen?: (read: number, total: number) => void,
): Promise<ReadRunbooks> {
  const unread: UnreadRunbook[] = [];
  const readable = (id: Id) =>
    read(id).catch((error: unknown) => {
      unread.push({ id, reason: ofThisOne(error) });
      return undefined;
    });
  const rows = await readEach(ids, readable, listen);
  return { rows: rows.filter((row) => row !== undefined), unread };
}

/** How Halo failed at one of them: what it does, another try may show. */
export function failureIn({ unread }: ReadRunbooks): ApiError | undefined {
  return unread.find(({ reason }) => isOutOfOrder(reason))?.reason;
}

/** @throws ApiError where no other runbook could be read either */
function ofThisOne(error: unknown): ApiError {
  const isOfThisOne = error instanceof ApiError && error.code !== 'api-unreachable' && error.code !== 'rate-limited';
  if (!isOfThisOne) throw error;
  return error;
}
