import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, countsIn, runAt } from '../../support/tenants.ts';

/** From now on, the tenant shows 50 rows of each list, whatever page is requested, beginning with other people's. */
function cut({ halo }: Sandbox, counts: boolean): void {
  const { state } = halo;
  state.othersFirst = true;
  for (const list of ['CustomIntegration', 'Webhook']) {
    const id = (index: number) =>
      list === 'Webhook' ? `bbbbbbbb-0000-4000-8000-0000000000${index + 10}` : 80_000 + index;
    state.others[list] = Array.from({ length: 60 }, (_, index) => ({
      id: id(index),
      name: `Theirs ${index}`,
      type: 1,
    }));
  }
  Object.assign(state.lists, { pages: false, usualPage: 50, wrapped: counts, counts });
}

describe.each([true, false])('a list that is truncated and cannot be paged (counted: %s)', (counts) => {
  const said = counts
    ? /HaloITSM returns only 50 of \d+ items from \/api\/(CustomIntegration|Webhook), so this integration's may be among the rest\./
    : /HaloITSM always returns exactly 50 items from \/api\/(CustomIntegration|Webhook), whichever page is requested/;

  it('creates nothing that may already exist: exit 1, and how to continue', async () => {
    const sandbox = await sandboxOfTest();
    cut(sandbox, counts);
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(said)]);
    expect(stderr).toContain('--adopt custom-integration:12');
    expect(sandbox.writes()).toBe(0);
  });

  it('never creates a second set, however often apply runs; a saved profile still finds the first', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    expect((await runAt(sandbox, ['apply'], { cwd })).exitCode).toBe(0);
    cut(sandbox, counts);
    const writes = sandbox.writes();
    for (let run = 0; run < 2; run += 1) {
      const ran = await runAt(sandbox, ['apply']);
      expect([ran.exitCode, ran.stderr]).toEqual([1, expect.stringMatching(said)]);
    }
    const again = await runAt(sandbox, ['apply'], { cwd });
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('No changes')]);
    expect(sandbox.writes()).toBe(writes);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await runAt(sandbox, ['destroy', '--yes'], { cwd })).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('finds what is named with --adopt', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const integration = sandbox.halo.state.integrations.find(({ name }) => name === 'ilert integration');
    const runbook = sandbox.halo.state.webhooks.find(({ name }) => name === 'ilert runbook');
    cut(sandbox, counts);
    const adopt = [
      '--adopt',
      `custom-integration:${integration?.id}`,
      '--adopt',
      `runbook:${runbook?.id.toUpperCase()}`,
    ];
    const { exitCode, stdout } = await runAt(sandbox, ['apply', ...adopt]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('No changes')]);
  });
});
