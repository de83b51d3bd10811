import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, run } from '../../support/cli.ts';
import { fleetOfTest } from '../../support/fleet.ts';

test('targets lists names, display names, Halos and what is remembered, without secrets and without a request', async () => {
  const fleet = await fleetOfTest(3);
  fleet.write({ 'customer-2': '    name: Globex GmbH' });
  await fleet.run(['apply', '--target', 'customer-1']);
  const before = fleet.sandboxes.map(({ requests }) => requests.length);
  const list = (...argv: string[]) =>
    run(['targets', '--config', 'fleet.yaml', ...argv], { cwd: fleet.folder, env: {} });
  const [one, two] = fleet.sandboxes;
  const document = JSON.parse((await list('--json')).stdout);
  expect(document).toMatchObject({ command: 'targets', ok: true, notes: [] });
  expect(document.targets).toHaveLength(3);
  expect(document.targets.slice(0, 2)).toEqual([
    { target: 'customer-1', product: 'haloitsm', halo: one?.halo.url, remembered: true },
    { target: 'customer-2', name: 'Globex GmbH', product: 'haloitsm', halo: two?.halo.url, remembered: false },
  ]);
  const { stdout } = await list('--target', '*-[12]', '--target', '*-2');
  expect(stdout).toBe('');
  expect((await list('--target', '*-2')).stdout).toBe(`customer-2  Globex GmbH  ${two?.halo.url}\n`);
  expect((await list('--target', '*-1')).stdout).toBe(`customer-1  ${one?.halo.url}  set up from here\n`);
  expect(fleet.sandboxes.map(({ requests }) => requests.length)).toEqual(before);
});

test.each([
  ['a file without targets', 'alertSource: { name: One }\n', 'fleet.yaml has no targets.'],
  ['a file with a slip', 'targets: { a: { hallo: {} } }\n', 'unknown setting "hallo"'],
  ['an invalid setting of a target', 'targets: { a: { alertSource: { severity: 9 } } }\n', 'alertSource.severity'],
])('targets ends with 2 for %s', async (_, text, message) => {
  const fleet = await fleetOfTest(1);
  writeFileSync(join(fleet.folder, 'fleet.yaml'), text);
  const { exitCode, stderr } = await fleet.run(['targets', '--json']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('the steps of an export for a target test that target', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--target', 'customer-1']);
  const { exitCode, stdout } = await fleet.run(['export', 'files', '--target', 'customer-1']);
  expect(exitCode).toBe(0);
  const command = 'npx ilert-haloitsm verify --config fleet.yaml --target customer-1 --only ilert';
  expect(stdout.replace(/\s+/g, ' ')).toContain(command);
  expect(readFileSync(join(fleet.folder, 'files', 'README.md'), 'utf8')).toContain(command);
});

test('targets tells of one that is no longer in the file', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  writeFileSync(join(fleet.folder, 'fleet.yaml'), 'targets: { b: { halo: { url: "https://b.example.com" } } }\n');
  const { targets, notes } = JSON.parse((await fleet.run(['targets', '--json'])).stdout);
  expect(targets.map(({ target }: { target: string }) => target)).toEqual(['b']);
  expect(notes).toEqual([expect.stringMatching(/customer-1 .*customer-2 /)]);
});

test('the matrix of docs/ci.md is the list of the names', async () => {
  const page = readFileSync(join(packageRoot, 'docs', 'ci.md'), 'utf8');
  const filter = /targets --json .*\| jq -c '(.+?)'/.exec(page)?.[1] ?? '';
  const fleet = await fleetOfTest(2);
  const { stdout } = await fleet.run(['targets', '--json']);
  const { stdout: matrix } = spawnSync('jq', ['-c', filter], { input: stdout, encoding: 'utf8' });
  expect(matrix).toBe('["customer-1","customer-2"]\n');
});
