import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, expectNothingPending, runAt, storedIn } from '../../support/tenants.ts';

const WEBHOOK = { type: 0, url: 'https://hooks.example.com' };

describe('a runbook name that is taken in HaloITSM, whatever its case and the type of its owner,', () => {
  const owners = [
    ['a webhook', 'ilert runbook', WEBHOOK, 'webhook'],
    ['a webhook in other case', 'ILERT Runbook', WEBHOOK, 'webhook'],
    ['an inactive webhook', 'Ilert runbook', { ...WEBHOOK, active: false }, 'webhook'],
    ["somebody's runbook in other case", 'iLert Runbook', {}, 'runbook'],
  ] as const;
  const commands = [['plan'], ['apply'], ['apply', '--dry-run'], ['setup', '--yes']];

  it.each(owners.flatMap((owner) => commands.map((argv) => [argv.join(' '), owner, argv] as const)))(
    'stops %s before anything is written: %j',
    async (_, [, name, seed, kind], argv) => {
      const sandbox = await sandboxOfTest();
      const { id } = sandbox.halo.state.addRunbook(name, seed);
      const { exitCode, stderr } = await runAt(sandbox, argv);
      expect(stderr).toContain(`already has a ${kind} "${name}" (ID ${id})`);
      expect(stderr).toContain('Choose another name with --runbook-name');
      expect(exitCode).toBe(2);
      expect(sandbox.writes()).toBe(0);
    },
  );

  it('does not block a run with another name, and its owner stays as it is', async () => {
    const sandbox = await sandboxOfTest();
    const owner = sandbox.halo.state.addRunbook('ilert runbook', WEBHOOK);
    const before = structuredClone(owner);
    await applied(sandbox, '--runbook-name', 'ilert alerts');
    expect(owner).toEqual(before);
    await expectNothingPending(sandbox, '--runbook-name', 'ilert alerts');
  });
});

describe('a runbook whose name differs from ours only in case', () => {
  it('is ours if it executes our method', async () => {
    const sandbox = await sandboxOfTest();
    const { runbook } = await withRunbook(sandbox);
    runbook.name = 'ILERT Runbook';
    await applied(sandbox);
    expect(storedIn(sandbox).runbook.id).toBe(runbook.id);
    expect(sandbox.halo.state.webhooks).toHaveLength(2);
    await expectNothingPending(sandbox);
  });

  it('is ours if --adopt names it', async () => {
    const sandbox = await sandboxOfTest();
    const { id } = sandbox.halo.state.addRunbook('ILERT Runbook');
    await applied(sandbox, '--adopt', `runbook:${id}`);
    expect(storedIn(sandbox).runbook.id).toBe(id);
  });
});

describe('a name that somebody takes between plan and creation', () => {
  it("is reported with HaloITSM's message, and what to do instead of running the same command again", async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/api/CustomIntegrationMethod')
        sandbox.halo.state.addRunbook('ILERT runbook', WEBHOOK);
      return undefined;
    };
    const { exitCode, stdout, stderr } = await runAt(sandbox, ['apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Name must be unique');
    expect(stderr).toContain('Choose another name with --runbook-name.');
    expect(stdout + stderr).toContain('Fix that first, then run the command again');
    expect(stdout + stderr).not.toContain('Run the same command again');
  });
});

async function withRunbook(sandbox: Sandbox) {
  await applied(sandbox);
  return storedIn(sandbox);
}
