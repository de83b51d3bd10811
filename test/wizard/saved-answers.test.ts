import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveSettings } from '../../src/config/resolve.ts';
import { restoredValues, settingsToSave } from '../../src/runtime/profile-settings.ts';
import { Secret } from '../../src/secret/secret.ts';
import { firstAnswers, withAnswers } from '../../src/wizard/answers.ts';
import { filesBelow } from '../cli/files-below.ts';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, questionOf, runWizard, without } from './run-wizard.ts';
import { CTRL_C, ENTER, type Script } from './scripted-prompter.ts';

test('the answers of one run are the defaults of the next', async () => {
  const sandbox = await sandboxOfTest();
  const answers: Script = {
    ...defaultAnswers(sandbox),
    teams: ['Service Desk'],
    policy: 'Critical incidents',
    grouping: 'Time-based',
    'grouping-window': '4 hours',
    product: 'HaloPSA',
    payload: 'Full payload',
    tickets: 'Only matching',
    'halo.onlyTicketType': ['Incident'],
    'halo.onlyPriority': 'All',
    'halo.onlyTeam': 'All',
  };
  const { cwd } = await completeWizard(sandbox, answers, { argv: ['setup', '--integration-name', 'to ilert'] });
  const usual = without(defaultAnswers(sandbox), 'confirm');
  const script: Script = { ...usual, 'halo-url': ENTER, 'halo-client-id': ENTER };
  const again = await completeWizard(sandbox, { ...script, 'grouping-window': ENTER }, { cwd });
  const offered = (id: string) => questionOf(again, id).offered;
  expect(
    [
      'teams',
      'policy',
      'grouping',
      'grouping-window',
      'halo-url',
      'product',
      'halo-client-id',
      'payload',
      'tickets',
    ].map(offered),
  ).toEqual([
    ['Service Desk'],
    'Critical incidents',
    'Time-based',
    '4 hours',
    sandbox.halo.url,
    'HaloPSA',
    sandbox.halo.clientId,
    'Full payload',
    'Keep the current filter: ticket type is Incident',
  ]);
  expect(again.stdout).toContain('No changes');
});

test('no secret is in the saved file, and none is offered', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
  const files = filesBelow(cwd);
  expect(files.map((file) => basename(file)).filter((name) => !name.endsWith('-change.json'))).toEqual([
    'profiles.json',
  ]);
  const saved = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(saved).toContain(sandbox.halo.clientId);
  for (const secret of [sandbox.ilert.token, sandbox.halo.clientSecret, storedIn(sandbox).source.integrationKey]) {
    expect(saved).not.toContain(secret);
  }
  const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
  expect(questionOf(again, 'ilert-key').message).not.toContain('Enter keeps');
});

test('a flag takes precedence over a saved answer', async () => {
  const sandbox = await sandboxOfTest();
  const first = { ...defaultAnswers(sandbox), grouping: 'Time-based', 'grouping-window': '1 hour' };
  const { cwd } = await completeWizard(sandbox, first, { argv: ['setup', '--name', 'Saved'] });
  const { stdout } = await completeWizard(
    sandbox,
    { ...without(defaultAnswers(sandbox), 'grouping') },
    { cwd, argv: ['setup', '--name', 'Of the flag', '--grouping', 'none'] },
  );
  expect(stdout).toContain('alert source "Of the flag"');
  expect(sandbox.ilert.state.alertSources.at(-1)).toMatchObject({
    name: 'Of the flag',
    alertCreation: 'ONE_ALERT_PER_EMAIL',
  });
});

test('a policy given by flag is not created from the responders of the last run', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    policy: '+ Create a new escalation policy',
    'policy-name': ENTER,
    'policy-responders': ['Ada Admin', 'On-call (schedule)'],
    'policy-timeout': ENTER,
  });
  const { exitCode, stderr } = await runWizard(sandbox, without(defaultAnswers(sandbox), 'policy', 'confirm'), {
    cwd,
    argv: ['setup', '--escalation-policy', 'Not there'],
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('ilert has no escalation policy "Not there"');
});

test('each profile has its own answers', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), payload: 'Full payload' });
  const names = ['--name', 'Second', '--integration-name', 'second', '--runbook-name', 'second'];
  const argv = ['setup', '--profile', 'second', ...names];
  const { stdout } = await completeWizard(sandbox, defaultAnswers(sandbox), { cwd, argv });
  expect(stdout).toContain('--profile second');
  const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
  expect(questionOf(again, 'payload').offered).toBe('Full payload');
});

test('nothing is saved if the person cancels, at whichever question', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await runWizard(sandbox, { ...defaultAnswers(sandbox), confirm: 'Cancel' });
  await runWizard(sandbox, { ...without(defaultAnswers(sandbox), 'on-call', 'confirm'), tickets: CTRL_C }, { cwd });
  expect(filesBelow(cwd)).toEqual([]);
});

test("people's e-mail addresses are not saved once their escalation policy exists", async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    policy: '+ Create a new escalation policy',
    'policy-name': ENTER,
    'policy-responders': ['Ada Admin', 'On-call (schedule)'],
    'policy-timeout': ENTER,
  });
  for (const file of filesBelow(cwd)) expect(readFileSync(file, 'utf8')).not.toMatch(/@/);
});

test('saved answers have no secret, and say where a payload file is', () => {
  const values = {
    'ilert.apiToken': new Secret('secret'),
    'halo.clientSecret': new Secret('secret'),
    'halo.payload': { name: 'mine.json', path: '/work/mine.json', text: '{}' },
    'alertSource.name': 'Desk',
    'halo.onlyTeam': undefined,
  };
  const answers = firstAnswers(values);
  expect(settingsToSave(withAnswers(new Map(), answers), { createsPolicy: false })).toEqual({
    'halo.payload': '/work/mine.json',
    'alertSource.name': 'Desk',
  });
});

test('only saved settings of this version are restored, never a secret and never what a flag provides', () => {
  const saved = { 'alertSource.name': 'Desk', 'halo.url': 'https://x.example', 'ilert.apiToken': 'in clear', gone: 1 };
  expect(restoredValues(saved, new Map([['halo.url', {}]]))).toEqual({ 'alertSource.name': 'Desk' });
});

test('lists are restored as lists, also where an earlier version saved one value', () => {
  const saved = {
    'halo.onlyPriority': 2,
    'halo.onlyTeam': 'Desk',
    'halo.onlyTicketType': [],
    'alertSource.teams': [7],
  };
  expect(restoredValues(saved, new Map())).toEqual({
    'halo.onlyPriority': ['2'],
    'halo.onlyTeam': ['Desk'],
    'halo.onlyTicketType': [],
    'alertSource.teams': ['7'],
  });
});

test('an empty list is saved, and is a setting: it removes what was there', () => {
  const values = { 'halo.onlyPriority': [], 'alertSource.teams': [], 'alertSource.policyResponders': [] };
  const answers = firstAnswers(values);
  const saved = settingsToSave(withAnswers(new Map(), answers), { createsPolicy: true });
  expect(saved).toEqual(values);
  const { settings, problems } = resolveSettings(withAnswers(new Map(), answers), [], { isComplete: false });
  expect(problems).toEqual([]);
  expect(settings).toMatchObject(values);
});

test('a flag takes precedence over an answer', () => {
  const given = new Map([['alertSource.name', { value: 'flag', origin: { from: 'flag' } }]] as const);
  const values = { 'alertSource.name': 'answer', 'halo.url': 'https://x.example', 'halo.onlyTeam': '' };
  expect([...withAnswers(given, { values })]).toEqual([
    ['alertSource.name', { value: 'flag', origin: { from: 'flag' } }],
    ['halo.url', { value: 'https://x.example', origin: { from: 'prompt' } }],
  ]);
});

test('a payload file that a settings file in another folder names is found again by a later run', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'settings'));
  writeFileSync(join(cwd, 'settings', 'ilert.yaml'), 'halo:\n  payload: mine.json\n');
  const payload = readFileSync(join(packageRoot, 'templates', 'full.json'));
  writeFileSync(join(cwd, 'settings', 'mine.json'), payload);
  const script = without(defaultAnswers(sandbox), 'payload');
  await completeWizard(sandbox, script, { argv: ['--config', 'settings/ilert.yaml'], cwd });
  const [file = ''] = filesBelow(cwd).filter((path) => basename(path) === 'profiles.json');
  expect(JSON.parse(readFileSync(file, 'utf8')).default.answers['halo.payload']).toBe(
    join(cwd, 'settings', 'mine.json'),
  );
});
