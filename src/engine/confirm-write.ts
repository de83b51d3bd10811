import { ApiError } from '../errors/api-error.ts';
import type { RunOptions } from './events.ts';
import type { Change } from './plan.ts';

const MAX_TRIES = 3;
const PAUSE_BEFORE_LOOKING = 2_000;

/** A change was sent, but it is unknown whether it was carried out. */
export class UnknownOutcome extends Error {
  constructor(cause: unknown) {
    super('unknown outcome', { cause });
    this.name = 'UnknownOutcome';
  }
}

/**
 * Sends a change. If its answer is lost, checks whether it was done before trying again, so that nothing is done twice.
 *
 * @param look returns the result of the change; undefined if it was not done
 * @throws UnknownOutcome if `look` fails too
 */
export async function confirmWrite<T>(
  change: Change,
  send: () => Promise<T>,
  look: () => Promise<T | undefined>,
  { listen, pause }: RunOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      listen({ type: 'lost', change });
      const found = await pause(PAUSE_BEFORE_LOOKING)
        .then(look)
        .catch((cause: unknown) => {
          throw new UnknownOutcome(cause);
        });
      if (found !== undefined) return found;
      if (attempt === MAX_TRIES) throw error;
    }
  }
}

/** Whether the request may have been carried out in spite of the error. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof UnknownOutcome || (error instanceof ApiError && error.maybeDone);
}

/** Whether the service rejected the request because of the state of the row or its parent. */
export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && [400, 404, 409, 410].includes(error.status ?? 0);
}
