import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, storedIn } from '../../support/tenants.ts';

const FILE = 'ilert-haloitsm.yaml';

/** Returns variables that say where both services are, and nothing about the integration. */
function accessTo(sandbox: Sandbox): Record<string, string> {
  const { ILERT_ESCALATION_POLICY: _, ...access } = pointedAt(sandbox);
  return access as Record<string, string>;
}

/** Writes a file from the live integration, on a machine that knows nothing else. */
async function initFromLive(sandbox: Sandbox, ...argv: string[]) {
  const cwd = temporaryFolder();
  const before = JSON.stringify(configurationOf(sandbox));
  const ran = await run(['init', '--from-live', ...argv], { cwd, env: accessTo(sandbox) });
  expect(JSON.stringify(configurationOf(sandbox)), 'init changes nothing').toBe(before);
  return { ...ran, cwd, read: (name = FILE) => readFileSync(join(cwd, name), 'utf8') };
}

/** Plans with the written file alone. */
async function planWith(sandbox: Sandbox, cwd: string, ...argv: string[]) {
  const { ILERT_API_TOKEN = '', HALO_CLIENT_SECRET = '' } = accessTo(sandbox);
  return run(['plan', '--exit-code', ...argv], {
    cwd,
    env: { ILERT_API_TOKEN, HALO_CLIENT_SECRET },
    configDir: temporaryFolder(),
  });
}

async function expectNoChanges(sandbox: Sandbox, cwd: string, ...argv: string[]): Promise<void> {
  const { exitCode, stderr, stdout } = await planWith(sandbox, cwd, ...argv);
  expect([exitCode, stderr, stdout]).toEqual([0, expect.not.stringContaining('Error'), expect.any(String)]);
}

describe('init --from-live', () => {
  it('writes what apply has made, and a plan for the file changes nothing', async () => {
    const sandbox = await sandboxOfTest();
    await applied(
      sandbox,
      ...['--escalation-policy', 'Critical incidents', '--team', 'Operations', '--service', 'Mail'],
      ...['--grouping', 'similarity', '--grouping-window', '1h', '--similarity-threshold', '0.7'],
      ...['--priority', 'low-during-support-hours', '--support-hours', 'Office hours', '--auto-resolve', '90m'],
      ...['--severity', '2', '--payload', 'full'],
      ...['--only-ticket-type', 'Incident', '--only-priority', 'Critical', '--only-priority', 'High'],
    );
    const { exitCode, stdout, stderr, read, cwd } = await initFromLive(sandbox);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Written:\n  ${FILE}\n`);
    const settings = read()
      .split('\n')
      .filter((line) => !/^\s*#/.test(line) && line !== '');
    expect(settings.join('\n')).toBe(
      [
        'ilert:',
        '  apiToken: env:ILERT_API_TOKEN',
        `  endpoint: ${sandbox.ilert.url}`,
        'alertSource:',
        '  name: HaloITSM',
        '  teams:',
        '    - Operations',
        '  escalationPolicy: Critical incidents',
        '  grouping: similarity',
        '  groupingWindow: 1h',
        '  similarityThreshold: 0.7',
        '  priority: low-during-support-hours',
        '  supportHours: Office hours',
        '  autoResolve: 90m',
        '  severity: 2',
        '  services:',
        '    - Mail',
        'halo:',
        `  url: ${sandbox.halo.url}`,
        `  clientId: ${sandbox.halo.clientId}`,
        '  clientSecret: env:HALO_CLIENT_SECRET',
        '  payload: full',
        '  integrationName: ilert integration',
        '  methodName: send ticket to ilert',
        '  runbookName: ilert runbook',
        '  onlyTicketType:',
        '    - Incident',
        '  onlyPriority:',
        '    - Critical',
        '    - High',
      ].join('\n'),
    );
    await expectNoChanges(sandbox, cwd);
  });

  it('writes the same as apply was told, whatever the run says of it: only names are used to find it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--team', 'Operations');
    const { read, exitCode } = await initFromLive(sandbox, '--team', 'No such team', '--grouping', 'until-accepted');
    expect(exitCode).toBe(0);
    expect(read()).toMatch(/grouping: none[\s\S]*/);
    expect(read()).toMatch(/teams:\n {4}- Operations/);
  });

  it('writes a payload of its own to a file beside it, with the variables that the method has', async () => {
    const sandbox = await sandboxOfTest();
    const folder = temporaryFolder();
    const text = '{ "id": <<ticket^id>>, "s": <<ticket^summary>>, "mine": <<ticket^myvariable>> }';
    writeFileSync(join(folder, 'mine.json'), `${text}\n`);
    await applied(sandbox, '--payload', join(folder, 'mine.json'), '--allow-variable', 'ticket^myvariable');
    const { read, stdout, cwd } = await initFromLive(sandbox, 'desk.yaml');
    expect(stdout).toContain('  desk.yaml\n  desk.payload.json\n');
    expect(read('desk.payload.json')).toBe(`${text}\n`);
    expect(read('desk.yaml')).toContain('payload: desk.payload.json');
    expect(read('desk.yaml')).toMatch(/allowedVariables:\n {4}- ticket\^myvariable/);
    await expectNoChanges(sandbox, cwd, '--config', 'desk.yaml');
  });

  it('finds the one set that sends tickets, whatever it is called, and writes its names', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only-priority', 'Critical');
    renameAll(sandbox);
    const { read, cwd, exitCode, stderr } = await initFromLive(sandbox);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(read()).toContain('runbookName: our ilert runbook');
    expect(read()).toMatch(/onlyPriority:\n {4}- Critical/);
    // Only the text in the flow chart still has the former names.
    const { changes } = JSON.parse((await planWith(sandbox, cwd, '--json')).stdout);
    const differing = changes.flatMap(({ fields }: { fields: { label: string }[] }) =>
      fields.map(({ label }) => label),
    );
    expect(differing).toEqual(['Step "Send webhook", text in the flow chart']);
  });

  it('of two sets that send tickets, --adopt names the one to write', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    renameAll(sandbox);
    const { method } = renamed(sandbox);
    await applied(
      sandbox,
      '--runbook-name',
      'second',
      '--integration-name',
      'second',
      '--name',
      'Second',
      '--payload',
      'full',
    );
    const without = await initFromLive(sandbox);
    expect([without.exitCode, without.stderr]).toEqual([1, expect.stringContaining(`--adopt method:${method?.id}`)]);
    const { read } = await initFromLive(sandbox, '--adopt', `method:${method?.id}`);
    expect(read()).toContain('runbookName: our ilert runbook');
  });

  it('says so where nothing is there, and writes nothing', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr, read } = await initFromLive(sandbox);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(
        'Error: Nothing was found by the names "HaloITSM", "ilert integration" and "ilert runbook", so nothing was written.',
      ),
    ]);
    expect(read).toThrow();
  });

  it('needs the credentials of both services', async () => {
    const { exitCode, stderr } = await run(['init', '--from-live']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('HALO_CLIENT_SECRET')]);
    expect(stderr).toContain('ILERT_API_TOKEN');
    expect(stderr).not.toContain('ESCALATION_POLICY');
  });

  it('writes the ID of an alert source that others keep, and nothing else of it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { id } = storedIn(sandbox).source;
    const { read, cwd } = await initFromLive(sandbox, '--alert-source', String(id));
    expect(read()).toMatch(new RegExp(`^ {2}id: ${id}$`, 'm'));
    expect(read()).not.toMatch(/^ {2}(name|escalationPolicy|grouping):/m);
    await expectNoChanges(sandbox, cwd);
  });

  it('uses IDs where a name is not unique, or would mean something else', async () => {
    const sandbox = await sandboxOfTest();
    const { teams, policies } = sandbox.ilert.state;
    const [team] = teams.filter(({ name }) => name === 'Operations');
    await applied(sandbox, '--team', 'Operations');
    teams.push({ ...(team as object), id: 777_001 } as (typeof teams)[number]);
    policies.push({ ...(policies[0] as object), id: 777_002, name: 'Default' } as (typeof policies)[number]);
    const { read, cwd } = await initFromLive(sandbox);
    expect(read()).toMatch(new RegExp(`teams:\n {4}- "?${team?.id}"?\n`));
    expect(read()).toMatch(/escalationPolicy: "?\d+"?\n/);
    await expectNoChanges(sandbox, cwd);
  });

  it('names a part that no settings make so, which then stays as it is', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { source } = storedIn(sandbox);
    Object.assign(source, { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT7M' });
    const { read, stderr, cwd } = await initFromLive(sandbox);
    expect(stderr).toContain('stays as it is: alert grouping of the alert source.');
    expect(read()).not.toMatch(/^ {2}grouping/m);
    await expectNoChanges(sandbox, cwd);
  });

  it("writes ilert's side where nothing else is set up", async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only', 'ilert', '--severity', '1');
    const { read, exitCode } = await initFromLive(sandbox);
    expect([exitCode, read()]).toEqual([0, expect.stringContaining('severity: 1')]);
  });

  it('keeps a closed event that no filter needs', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--closed-event');
    const { read, cwd } = await initFromLive(sandbox);
    expect(read()).toContain('closedEvent: true');
    await expectNoChanges(sandbox, cwd);
  });

  it('is for HaloPSA too', async () => {
    const sandbox = await sandboxOfTest({ product: 'halopsa' });
    await applied(sandbox, '--product', 'halopsa');
    const { read, cwd } = await initFromLive(sandbox, '--product', 'halopsa');
    expect(read()).toContain('product: halopsa');
    await expectNoChanges(sandbox, cwd);
  });
});

/** Renames each row of the integration, as an admin may. */
function renameAll(sandbox: Sandbox): void {
  const { source, integration, method, runbook } = storedIn(sandbox);
  for (const row of [source, integration, method, runbook] as { name: string }[]) row.name = `our ${row.name}`;
}

function renamed({ halo }: Sandbox) {
  return { method: halo.state.methods.find(({ name }) => name === 'our send ticket to ilert') };
}
