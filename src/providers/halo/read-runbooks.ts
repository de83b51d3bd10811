import type { Id } from '../../engine/resource.ts';
import { ApiError, isUnavailable } from '../../errors/api-error.ts';
import { readEach } from '../read-each.ts';
import type { RunbookRow } from './schemas.ts';

/** A runbook that can't be read: the agent may not read it, it has no usable steps, or Halo fails at it. */
export interface UnreadRunbook {
  readonly id: Id;
  readonly reason: ApiError;
}

/** Runbooks with their steps. */
export interface ReadRunbooks {
  /** The readable runbooks, in the order of their IDs. */
  readonly rows: readonly RunbookRow[];
  /** The unreadable runbooks. */
  readonly unread: readonly UnreadRunbook[];
}

/**
 * Reads runbooks one by one, since no list includes their steps.
 *
 * @param read reads one of them
 * @param listen called with the number of runbooks read so far, and the total
 * @throws ApiError if Halo no longer answers
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

/** The failure of Halo at one of them. Another attempt may show what that runbook does. */
export function failureIn({ unread }: ReadRunbooks): ApiError | undefined {
  return unread.find(({ reason }) => isUnavailable(reason))?.reason;
}

/** @throws ApiError if no other runbook could be read either */
function ofThisOne(error: unknown): ApiError {
  const isOfThisOne = error instanceof ApiError && error.code !== 'api-unreachable' && error.code !== 'rate-limited';
  if (!isOfThisOne) throw error;
  return error;
}
