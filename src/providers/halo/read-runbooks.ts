import type { Id } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { RunbookRow } from './schemas.ts';

/** So many runbooks are read at the same time. */
const PARALLEL_READS = 8;

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
  listen: (read: number, total: number) => void = () => undefined,
): Promise<RunbookRow[]> {
  const left = ids.entries();
  const rows: (RunbookRow | undefined)[] = [];
  let count = 0;
  const reader = async () => {
    for (const [index, id] of left) {
      rows[index] = await read(id).catch(unlessSilent);
      listen(++count, ids.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
  return rows.filter((row) => row !== undefined);
}

/** Nothing for a runbook that this agent may not read, or that has no usable steps. @throws ApiError where no other could be read either */
function unlessSilent(error: unknown): undefined {
  const isOfThisOne = error instanceof ApiError && error.code !== 'api-unreachable' && error.code !== 'rate-limited';
  if (!isOfThisOne) throw error;
}
