import { describe, expect, it } from 'vitest';
import { callersOf } from '../../../src/providers/halo/runbook-callers.ts';
import { type Loopback, loopback, type Reply } from '../../support/loopback.ts';
import { haloAt } from '../../support/wire.ts';

const GUIDS = Array.from(
  { length: 30 },
  (_, index) => `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
);

/** A Halo with runbooks. @param stepsOf answers for the runbook at an index */
function halo(detail: (index: number) => Reply): Promise<Loopback> {
  return loopback(({ url }) => {
    const { pathname } = new URL(url, 'http://x');
    if (pathname === '/api/AuthInfo') return { status: 404 };
    if (pathname === '/auth/token') return { body: { access_token: 'token', expires_in: 3600 } };
    if (pathname === '/api/Webhook')
      return { body: GUIDS.map((id, index) => ({ id, name: `Runbook ${index}`, type: 1 })) };
    return detail(GUIDS.indexOf(pathname.slice('/api/Webhook/'.length)));
  });
}

const calling = (index: number, ...methods: number[]): Reply => ({
  body: {
    id: GUIDS[index],
    name: `Runbook ${index}`,
    type: 1,
    steps: methods.map((method, step) => ({
      step_id: step + 1,
      steptype: 2,
      auto_action: 6,
      auto_action_type: method,
    })),
  },
});

async function callersAt(methods: readonly number[], origin: string, listen?: (read: number, total: number) => void) {
  const client = haloAt(origin);
  return callersOf(methods, await client.runbooks(), { halo: client }, listen);
}

describe('who calls a method', () => {
  it('is every runbook with a step that does, in the order of the list', async () => {
    const { origin } = await halo((index) => calling(index, ...(index % 10 === 3 ? [7, 12] : [7])));
    const callers = await callersAt([12], origin);
    expect(callers.map(({ runbook, methods }) => [runbook.name, methods])).toEqual([
      ['Runbook 3', [12]],
      ['Runbook 13', [12]],
      ['Runbook 23', [12]],
    ]);
  });

  it('may call several of the methods', async () => {
    const { origin } = await halo((index) => calling(index, ...(index === 5 ? [7, 12] : [])));
    const [caller, ...more] = await callersAt([7, 12, 99], origin);
    expect(caller?.methods).toEqual([7, 12]);
    expect(more).toEqual([]);
  });

  it('is found although other runbooks cannot be read or have no usable steps', async () => {
    const { origin } = await halo((index) => {
      if (index === 1) return { status: 403, body: { message: 'Forbidden' } };
      if (index === 2) return { body: { id: GUIDS[2], name: 'Runbook 2', type: 1, steps: 'none' } };
      if (index === 3) return { status: 404 };
      return calling(index, index === 4 ? 12 : 7);
    });
    const callers = await callersAt([12], origin);
    expect(callers.map(({ runbook }) => runbook.name)).toEqual(['Runbook 4']);
  });

  it('is read several at a time, and tells how far it is', async () => {
    const { origin } = await halo((index) => calling(index));
    const progress: [number, number][] = [];
    await callersAt([12], origin, (read, total) => progress.push([read, total]));
    expect(progress).toEqual(GUIDS.map((_, index) => [index + 1, GUIDS.length]));
  });

  it('needs no request for no method', async () => {
    const { origin, received } = await halo((index) => calling(index, 12));
    expect(await callersOf([], [], { halo: haloAt(origin) })).toEqual([]);
    expect(received).toEqual([]);
  });
});
