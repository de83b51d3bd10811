import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from '../support/cli.ts';
import { fc } from '../support/property.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, configurationOf, expectNothingPending, runAt, storedIn } from '../support/tenants.ts';

const WINDOWS = ['2m', '5m', '15m', '30m', '1h', '2h', '4h', '8h', '12h', '24h'];
const TIMES = ['10m', '60m', '90m', '2h', '24h'];

/** Names as people, and machines, give them; `,` splits lists only in variables, and the file has none. */
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom('He said "no" \\ <<x>>', "O'Neill", 'ü 🔥', '12', 'null', '$x', '{{ y }}', '- a: b', '#', 'a,b'),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '');

const grouping = fc.oneof(
  fc.constantFrom({}, { grouping: 'none' }, { grouping: 'until-accepted' }, { grouping: 'until-resolved' }),
  fc.record({ grouping: fc.constant('window'), groupingWindow: fc.constantFrom(...WINDOWS) }),
  fc.record(
    {
      grouping: fc.constant('similarity'),
      groupingWindow: fc.constantFrom(...WINDOWS),
      similarityThreshold: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    },
    { requiredKeys: ['grouping', 'groupingWindow'] },
  ),
);

const priority = fc.oneof(
  fc.constantFrom({}, { priority: 'high' }, { priority: 'low' }),
  fc.constantFrom('high', 'low').map((first) => ({
    priority: `${first}-during-support-hours`,
    supportHours: 'Office hours',
  })),
);

const others = fc.record(
  {
    teams: fc.subarray(['Operations', 'Service Desk']),
    services: fc.subarray(['Mail', 'Customer portal']),
    autoResolve: fc.constantFrom(...TIMES),
    severity: fc.integer({ min: 1, max: 5 }),
    summaryTemplate: name,
    detailsTemplate: name,
    linkTemplates: fc.array(fc.record({ text: name, href: fc.constant('https://a.example/{{ ticket.id }}') }), {
      maxLength: 2,
    }),
    priorityTemplate: fc.record({
      value: fc.constant('{{ ticket.priority_id }}'),
      mappings: fc.dictionary(fc.constantFrom('1', '2', 'Ä "q"'), fc.constantFrom('high', 'low')),
    }),
    severityTemplate: fc.record({
      value: fc.constant('{{ ticket.priority_id }}'),
      mappings: fc.dictionary(fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 5 })),
    }),
    eventFilter: fc.constant('(ticket.id > 0)'),
    resolveFilter: fc.constant('(ticket.status_id == 9)'),
  },
  { requiredKeys: [] },
);

const alertSource = fc
  .tuple(grouping, priority, others)
  .map(([grouped, prioritised, rest]) => ({ escalationPolicy: 'Default', ...grouped, ...prioritised, ...rest }));

const halo = fc.record(
  { integrationName: name, methodName: name, runbookName: name, payload: fc.constantFrom('recommended', 'full') },
  { requiredKeys: [] },
);

/** Runs a command with a settings file, as a CI job does. */
async function withFile(sandbox: Sandbox, settings: unknown, ...argv: string[]) {
  const config = join(temporaryFolder(), 'settings.json');
  writeFileSync(config, JSON.stringify(settings));
  return runAt(sandbox, [...argv, '--config', config], { env: { ILERT_ESCALATION_POLICY: undefined } });
}

it('whatever the settings, nothing is pending after apply, and destroy leaves what was there before', async () => {
  const settings = fc.record({
    alertSource: fc.tuple(alertSource, name).map(([each, own]) => ({ ...each, name: own })),
    halo,
  });
  await fc.assert(
    fc.asyncProperty(settings, async (given) => {
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
    fc.asyncProperty(alertSource, alertSource, async (before, after) => {
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
