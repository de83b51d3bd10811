// From the packed package to a first settings file, without an account.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../bundle.mjs';
import { assertEnded, onZ } from './world.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./world.mjs').Step} Step */

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The package, and what works without an account. @type {readonly Step[]} */
export const firstSteps = [
  ['npm for Windows installs the packed package in a folder with spaces, without a registry', installPackage],
  ['--version and --help', showVersionAndHelp],
  ['plan --offline --json is one document, without an account', planOffline],
  ['without a terminal and without credentials, setup and apply end with all that is missing', endWithoutAnswers],
  ['init writes the settings and a workflow, and replaces nothing', writeSettings],
];

/** @param {World} world */
async function installPackage({ windows, folder }) {
  const packed = spawnSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(packed.status, 0, packed.stderr);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const npm = join(dirname(realpathSync(commandPath('npm'))), 'npm-cli.js');
  const argv = [onZ(npm), 'install', '--offline', '--no-audit', '--no-fund', packed.stdout.trim()];
  const ended = await windows.run(argv, { cwd: folder, env: { npm_config_registry: 'http://127.0.0.1:1/' } });
  assertEnded(ended, 0, /added 1 package/);
  const modules = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(modules, ['ilert-haloitsm']);
  assert.ok(existsSync(join(folder, 'node_modules', '.bin', 'ilert-haloitsm.cmd')), 'npm has made no .cmd');
}

/** @param {World} world */
async function showVersionAndHelp({ tool }) {
  assert.deepEqual(await tool(['--version']), { status: 0, stdout: `${version}\n`, stderr: '' });
  assertEnded(await tool(['--help']), 0, /^Usage: ilert-haloitsm /);
  assertEnded(await tool(['apply', '--help']), 0, /--dry-run/);
  assertEnded(await tool(['aply']), 2, /Did you mean|apply/);
}

/** @param {World} world */
async function planOffline({ tool }) {
  const { status, stdout, stderr } = await tool(['plan', '--offline', '--json']);
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).counts.create, 6);
}

/** @param {World} world */
async function endWithoutAnswers({ tool }) {
  for (const argv of [[], ['apply'], ['status']])
    assertEnded(await tool(argv), 2, /ILERT_API_TOKEN[\s\S]*HALO_CLIENT_SECRET/);
}

/** @param {World} world */
async function writeSettings({ tool, folder }) {
  const env = { HALO_URL: 'https://acme.haloitsm.com', ILERT_ESCALATION_POLICY: 'Default' };
  assertEnded(await tool(['init', '.\\settings\\acme.yaml', '--github'], { env }), 0, /acme\.yaml/);
  const [settings, workflow] = [
    readFileSync(join(folder, 'settings', 'acme.yaml'), 'utf8'),
    readFileSync(join(folder, '.github', 'workflows', 'ilert-haloitsm-settings-acme.yml'), 'utf8'),
  ];
  assert.match(settings, /https:\/\/acme\.haloitsm\.com/);
  // The workflow's paths are read on Linux.
  assert.match(workflow, /settings\/acme\.yaml/);
  assert.doesNotMatch(workflow, /settings\\|\r/);
  assertEnded(await tool(['init', '.\\settings\\acme.yaml'], { env }), 2, /already exists|exists/);
  assert.equal(readFileSync(join(folder, 'settings', 'acme.yaml'), 'utf8'), settings);
}

/** @param {string} name */
function commandPath(name) {
  return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
}
