import { expect } from 'vitest';
import type { Sandbox } from '../sandbox.ts';
import type { haloClient, Reply } from './clients.ts';

/** Expects a refusal in Halo's format: a plain sentence, sent as a JSON string. */
export function expectRefused(reply: Reply, status: number, message: string): void {
  expect(reply.status).toBe(status);
  expect(reply.body).toBeTypeOf('string');
  expect(reply.body).toContain(message);
}

/** Posts an element, which must be refused and must not change anything. */
export async function refusePost(
  sandbox: Sandbox,
  halo: Awaited<ReturnType<typeof haloClient>>,
  route: string,
  element: Record<string, unknown>,
  message: string,
  status = 400,
): Promise<void> {
  const before = sandbox.halo.state.snapshot();
  expectRefused(await halo('POST', `/${route}`, [element]), status, message);
  expect(sandbox.halo.state.snapshot()).toEqual(before);
}
