import { ApiError } from '../../errors/api-error.ts';

/** Statuses of an answer that says: what was sent can't be saved. */
const ABOUT_THE_ROW = [400, 409, 422];

/**
 * Returns the result; undefined if a service refuses what was sent.
 *
 * @throws ApiError for any other failure, such as a missing permission
 */
export async function unlessRefused<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof ApiError && ABOUT_THE_ROW.includes(error.status ?? 0) && !error.isPage) return undefined;
    throw error;
  }
}
