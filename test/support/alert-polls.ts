import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Seconds between two polls for an alert. */
export const SECONDS_PER_POLL = 10;

/** Returns a clock that advances only with each poll for an alert, so that time passes without sleeping. */
export function pollClock(sandbox: Sandbox): () => number {
  const start = Date.now();
  return () => start + alertPolls(sandbox) * SECONDS_PER_POLL * 1000;
}

/** Returns how often alerts were polled. */
export function alertPolls({ requests }: Sandbox): number {
  return requests.filter(({ method, path }) => method === 'GET' && path === '/api/alerts').length;
}
