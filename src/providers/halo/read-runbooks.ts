import type { Id } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { readEach } from '../read-each.ts';
import type { RunbookRow } from './schemas.ts';

/** Runbooks with their steps. */
export interface ReadRunbooks {
  /** Those that can be read, in the order of their ids. */
  readonly rows: readonly RunbookRow[];
  /** Set where Halo failed at one of them: it may do what another reading shows. */
  readonly failure?: ApiError | undefined;
}

/**
 * Runbooks with their steps, which no list shows, so each is read by itself; those that can't be read are left out.
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
  let failure: ApiError | undefined;
  const readable = (id: Id) =>
    read(id).catch((error: unknown) => {
      failure ??= failureIn(error);
      return undefined;
    });
  const rows = await readEach(ids, readable, listen);
  return { rows: rows.filter((row) => row !== undefined), failure };
}

/** Nothing for a runbook that this agent may not read, or that has no usable steps. @throws ApiError where no other could be read either */
function failureIn(error: unknown): ApiError | undefined {
  const isOfThisOne = error instanceof ApiError && error.code !== 'api-unreachable' && error.code !== 'rate-limited';
  if (!isOfThisOne) throw error;
  return (error.status ?? 0) >= 500 ? error : undefined;
}
