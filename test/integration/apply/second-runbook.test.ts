import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';

/** Creates an account in which a second runbook, with another name, calls our method. */
async function withSecondRunbook({ isStarted }: { readonly isStarted: boolean }) {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { runbook } = storedIn(sandbox);
  const second = sandbox.halo.state.addRunbook('On-call of the night', { steps: structuredClone(runbook.steps) });
  if (isStarted) sandbox.halo.state.addBinding(second, 3, 'New Ticket Logged');
  return { sandbox, id: second.id };
}

describe('a second runbook that calls our method', () => {
  it('is named by plan and status with its id where a ticket starts it', async () => {
    const { sandbox, id } = await withSecondRunbook({ isStarted: true });
    const plan = await runAt(sandbox, ['plan']);
    expect(plan.stdout).toContain(`runbook "On-call of the night" (ID ${id}) also calls the method`);
    const status = await runAt(sandbox, ['status']);
    expect([status.exitCode, status.stdout]).toEqual([4, expect.stringContaining(id)]);
  });

  it('is named by status where nothing starts it yet; plan does not read the steps of all runbooks', async () => {
    const { sandbox, id } = await withSecondRunbook({ isStarted: false });
    const isRead = () => sandbox.requests.some(({ path }) => path === `/api/Webhook/${id}`);
    expect((await runAt(sandbox, ['plan', '--exit-code'])).exitCode).toBe(0);
    expect(isRead()).toBe(false);
    expect((await runAt(sandbox, ['status'])).stdout).toContain(id);
    expect(isRead()).toBe(true);
  });

  it('is named by destroy among many runbooks; status then reads only what tickets start', async () => {
    const { sandbox, id } = await withSecondRunbook({ isStarted: false });
    for (let count = 0; count < 60; count += 1) sandbox.halo.state.addRunbook(`Runbook ${count}`);
    expect((await runAt(sandbox, ['status'])).stdout).not.toContain(id);
    expect((await runAt(sandbox, ['destroy', '--dry-run'])).stdout).toContain(id);
  });
});
