import { durationInWords } from '../text/duration.ts';
import type { Wait } from './rate-limiter.ts';

/**
 * Says that a run waits for a rate limit.
 *
 * @param service its name
 * @param limit what the limit is, such as `120 requests a minute per API key`
 */
export function rateLimitNotice(service: string, limit: string, { milliseconds, isAtMost }: Wait): string {
  const duration = durationInWords(milliseconds);
  const wait = isAtMost ? `Waiting up to ${duration}` : `Continuing in ${duration}`;
  return `${service}'s rate limit is reached (${limit}). ${wait}. Ctrl-C stops.`;
}
