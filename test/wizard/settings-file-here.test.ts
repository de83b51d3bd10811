import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { completeWizard, defaultAnswers, questionOf, runWizard, without } from './run-wizard.ts';
import { ENTER, inTurn, type Script } from './scripted-prompter.ts';

const FILE = 'ilert-haloitsm.yaml';

/** The questions that a file saved by the wizard answers. */
const ANSWERED = [
  'halo-url',
  'halo-client-id',
  'teams',
  'policy',
  'grouping',
  'payload',
  'product',
  'tickets',
  'on-call',
];

/** Creates a folder with a settings file. */
function folderWith(settings: unknown): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, FILE), JSON.stringify(settings));
  return cwd;
}

function settingsFor({ halo }: Sandbox) {
  return {
    alertSource: {
      name: 'Desk',
      teams: ['Service Desk'],
      escalationPolicy: 'Critical incidents',
      grouping: 'window',
      groupingWindow: '60m',
      summaryTemplate: '{{ ticket.summary }}',
    },
    halo: { url: halo.url, clientId: halo.clientId, payload: 'full', onlyPriority: ['Critical'] },
  };
}

it('in a folder with a settings file, its values are offered as answers, and what is not asked stays', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = folderWith(settingsFor(sandbox));
  const script: Script = {
    ...defaultAnswers(sandbox),
    'grouping-window': ENTER,
    'halo-url': ENTER,
    'halo-client-id': ENTER,
  };
  const wizard = await completeWizard(sandbox, script, { cwd });
  expect(wizard.stderr).toContain(`Using the settings in ${FILE}.`);
  expect(wizard.shown).toContain(`What is offered at first is from ${FILE}.`);
  const offered = ['teams', 'policy', 'grouping-window', 'halo-url', 'halo-client-id', 'payload', 'tickets'].map(
    (id) => questionOf(wizard, id).offered,
  );
  expect(offered).toEqual([
    ['Service Desk'],
    'Critical incidents',
    '1 hour',
    sandbox.halo.url,
    sandbox.halo.clientId,
    'Full payload',
    'Keep the current filter: priority is Critical',
  ]);
  const [source] = sandbox.ilert.state.alertSources.filter(({ name }) => name === 'Desk');
  expect(source).toMatchObject({ summaryTemplate: { textTemplate: '{{ ticket.summary }}' } });
});

it('a priority by name is chosen where it is asked for', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(
    sandbox,
    {
      ...defaultAnswers(sandbox),
      'halo-url': ENTER,
      'halo-client-id': ENTER,
      tickets: 'Only matching',
      'halo.onlyTicketType': ENTER,
      'halo.onlyPriority': ENTER,
      'halo.onlyTeam': ENTER,
    },
    { cwd: folderWith({ halo: settingsFor(sandbox).halo }) },
  );
  expect(questionOf(wizard, 'halo.onlyPriority').offered).toEqual(['Critical']);
  expect(wizard.shown).not.toContain('no longer has');
});

it('what is wrong with the file is said before anything is asked', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = folderWith({ alertSource: { grouping: 'sometimes' } });
  const wizard = await runWizard(sandbox, {}, { cwd });
  expect([wizard.exitCode, wizard.asked]).toEqual([2, []]);
  expect(wizard.stderr).toContain(`alertSource.grouping in ${FILE}, line 1`);
});

it('where settings were saved, the next run in that folder can change them, and saves them again', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': ENTER });
  const script: Script = {
    ...without(defaultAnswers(sandbox), ...ANSWERED),
    menu: 'Change it',
    confirm: inTurn('Edit an answer', 'Apply'),
    edit: 'Payload',
    payload: 'Full payload',
    'save-settings': 'Replace',
  };
  await completeWizard(sandbox, script, { cwd });
  expect(readFileSync(join(cwd, FILE), 'utf8')).toContain('payload: full');
});

it.each(['Save as', 'Do not save'])(
  'whoever chooses "%s" is told which settings later commands use',
  async (answer) => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': ENTER });
    const script: Script = {
      ...without(defaultAnswers(sandbox), ...ANSWERED),
      menu: 'Change it',
      confirm: inTurn('Edit an answer', 'Apply'),
      edit: 'Payload',
      payload: 'Full payload',
      'save-settings': answer,
    };
    const wizard = await completeWizard(sandbox, script, { cwd });
    const chosen = questionOf(wizard, 'save-settings').choices?.find(({ name }) => name.startsWith(answer));
    expect(chosen?.description).toContain(`${FILE} stays as it is, and later commands in this folder use it.`);
  },
);

it('init writes what the wizard saved, for a person at a terminal', async () => {
  const sandbox = await sandboxOfTest();
  const script: Script = { ...defaultAnswers(sandbox), teams: ['Service Desk'], policy: 'Critical incidents' };
  const { cwd } = await completeWizard(sandbox, script);
  const stdin = Object.assign((async function* nothing() {})(), { isTTY: true });
  const stderr = { isTTY: true, columns: 300, write: () => undefined };
  const init = await run(['init'], { cwd, stdin, stderr, env: { TERM: 'dumb', ILERT_ENDPOINT: sandbox.ilert.url } });
  expect([init.exitCode, init.stdout]).toEqual([0, expect.not.stringContaining('put your values')]);
  const { ILERT_API_TOKEN, HALO_CLIENT_SECRET } = pointedAt(sandbox);
  const env = { ILERT_API_TOKEN, HALO_CLIENT_SECRET };
  const plan = await run(['plan', '--exit-code'], { cwd, env, configDir: temporaryFolder() });
  expect([plan.exitCode, readFileSync(join(cwd, FILE), 'utf8')]).toEqual([
    0,
    expect.stringContaining('- Service Desk'),
  ]);
});

it('init of a further settings file writes nothing of what the wizard saved', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': ENTER });
  const stdin = Object.assign((async function* nothing() {})(), { isTTY: true });
  const stderr = { isTTY: true, columns: 300, write: () => undefined };
  const env = { TERM: 'dumb', ILERT_ENDPOINT: sandbox.ilert.url };
  const init = await run(['init', 'globex.yaml'], { cwd, configDir: join(cwd, '.saved'), stdin, stderr, env });
  expect(init).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/put your values for .*halo\.clientId/) });
});

it('another integration is not made from the file of the first', async () => {
  const sandbox = await sandboxOfTest();
  const first = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': ENTER });
  const script: Script = {
    ...defaultAnswers(sandbox),
    menu: 'Set up another one',
    profile: 'second',
  };
  const names = {
    ILERT_SOURCE_NAME: 'Two',
    HALO_INTEGRATION_NAME: 'two',
    HALO_METHOD_NAME: 'two',
    HALO_RUNBOOK_NAME: 'two',
  };
  const second = await completeWizard(sandbox, script, { cwd: first.cwd, env: names });
  expect(questionOf(second, 'halo-url').offered ?? '').not.toBe(sandbox.halo.url);
  expect(second.stdout).toContain('npx ilert-haloitsm status --no-config --profile second');
});
