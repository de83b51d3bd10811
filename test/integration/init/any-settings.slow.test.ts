import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { run, temporaryFolder } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import { inSandbox } from '../../support/sandbox.ts';
import { anySettings } from '../../support/settings.ts';

/** Runs a command in a folder, with nothing but access to both services. */
function runIn(cwd: string, { ilert, halo }: Sandbox, ...argv: string[]) {
  return run(argv, {
    cwd,
    configDir: temporaryFolder(),
    env: {
      ILERT_ENDPOINT: ilert.url,
      ILERT_API_TOKEN: ilert.token,
      HALO_URL: halo.url,
      HALO_CLIENT_ID: halo.clientId,
      HALO_CLIENT_SECRET: halo.clientSecret,
    },
  });
}

/** Filters by name and by ID, with so few values that an event is bound at most 20 times. */
const filters = fc.record(
  {
    onlyTicketType: fc.constantFrom(['Incident'], [3, 'Incident'], ['Change Request', '1']),
    onlyPriority: fc.constantFrom('Critical', [1, 'Low'], ['2', '3'], 'any'),
    onlyTeam: fc.constantFrom(['1st Line Support'], ['2nd Line Support', '1st Line Support'], 'any'),
    closedEvent: fc.boolean(),
  },
  { requiredKeys: [] },
);

it('whatever was applied, a file from what is set up leads to a plan without changes', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, filters, async (settings, filter) => {
      const given = { ...settings, halo: { ...settings.halo, ...filter } };
      await inSandbox(async (sandbox) => {
        const cwd = temporaryFolder();
        writeFileSync(join(cwd, 'given.json'), JSON.stringify(given));
        const applied = await runIn(cwd, sandbox, 'apply', '--config', 'given.json');
        expect([applied.exitCode, applied.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
        const names = Object.entries({
          '--name': given.alertSource.name,
          '--integration-name': given.halo.integrationName,
          '--method-name': given.halo.methodName,
          '--runbook-name': given.halo.runbookName,
        }).flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}=${value}`]));
        const written = await runIn(cwd, sandbox, 'init', '--from-live', '--no-config', ...names);
        expect([written.exitCode, written.stderr]).toEqual([0, '']);
        const plan = await runIn(cwd, sandbox, 'plan', '--exit-code');
        expect([plan.exitCode, plan.stdout]).toEqual([0, expect.any(String)]);
      });
    }),
    { numRuns: 25 },
  );
});
