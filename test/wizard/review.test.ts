import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf } from './run-wizard.ts';
import { BACK, ENTER, inTurn } from './scripted-prompter.ts';

test('the payload and the full plan can be shown before they are approved', async () => {
  const sandbox = await sandboxOfTest();
  const { shown } = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    confirm: inTurn('Show the payload', 'Show the full plan', ENTER),
  });
  const payload = readFileSync(join(packageRoot, 'templates', 'recommended.json'), 'utf8');
  expect(shown).toContain(payload.trim());
  expect(shown).toMatch(/\+ alert source "HaloITSM"[\s\S]*6 to create/);
});

test('an answer can be edited: only what depends on it is asked, and the review is shown again', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    confirm: inTurn('Edit an answer', ENTER),
    edit: 'Alert grouping',
    grouping: inTurn(ENTER, 'Time-based'),
    'grouping-window': ENTER,
  });
  expect(idsOf(wizard).slice(-5)).toEqual(['confirm', 'edit', 'grouping', 'grouping-window', 'confirm']);
  expect(storedIn(sandbox).source).toMatchObject({ alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW' });
});

test('names are only asked for if they are edited', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    confirm: inTurn('Edit an answer', 'Edit an answer', ENTER),
    edit: inTurn('Runbook', 'Alert source'),
    'halo.runbookName': 'our runbook',
    name: 'Service desk',
  });
  expect(wizard.shown).toMatch(/Service desk \(new\)[\s\S]*our runbook \(new\)/);
  expect(sandbox.ilert.state.alertSources.at(-1)?.name).toBe('Service desk');
});

test('going back from the list of answers, or from the answer, leads to the review', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    confirm: inTurn('Edit an answer', 'Edit an answer', ENTER),
    edit: inTurn(BACK, 'Payload'),
    payload: inTurn(ENTER, BACK),
  });
  expect(idsOf(wizard).slice(-6)).toEqual(['confirm', 'edit', 'confirm', 'edit', 'payload', 'confirm']);
});

test('with another URL, the API application is asked for again', async () => {
  const [sandbox, other] = [await sandboxOfTest(), await sandboxOfTest()];
  const wizard = await completeWizard(sandbox, {
    ...defaultAnswers(sandbox),
    'halo-url': inTurn(other.halo.url, sandbox.halo.url),
    product: inTurn(ENTER, ENTER),
    'halo-client-id': inTurn(other.halo.clientId, sandbox.halo.clientId),
    'halo-client-secret': inTurn(other.halo.clientSecret, sandbox.halo.clientSecret),
    confirm: inTurn('Edit an answer', ENTER),
    edit: 'URL',
  });
  expect(idsOf(wizard).slice(-5)).toEqual(['halo-url', 'product', 'halo-client-id', 'halo-client-secret', 'confirm']);
});

test('every answer is in the list, but for those that flags give', async () => {
  const sandbox = await sandboxOfTest();
  const { teams: _, ...script } = defaultAnswers(sandbox);
  const wizard = await completeWizard(
    sandbox,
    { ...script, confirm: inTurn('Edit an answer', ENTER), edit: BACK },
    { argv: ['setup', '--team', 'none'] },
  );
  const labels = questionOf(wizard, 'edit').choices?.map(({ name }) => name.split(':')[0]);
  expect(labels).toContain('Escalation policy');
  expect(labels).not.toContain('Teams');
});

test('where something exists, what will change is part of the review', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
  const again = await completeWizard(sandbox, { ...defaultAnswers(sandbox), payload: 'Full payload' }, { cwd });
  expect(again.shown).toMatch(/send ticket to ilert \(exists, will be updated\)[\s\S]*~ method "send ticket to ilert"/);
});
