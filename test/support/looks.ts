import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Seconds that pass between two looks for an alert. */
export const SECONDS_A_LOOK = 10;

/** A clock that stands still but for the looks for an alert: time goes by without anybody sleeping. */
export function clockOfLooks(sandbox: Sandbox): () => number {
  const start = Date.now();
  return () => start + looksAt(sandbox) * SECONDS_A_LOOK * 1000;
}

/** How often alerts have been looked for. */
export function looksAt({ requests }: Sandbox): number {
  return requests.filter(({ method, path }) => method === 'GET' && path === '/api/alerts').length;
}
