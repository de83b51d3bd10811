import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

test('plan --exit-code ends with 4 while changes are pending, with 0 when there are none; plan alone always with 0', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  expect((await run(['plan', '--exit-code'], { env })).exitCode).toBe(4);
  expect((await run(['plan'], { env })).exitCode).toBe(0);
  expect(sandbox.writes()).toBe(0);

  await run(['apply'], { env });
  const after = await run(['plan', '--exit-code'], { env });
  expect(after.exitCode).toBe(0);
  expect(after.stdout).toContain('No changes. Everything is up to date.');

  const source = sandbox.ilert.state.alertSources.at(-1);
  if (source) source.integrationType = 'HALOITSM';
  const drifted = await run(['plan', '--exit-code', '--severity', '2'], { env });
  expect(drifted.exitCode).toBe(4);
  expect(drifted.stdout).toContain('~ alert source "HaloITSM"\n      Severity   none → 2\n');
});

test('plan --exit-code keeps the codes of errors', async () => {
  const sandbox = await sandboxOfTest();
  expect((await run(['plan', '--exit-code'])).exitCode).toBe(2);
  const env = pointedAt(sandbox, { ILERT_API_TOKEN: 'il1api-expired' });
  expect((await run(['plan', '--exit-code'], { env })).exitCode).toBe(3);
});

test('plan --offline --json needs no setting and contacts nothing', async () => {
  const sandbox = await sandboxOfTest();
  const env = { ILERT_ENDPOINT: sandbox.ilert.url, HALO_URL: sandbox.halo.url };
  for (const variables of [{}, env]) {
    const { exitCode, stdout } = await run(['plan', '--offline', '--json'], { env: variables });
    expect(exitCode).toBe(0);
    const { pending, changes } = JSON.parse(stdout);
    expect(pending).toBe(true);
    expect(changes.map(({ action }: { action: string }) => action)).toEqual(Array(6).fill('create'));
  }
  expect(sandbox.requests).toEqual([]);
});

test('plan --offline names the values of a filter that apply looks up by their names, in text and in JSON', async () => {
  const argv = [
    'plan',
    '--offline',
    '--only-ticket-type',
    'Incident',
    '--only-priority',
    'Critical',
    '--only-team',
    '8',
  ];
  const filter = 'Ticket type is Incident and priority is Critical and team is 8';
  const inText = await run(argv);
  expect(inText.exitCode).toBe(0);
  expect(inText.stdout.split(`      Tickets   ${filter}\n`)).toHaveLength(3);
  const inJson = await run([...argv, '--json']);
  const { changes } = JSON.parse(inJson.stdout);
  const fields = changes.flatMap((change: { fields: { label: string; afterText: string }[] }) => change.fields);
  const filters = fields.filter(({ label }: { label: string }) => label === 'Tickets');
  expect(filters).toMatchObject([
    { afterText: 'all, so that closing one always resolves its alert' },
    { afterText: filter },
    { afterText: filter },
  ]);
});

test('apply --dry-run never writes and --offline contacts nothing', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  const offline = await run(['apply', '--dry-run', '--offline'], { env });
  expect(offline.exitCode).toBe(0);
  expect(offline.stdout).toContain(`POST ${sandbox.ilert.url}/api/alert-sources`);
  expect(sandbox.requests).toEqual([]);
  expect((await run(['apply', '--dry-run', '--yes'], { env })).stdout).toContain('(known after apply)');
  expect((await run(['destroy', '--dry-run', '--yes'], { env })).exitCode).toBe(0);
  expect(sandbox.requests.length).toBeGreaterThan(0);
  expect(sandbox.writes()).toBe(0);
});

test('apply --offline without --dry-run is refused', async () => {
  const sandbox = await sandboxOfTest();
  const { exitCode, stderr } = await run(['apply', '--offline'], { env: pointedAt(sandbox) });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--dry-run');
  expect(sandbox.requests).toEqual([]);
});

test('offline, no secret is needed: unresolvable references are accepted, a plain-text secret is refused', async () => {
  const cwd = temporaryFolder();
  const file = (token: string) => `ilert: { apiToken: "${token}" }\nhalo: { clientSecret: "file:/nowhere/secret" }\n`;
  writeFileSync(join(cwd, 'a.yaml'), file('env:ILERT_NOT_SET_HERE'));
  for (const argv of [
    ['plan', '--offline'],
    ['apply', '--dry-run', '--offline'],
    ['export', 'out', '--offline'],
  ])
    expect(await run([...argv, '--config', 'a.yaml'], { cwd })).toMatchObject({ exitCode: 0 });
  writeFileSync(join(cwd, 'b.yaml'), file('il1api-in-clear'));
  expect((await run(['plan', '--offline', '--config', 'b.yaml'], { cwd })).exitCode).toBe(2);
  const live = await run(['plan', '--config', 'a.yaml'], { cwd });
  expect(live.exitCode).toBe(2);
  expect(live.stderr).toContain('ILERT_NOT_SET_HERE, which is not set');
});
