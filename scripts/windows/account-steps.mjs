// What happens in accounts, from a settings file to the removal.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bundle.mjs';
import { assertEnded, assertNoSecret, CONFIG, endpointOf } from './world.mjs';

/** @typedef {import('../../sandbox/sandbox.ts').Sandbox} Sandbox */
/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./world.mjs').Step} Step */

/** What happens in accounts. @type {readonly Step[]} */
export const accountSteps = [
  ['a settings file with CRLF and a BOM on another drive, a payload and secrets by paths with backslashes', writeFiles],
  ['plan shows six resources to create, with the payload of the file', planFresh],
  ['plan --out and apply --plan by absolute paths; a plan that was edited is refused', applySaved],
  ['the profile is saved in AppData, and a second apply changes nothing', applyAgain],
  ['ILERT_HALOITSM_HOME on another drive; without a place to save, the work is done and a note says so', saveElsewhere],
  ['status and its report, verify, and verify --through-halo', checkChain],
  ['drift is found, and repaired', repairDrift],
  ['export writes its files', exportFiles],
  ['secrets from standard input; one that is wrong is exit code 3', takeSecretsFromInput],
  ['two targets in one file', runFleet],
  ['destroy leaves both accounts as they were', destroyAll],
];

/** @param {World} world */
async function writeFiles({ windows, sandbox, tool }) {
  const { ilert, halo } = sandbox;
  const folder = join(windows.drives.d, 'Kunden');
  for (const name of ['secrets', 'payloads']) mkdirSync(join(folder, name), { recursive: true });
  // As Notepad saves a line.
  writeFileSync(join(folder, 'secrets', 'ilert.txt'), `\uFEFF${ilert.token}\r\n`);
  writeFileSync(join(folder, 'secrets', 'halo.txt'), `${halo.clientSecret}\r\n`);
  const payload = readFileSync(join(root, 'templates', 'recommended.json'), 'utf8');
  writeFileSync(join(folder, 'payloads', 'own.json'), payload.replaceAll('\n', '\r\n'));
  const lines = [
    `ilert: { apiToken: 'file:D:\\Kunden\\secrets\\ilert.txt' }`,
    'alertSource: { escalationPolicy: Default, name: Müller & Söhne }',
    'halo:',
    `  url: ${halo.url}`,
    `  clientId: ${halo.clientId}`,
    `  clientSecret: file:secrets\\halo.txt`,
    `  payload: .\\payloads\\own.json`,
    '',
  ];
  writeFileSync(join(folder, 'acme gmbh.yaml'), `\uFEFF${lines.join('\r\n')}`);
  assertEnded(await tool(['plan', '--offline', ...CONFIG]), 0, /Müller & Söhne/);
}

/** @param {World} world */
async function planFresh({ tool, sandbox }) {
  const ended = await tool(['plan', '--exit-code', ...CONFIG], { env: endpointOf(sandbox) });
  assertEnded(ended, 4, /Plan: 6 to create/);
  // Windows has no file modes that could be too permissive.
  assert.doesNotMatch(ended.stderr, /other users|could not be saved/);
  assertNoSecret(ended, sandbox);
}

/** @param {World} world */
async function applySaved({ tool, windows, sandbox }) {
  const env = endpointOf(sandbox);
  const plan = 'D:\\Kunden\\plan 1.json';
  assertEnded(
    await tool(['plan', '--out', plan, ...CONFIG], { env }),
    0,
    /Plan saved to D:\\Kunden\\plan 1\.json[\s\S]*--plan 'D:/,
  );
  const file = join(windows.drives.d, 'Kunden', 'plan 1.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('Söhne', 'Erben'));
  assertEnded(await tool(['apply', '--plan', plan, ...CONFIG], { env }), 1, /no longer fits|plan-changed/);
  assert.equal(sandbox.writes(), 0);
  writeFileSync(file, text);
  const applied = await tool(['apply', '--plan', plan, ...CONFIG], { env });
  assertEnded(applied, 0, /Done: 6 created/);
  assertNoSecret(applied, sandbox);
  assert.doesNotMatch(sandbox.halo.state.methods.map(({ requestbody }) => requestbody).join(), /\r/);
}

/** @param {World} world */
async function applyAgain({ tool, windows, sandbox }) {
  const users = join(windows.drives.c, 'users');
  const profiles = readdirSync(users).map((user) =>
    join(users, user, 'AppData', 'Roaming', 'ilert-haloitsm', 'Config', 'profiles.json'),
  );
  assert.equal(profiles.filter(existsSync).length, 1, 'no profile in AppData');
  const before = sandbox.writes();
  assertEnded(await tool(['apply', ...CONFIG], { env: endpointOf(sandbox) }), 0, /No changes/);
  assert.equal(sandbox.writes(), before);
}

/** @param {World} world */
async function saveElsewhere({ tool, windows, sandbox }) {
  const env = endpointOf(sandbox);
  const saved = await tool(['apply', ...CONFIG], { env: { ...env, ILERT_HALOITSM_HOME: 'D:\\state of ilert' } });
  assertEnded(saved, 0, /No changes/);
  assert.ok(existsSync(join(windows.drives.d, 'state of ilert', 'profiles.json')), 'nothing is saved on D:');
  const unsaved = await tool(['apply', ...CONFIG], { env: { ...env, ILERT_HALOITSM_HOME: 'D:\\Kunden\\plan 1.json' } });
  assertEnded(unsaved, 0, /No changes/);
  assert.match(unsaved.stderr, /could not be saved/);
}

/** @param {World} world */
async function checkChain({ tool, windows, sandbox }) {
  const env = endpointOf(sandbox);
  assertEnded(await tool(['status', ...CONFIG], { env }), 0, /Ticket.*Alert/);
  assertEnded(await tool(['status', '--report', 'D:\\report.json', ...CONFIG], { env }), 0, /./);
  assert.equal(JSON.parse(readFileSync(join(windows.drives.d, 'report.json'), 'utf8')).versions.platform, 'win32');
  assertEnded(await tool(['verify', ...CONFIG], { env }), 2, /--yes/);
  assertEnded(await tool(['verify', '--yes', ...CONFIG], { env }), 0, /resolved/i);
  assertEnded(await tool(['verify', '--through-halo', '--yes', ...CONFIG], { env }), 0, /resolved/i);
}

/** @param {World} world */
async function repairDrift({ tool, sandbox }) {
  const env = endpointOf(sandbox);
  const method = sandbox.halo.state.methods.find(({ name }) => name === 'send ticket to ilert');
  assert.ok(method, 'there is no method');
  method.path = '/elsewhere';
  assertEnded(await tool(['plan', '--exit-code', ...CONFIG], { env }), 4, /1 to update/);
  assertEnded(await tool(['status', ...CONFIG], { env }), 1, /apply/);
  assertEnded(await tool(['apply', ...CONFIG], { env }), 0, /1 updated/);
  assertEnded(await tool(['status', ...CONFIG], { env }), 0, /./);
}

/** @param {World} world */
async function exportFiles({ tool, windows, sandbox }) {
  const argv = ['export', 'D:\\for import', '--terraform', '--yes', ...CONFIG];
  assertEnded(await tool(argv, { env: endpointOf(sandbox) }), 0, /D:\\for import/);
  const files = readdirSync(join(windows.drives.d, 'for import'));
  for (const name of ['custom-integration.json', 'README.md']) assert.ok(files.includes(name), `${name}: not written`);
  assert.ok(files.some((name) => name.endsWith('.tf')));
}

/** @param {World} world */
async function takeSecretsFromInput({ tool, sandbox }) {
  const { ilert, halo } = sandbox;
  const env = {
    ...endpointOf(sandbox),
    HALO_URL: halo.url,
    HALO_CLIENT_ID: halo.clientId,
    ILERT_ESCALATION_POLICY: 'Default',
    ILERT_SOURCE_NAME: 'Müller & Söhne',
  };
  const plan = (/** @type {string} */ secret) =>
    tool(['plan', '--secrets-stdin'], {
      env,
      input: `ILERT_API_TOKEN=${ilert.token}\r\nHALO_CLIENT_SECRET=${secret}\r\n`,
    });
  assertEnded(await plan(halo.clientSecret), 0, /No changes/);
  assertEnded(await plan('wrong'), 3, /rejected/);
  // As for a service without standard input.
  const argv = ['plan', '--secrets-stdin'];
  assertEnded(await tool(argv, { env, input: 'broken' }), 2, /ILERT_API_TOKEN/);
  assertEnded(await tool(['plan', ...CONFIG], { env: endpointOf(sandbox), input: 'broken' }), 0, /No changes/);
}

/** @param {World} world */
async function runFleet({ tool, windows, sandbox, other }) {
  const secret = (/** @type {Sandbox} */ { halo }, /** @type {string} */ name) => [
    `  ${name}:`,
    `    halo: { url: '${halo.url}', clientId: ${halo.clientId}, clientSecret: 'env:HALO_SECRET_${name.toUpperCase()}' }`,
  ];
  const lines = [
    `alertSource: { escalationPolicy: Default }`,
    `halo: { integrationName: fleet, methodName: fleet, runbookName: fleet }`,
    'targets:',
    ...secret(sandbox, 'a'),
    ...secret(other, 'b'),
  ];
  writeFileSync(join(windows.drives.d, 'fleet.yaml'), lines.join('\r\n'));
  const env = {
    ...endpointOf(sandbox),
    ILERT_API_TOKEN: sandbox.ilert.token,
    HALO_SECRET_A: sandbox.halo.clientSecret,
    HALO_SECRET_B: other.halo.clientSecret,
  };
  const fleet = ['--all', '--config', 'D:\\fleet.yaml'];
  assertEnded(await tool(['apply', ...fleet], { env }), 0, /2 targets/);
  assertEnded(await tool(['apply', '--resume', ...fleet], { env }), 0, /2 of 2 targets skipped/);
  assertEnded(await tool(['destroy', '--yes', ...fleet], { env }), 0, /2 targets/);
  assert.deepEqual(
    other.halo.state.methods.filter(({ name }) => name === 'fleet'),
    [],
  );
}

/** @param {World} world */
async function destroyAll({ tool, sandbox }) {
  const env = endpointOf(sandbox);
  assertEnded(await tool(['destroy', ...CONFIG], { env }), 2, /--yes/);
  assertEnded(await tool(['destroy', '--yes', ...CONFIG], { env }), 0, /./);
  const { ilert, halo } = sandbox;
  assert.deepEqual(
    ilert.state.alertSources.filter(({ name }) => name === 'Müller & Söhne'),
    [],
  );
  assert.deepEqual(
    halo.state.methods.filter(({ name }) => name === 'send ticket to ilert'),
    [],
  );
  assertEnded(await tool(['destroy', '--yes', ...CONFIG], { env }), 0, /Nothing to remove/);
}
