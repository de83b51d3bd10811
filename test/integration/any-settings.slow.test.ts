import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from '../support/cli.ts';
import { fc } from '../support/property.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { alertSourceSettings, anySettings } from '../support/settings.ts';
import { applied, configurationOf, expectNothingPending, runAt, storedIn } from '../support/tenants.ts';

/** Runs a command with a settings file, as a CI job does. */
async function withFile(sandbox: Sandbox, settings: unknown, ...argv: string[]) {
  const config = join(temporaryFolder(), 'settings.json');
  writeFileSync(config, JSON.stringify(settings));
  return runAt(sandbox, [...argv, '--config', config], { env: { ILERT_ESCALATION_POLICY: undefined } });
}

it('whatever the settings, nothing is pending after apply, and destroy leaves what was there before', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, async (given) => {
      const sandbox = await startSandbox({ ilertRequestsPerMinute: 100_000, haloRequestsPerFiveMinutes: 100_000 });
      try {
        const before = configurationOf(sandbox);
        const first = await withFile(sandbox, given, 'apply');
        expect([first.exitCode, first.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
        const pending = await withFile(sandbox, given, 'plan', '--exit-code');
        expect([pending.exitCode, pending.stdout]).toEqual([0, expect.any(String)]);
        const removed = await withFile(sandbox, given, 'destroy', '--yes');
        expect([removed.exitCode, removed.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
        expect(configurationOf(sandbox)).toEqual(before);
      } finally {
        await sandbox.close();
      }
    }),
    { numRuns: 25 },
  );
});

it('whatever the previous settings, apply with new ones leads to the new ones', async () => {
  await fc.assert(
    fc.asyncProperty(alertSourceSettings, alertSourceSettings, async (before, after) => {
      const sandbox = await startSandbox({ ilertRequestsPerMinute: 100_000, haloRequestsPerFiveMinutes: 100_000 });
      try {
        for (const given of [before, after]) {
          const { exitCode, stderr } = await withFile(sandbox, { alertSource: given }, 'apply');
          expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
          const pending = await withFile(sandbox, { alertSource: given }, 'plan', '--exit-code');
          expect([pending.exitCode, pending.stdout]).toEqual([0, expect.any(String)]);
        }
      } finally {
        await sandbox.close();
      }
    }),
    { numRuns: 25 },
  );
});

it('support hours are removed when the priority no longer depends on them', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, '--priority', 'low-during-support-hours', '--support-hours', 'Office hours');
  expect(storedIn(sandbox).source).toHaveProperty('supportHoursId');
  await applied(sandbox, '--priority', 'high');
  expect(storedIn(sandbox).source).not.toHaveProperty('supportHoursId');
  await expectNothingPending(sandbox, '--priority', 'high');
});

it('removing the grouping removes its window and threshold', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, '--grouping', 'similarity', '--grouping-window', '1h', '--similarity-threshold', '0.5');
  await applied(sandbox, '--grouping', 'none');
  expect(storedIn(sandbox).source).toMatchObject({ alertCreation: 'ONE_ALERT_PER_EMAIL' });
  expect(storedIn(sandbox).source).not.toHaveProperty('alertGroupingWindow');
  expect(storedIn(sandbox).source).not.toHaveProperty('scoreThreshold');
});
