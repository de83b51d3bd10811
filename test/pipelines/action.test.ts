import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { packageRoot } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { applied, countsIn, storedIn, writesIn } from '../support/tenants.ts';
import { DEFAULT_BRANCH, gitRepositoryOfTest } from './git-repository.ts';
import { gitHubOfTest, type Permissions } from './github.ts';
import { runAction } from './github-action.ts';
import type { Texts, WorkflowEvent } from './github-steps.ts';
import {
  SETTINGS_FILE,
  secretsOf,
  secretsOfTargets,
  settingsFileFor,
  settingsFileForTargets,
} from './project-files.ts';
import { VERSION } from './shell.ts';

const action = parse(readFileSync(join(packageRoot, 'action.yml'), 'utf8'));

/** Creates a repository with a sandbox's settings, and its action. @param more further files of the repository */
function setUp(sandbox: Sandbox, more: Texts = {}) {
  return setUpWith(settingsFileFor(sandbox), secretsOf(sandbox), more);
}

async function setUpWith(settingsFile: string, secrets: Texts, more: Texts = {}) {
  const gitHub = await gitHubOfTest();
  const repository = gitRepositoryOfTest();
  repository.commit(DEFAULT_BRANCH, { [SETTINGS_FILE]: settingsFile, ...more });
  const use = (inputs: Texts, permissions: Permissions = {}, payload: WorkflowEvent['payload'] = {}) => {
    const sha = repository.tipOf(DEFAULT_BRANCH);
    const event = { name: 'pull_request', sha, headSha: sha, ref: 'refs/pull/1/merge', payload } as const;
    return runAction({ gitHub, repository, environments: {} }, event, {
      inputs,
      env: { ...secrets, HALO_ALLOWED_HOSTS: '127.0.0.1' },
      permissions,
    });
  };
  return { gitHub, repository, use };
}

describe.skipIf(onWindows)('the action, run against both services', { timeout: 120_000 }, () => {
  it('plans, hands out what would change, and applies exactly the saved plan', async () => {
    const sandbox = await sandboxOfTest();
    const { use } = await setUp(sandbox);
    const planned = await use({ command: 'plan', 'plan-file': 'plan of today.json' });
    expect(planned).toMatchObject({ result: 'success', outputs: { 'exit-code': '0', pending: 'true', create: '6' } });
    expect(planned.outputs).toMatchObject({ update: '0', delete: '0' });
    expect(JSON.parse(planned.outputs.counts ?? '')).toEqual({ create: 6, update: 0, delete: 0, keep: 0 });
    expect(planned.summary).toContain('6 to create');
    expect(readFileSync(planned.outputs['markdown-file'] ?? '', 'utf8')).toBe(planned.summary);
    expect(JSON.parse(readFileSync(planned.outputs['json-file'] ?? '', 'utf8'))).toMatchObject({ pending: true });
    expect(writesIn(sandbox)).toEqual([]);

    const file = planned.outputs['plan-file'] ?? '';
    expect(file).toMatch(/plan of today\.json$/);
    const done = await use({ command: 'apply', 'plan-file': file });
    expect(done).toMatchObject({ result: 'success', outputs: { create: '6', 'plan-file': '' } });
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);

    expect((await use({ command: 'plan' })).outputs).toMatchObject({ pending: 'false', create: '0' });
  });

  it('hands out no plan that was in the repository', async () => {
    const sandbox = await sandboxOfTest();
    const { use } = await setUp(sandbox, { 'plan.json': '{}\n' });
    const planned = await use({ command: 'plan', 'plan-file': 'plan.json' });
    expect(planned).toMatchObject({ result: 'failure', outputs: { 'exit-code': '2', 'plan-file': '' } });
    expect(planned.log).toContain('plan.json exists and is not a saved plan');
  });

  it('adds up what would change for all targets', async () => {
    const targets = { acme: await sandboxOfTest(), globex: await sandboxOfTest() };
    const { use } = await setUpWith(settingsFileForTargets(targets), secretsOfTargets(targets));
    const { outputs } = await use({ command: 'plan', targets: 'all' });
    expect(outputs).toMatchObject({ pending: 'true', create: '12', update: '0', delete: '0' });
    expect(JSON.parse(outputs.counts ?? '')).toMatchObject({ create: 12, targets: { all: 2, pending: 2 } });
    expect((await use({ command: 'plan', targets: 'globex' })).outputs).toMatchObject({ create: '6' });
  });

  it('fails with the exit code of the command, which is an output too', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { use } = await setUp(sandbox);
    storedIn(sandbox).runbook.name = 'renamed by hand';
    const { result, outputs } = await use({ command: 'status', 'junit-file': 'status.xml' });
    expect({ result, outputs }).toMatchObject({ result: 'failure', outputs: { 'exit-code': '4', pending: '' } });
  });

  it('comments on the pull request, and updates its comment', async () => {
    const sandbox = await sandboxOfTest();
    const { gitHub, use } = await setUp(sandbox);
    const inputs = { command: 'plan', comment: 'true' };
    const event = { pull_request: { number: 1 } };
    for (const _ of ['created', 'updated']) await use(inputs, { 'pull-requests': 'write' }, event);
    expect(gitHub.comments.map(({ body }) => body)).toEqual([expect.stringContaining('6 to create')]);
  });

  it('has a comment for each integration of a repository, wherever their settings are', async () => {
    const sandbox = await sandboxOfTest();
    const { gitHub, repository, use } = await setUp(sandbox);
    const other = settingsFileFor(sandbox);
    repository.commit(DEFAULT_BRANCH, { [`a/${SETTINGS_FILE}`]: other, [`b/${SETTINGS_FILE}`]: other });
    const event = { pull_request: { number: 1 } };
    for (const _ of ['created', 'updated'])
      for (const folder of ['.', 'a', 'b'])
        await use(
          { command: 'plan', comment: 'true', 'working-directory': folder },
          { 'pull-requests': 'write' },
          event,
        );
    expect(gitHub.comments.map(({ body }) => body.split('\n', 1)[0])).toEqual([
      '<!-- ilert-haloitsm plan -->',
      '<!-- ilert-haloitsm plan config=a -->',
      '<!-- ilert-haloitsm plan config=b -->',
    ]);
  });

  it('goes on, with a warning, where it may not comment', async () => {
    const sandbox = await sandboxOfTest();
    const { gitHub, use } = await setUp(sandbox);
    const { result, log } = await use({ command: 'plan', comment: 'true' }, {}, { pull_request: { number: 1 } });
    expect(result).toBe('success');
    expect(log).toContain('::warning title=No comment::GitHub answered 403');
    expect(gitHub.comments).toEqual([]);
  });

  it('hands arguments on as they are, one a line', async () => {
    const sandbox = await sandboxOfTest();
    const { use } = await setUp(sandbox);
    const name = `It's "ours"; $(touch hacked) & more`;
    const { outputs } = await use({ command: 'plan', args: `--name\n${name}\n\n--exit-code` });
    expect(outputs['exit-code']).toBe('4');
    const { changes } = JSON.parse(readFileSync(outputs['json-file'] ?? '', 'utf8'));
    expect(changes[0].name).toBe(name);
  });

  it('lets no name in the services speak to the runner', async () => {
    const sandbox = await sandboxOfTest();
    const { use } = await setUp(sandbox);
    const { log } = await use({ command: 'plan', args: '--name\n::error::hacked' });
    const shown = log.slice(log.indexOf('::stop-commands::'));
    expect(shown).toContain('hacked');
    expect(log.replace(/::stop-commands::(\S+)[\s\S]*?::\1::/, '')).not.toMatch(/^::error::hacked/m);
  });

  it.each([
    [{ command: 'setup' }, 'The input command must be one of plan, apply, verify, status, destroy'],
    [{ command: 'status', 'plan-file': 'plan.json' }, 'The input plan-file is for plan and apply'],
    [{ command: 'plan', 'junit-file': 'plan.xml' }, 'The input junit-file is for status and verify'],
    [
      { command: 'plan', 'working-directory': 'nope' },
      'The folder of the input working-directory does not exist: nope',
    ],
    [{ command: 'plan', comment: 'yes' }, 'The input comment must be true or false'],
    [{ command: 'plan', version: '1; touch hacked' }, 'The input version must be a version'],
  ] satisfies [Texts, string][])('refuses %j', async (inputs, message) => {
    const sandbox = await sandboxOfTest();
    const { use } = await setUp(sandbox);
    const { result, log } = await use(inputs);
    expect(result).toBe('failure');
    expect(log).toContain(message);
    expect(sandbox.requests).toEqual([]);
  });
});

test('the action runs the version of its own tag', () => {
  expect(action.inputs.version.default).toBe(VERSION);
});

test('every input and output of the action is described, and no script has one pasted in', () => {
  for (const each of [...Object.values(action.inputs), ...Object.values(action.outputs)])
    expect(each).toHaveProperty('description');
  for (const { run = '' } of action.runs.steps) expect(run).not.toContain('{{');
});
