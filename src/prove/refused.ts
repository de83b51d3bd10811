import { ApiError } from '../errors/api-error.ts';

/** Answers with which a service refuses the content of a request, not the permission for it. */
const REFUSALS = [400, 409, 422];

/** For `catch`: returns undefined if the service refuses the content of a request, and rethrows any other error. */
export function ifRefused(error: unknown): undefined {
  if (error instanceof ApiError && REFUSALS.includes(error.status ?? 0)) return undefined;
  throw error;
}
