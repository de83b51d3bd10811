import { describe, expect, it } from 'vitest';
import { readRunbooks } from '../../../src/providers/halo/read-runbooks.ts';
import { type Loopback, loopback, type Reply } from '../../support/loopback.ts';
import { haloAt } from '../../support/wire.ts';

const GUIDS = Array.from(
  { length: 30 },
  (_, index) => `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
);

/** Creates a Halo with runbooks. @param detail answers for the runbook at an index */
function halo(detail: (index: number) => Reply): Promise<Loopback> {
  return loopback(({ url }) => {
    const { pathname } = new URL(url, 'http://x');
    if (pathname === '/api/AuthInfo') return { status: 404 };
    if (pathname === '/auth/token') return { body: { access_token: 'token', expires_in: 3600 } };
    return detail(GUIDS.indexOf(pathname.slice('/api/Webhook/'.length)));
  });
}

const withSteps = (index: number): Reply => ({
  body: { id: GUIDS[index], name: `Runbook ${index}`, type: 1, steps: [{ step_id: 1, steptype: 3 }] },
});

function readAt(origin: string) {
  const client = haloAt(origin);
  return readRunbooks(GUIDS, client.runbook);
}

describe('runbooks that are read with their steps', () => {
  it('come in the order of their ids', async () => {
    const { origin } = await halo(withSteps);
    const { rows } = await readAt(origin);
    expect(rows.map(({ name }) => name)).toEqual(GUIDS.map((_, index) => `Runbook ${index}`));
    expect(rows.every(({ steps }) => Array.isArray(steps) && steps.length === 1)).toBe(true);
  });

  it('come without those that cannot be read or have no usable steps, which are named', async () => {
    const { origin } = await halo((index) => {
      if (index === 1) return { status: 403, body: { message: 'Forbidden' } };
      if (index === 2) return { body: { id: GUIDS[2], name: 'Runbook 2', type: 1, steps: 'none' } };
      if (index === 3) return { status: 404 };
      return withSteps(index);
    });
    const { rows, unread } = await readAt(origin);
    expect(unread.map(({ id }) => id).toSorted()).toEqual(GUIDS.slice(1, 4));
    expect(rows.map(({ id }) => id)).toEqual(GUIDS.filter((_, index) => ![1, 2, 3].includes(index)));
  });

  it('are read several at a time, and it tells how far it is', async () => {
    const { origin } = await halo(withSteps);
    const { runbook } = haloAt(origin);
    const progress: [number, number][] = [];
    let [open, most] = [0, 0];
    const read: typeof runbook = (id) => {
      open += 1;
      most = Math.max(most, open);
      return runbook(id).finally(() => {
        open -= 1;
      });
    };
    await readRunbooks(GUIDS, read, (count, total) => progress.push([count, total]));
    expect(most).toBe(8);
    expect(progress).toEqual(GUIDS.map((_, index) => [index + 1, GUIDS.length]));
  });

  it('need no request if there are none', async () => {
    const { origin, received } = await halo(withSteps);
    expect(await readRunbooks([], haloAt(origin).runbook)).toEqual({ rows: [], unread: [] });
    expect(received).toEqual([]);
  });
});
