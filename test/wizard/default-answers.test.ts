import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { StatusId } from '../../sandbox/halo/tenant.ts';
import { filesBelow } from '../cli/files-below.ts';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { configurationOf, countsIn, storedIn } from '../support/tenants.ts';
import { peopleIn } from './people.ts';
import { printedCommand, printedVariables } from './printed-command.ts';
import { completeWizard, defaultAnswers, headingsIn, idsOf, runWizard, without } from './run-wizard.ts';
import type { Script } from './scripted-prompter.ts';

test('with the four credentials alone, a ticket becomes an alert, which is resolved when the ticket is closed', async () => {
  const sandbox = await sandboxOfTest();
  await completeWizard(sandbox, defaultAnswers(sandbox));
  const people = peopleIn(sandbox);
  const ticket = await people.log('Mail is down');
  expect(people.alerts()).toEqual(['Mail is down: PENDING']);
  await people.setStatus(ticket, StatusId.closed);
  expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
});

test('there are at most 12 questions, each below the heading of its service', async () => {
  const sandbox = await sandboxOfTest();
  const wizard = await completeWizard(sandbox, defaultAnswers(sandbox));
  expect(idsOf(wizard)).toEqual(Object.keys(defaultAnswers(sandbox)));
  expect(idsOf(wizard).length).toBeLessThanOrEqual(12);
  expect(headingsIn(wizard)).toEqual(['ilert', 'HaloITSM or HaloPSA']);
});

test('every answer is reviewed, and applied once it is approved', async () => {
  const sandbox = await sandboxOfTest();
  const { shown, stdout } = await completeWizard(sandbox, defaultAnswers(sandbox));
  expect(shown.slice(shown.indexOf('Review')).split('\n')).toEqual([
    'Review',
    '  ilert',
    '    Alert source         HaloITSM (new)',
    '    Teams                No team',
    '    Escalation policy    Default: notifies Ada Admin',
    '    Alert grouping       Do not group alerts',
    `  HaloITSM (${sandbox.halo.url})`,
    '    Custom integration   ilert integration (new)',
    '    Method               send ticket to ilert (new)',
    '    Payload              recommended payload',
    '    Runbook              ilert runbook (new): retries while ilert is unreachable',
    '    Events               New Ticket Logged, Ticket Status Changed',
    '    Tickets              all',
    '    On-call options      none',
  ]);
  expect(stdout).toContain('Done: 6 created');
  expect(sandbox.writes()).toBe(6);
});

test('no question uses the vocabulary of an API', async () => {
  const sandbox = await sandboxOfTest();
  const { asked, shown } = await completeWizard(sandbox, defaultAnswers(sandbox));
  const texts = [
    shown.replaceAll(sandbox.halo.url, 'the URL'),
    ...asked.flatMap(({ message, choices = [] }) => [
      message,
      ...choices.flatMap(({ name, description = '' }) => [name, description]),
    ]),
  ];
  for (const text of texts)
    expect(text).not.toMatch(/\b(JSON|endpoint|HTTP|POST|GET|webhook|token|OAuth|grant|null|undefined|boolean)\b/i);
});

test('each choice has one line of description', async () => {
  const sandbox = await sandboxOfTest();
  const { asked } = await completeWizard(sandbox, defaultAnswers(sandbox));
  for (const { id, choices = [] } of asked.filter(({ id }) =>
    ['grouping', 'policy', 'payload', 'tickets'].includes(id),
  ))
    for (const { name, description } of choices)
      if (!name.startsWith('Preview')) expect(description, `${id}: ${name}`).toMatch(/^[^\n]{3,90}$/);
});

test('settings from flags, variables and the file are not asked', async () => {
  const sandbox = await sandboxOfTest();
  const script = without(
    defaultAnswers(sandbox),
    'ilert-key',
    'policy',
    'grouping',
    'halo-url',
    'halo-client-id',
    'halo-client-secret',
    'payload',
  );
  const wizard = await completeWizard(sandbox, script, {
    argv: ['setup', '--name', 'Service desk', '--grouping', 'until-accepted', '--payload', 'full'],
    env: pointedAt(sandbox),
  });
  expect(idsOf(wizard)).toEqual(['teams', 'product', 'tickets', 'on-call', 'confirm']);
  expect(sandbox.ilert.state.alertSources.at(-1)).toMatchObject({
    name: 'Service desk',
    alertCreation: 'ONE_PENDING_ALERT_ALLOWED',
  });
});

test('an address copied from the browser is normalized before any request', async () => {
  const sandbox = await sandboxOfTest();
  const script = without(defaultAnswers(sandbox), 'halo-url');
  await completeWizard(
    sandbox,
    {
      ...script,
      tickets: 'Only matching',
      'halo.onlyTicketType': ['Incident'],
      'halo.onlyPriority': 'All',
      'halo.onlyTeam': 'All',
    },
    {
      argv: ['setup', '--halo-url', `${sandbox.halo.url}/api/`],
      env: { ILERT_ENDPOINT: `${sandbox.ilert.url}/api` },
    },
  );
  expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
});

// Windows has no POSIX shell to read the line.
test.skipIf(onWindows)(
  'the printed command repeats the run, with the named variables, and changes nothing',
  async () => {
    const sandbox = await sandboxOfTest();
    const argv = ['setup', '--name', 'Tickets & "alerts"', '--integration-name', "it's ours"];
    const script: Script = {
      ...defaultAnswers(sandbox),
      teams: ['Service Desk', 'Operations'],
      grouping: 'Group by content similarity',
      'grouping-window': '1 hour',
      'similarity-threshold': '0,75',
      payload: 'Full payload',
      tickets: 'Only matching',
      'halo.onlyTicketType': ['Incident'],
      'halo.onlyPriority': ['Critical'],
      'halo.onlyTeam': ['2nd Line Support'],
    };
    const { stdout, cwd } = await completeWizard(sandbox, script, { argv: [...argv, '--runbook-name', 'runbook $1'] });
    const variables: Record<string, string> = {
      ILERT_API_TOKEN: sandbox.ilert.token,
      HALO_CLIENT_SECRET: sandbox.halo.clientSecret,
    };
    expect(printedVariables(stdout)).toEqual(Object.keys(variables));
    const before = sandbox.writes();
    // On a machine without its profile.
    const again = await run(printedCommand(stdout, 'apply'), {
      env: { ILERT_ENDPOINT: sandbox.ilert.url, ...variables },
    });
    expect(again.stderr).toBe('');
    expect(again.stdout).toContain('No changes');
    expect(sandbox.writes()).toBe(before);

    const removed = await run([...printedCommand(stdout, 'destroy'), '--yes'], {
      env: { ILERT_ENDPOINT: sandbox.ilert.url, ...variables },
      cwd,
    });
    expect(removed.exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(sandbox.halo.state.integrations.map(({ name }) => name)).toEqual(['Chat']);
  },
);

test('the outro links to both products, and says how to check and how to remove', async () => {
  const sandbox = await sandboxOfTest();
  const { stdout } = await completeWizard(sandbox, defaultAnswers(sandbox));
  expect(stdout).toContain(`${sandbox.ilert.url} > Alert sources > HaloITSM`);
  expect(stdout).toContain(
    `${sandbox.halo.url}/config > Integrations\n    > Custom Integrations > ilert integration\n`,
  );
  expect(stdout).toMatch(/Log a ticket in HaloITSM[\s\S]*Close the ticket[\s\S]*npx ilert-haloitsm destroy/);
  expect(stdout).toContain(`(ID ${storedIn(sandbox).source.id})`);
});

test('neither the output nor a file contains a secret', async () => {
  const sandbox = await sandboxOfTest();
  const { transcript, cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
  const key = storedIn(sandbox).source.integrationKey;
  const secrets = [sandbox.ilert.token, sandbox.halo.clientSecret, key, ...sandbox.halo.state.tokens.keys()];
  expect(secrets).toHaveLength(5);
  const texts = [transcript, ...filesBelow(cwd).map((path) => readFileSync(path, 'utf8'))];
  expect(texts.length).toBeGreaterThan(1);
  for (const secret of secrets) for (const text of texts) expect(text).not.toContain(secret);
});

test('a second run has nothing to change, and asks for no approval', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await completeWizard(sandbox, defaultAnswers(sandbox));
  const before = configurationOf(sandbox);
  const { stdout } = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
  expect(stdout).toContain('No changes');
  expect(configurationOf(sandbox)).toEqual(before);
  expect(sandbox.writes()).toBe(6);
});

test('with --yes nothing is asked, as with apply', async () => {
  const sandbox = await sandboxOfTest();
  const { exitCode, asked } = await runWizard(sandbox, {}, { argv: ['setup', '--yes'], env: pointedAt(sandbox) });
  expect(exitCode).toBe(0);
  expect(asked).toEqual([]);
  expect(sandbox.writes()).toBe(6);
});

test('every question names HaloPSA where that is connected', async () => {
  const sandbox = await sandboxOfTest({ product: 'haloitsm' });
  const { asked, shown } = await runWizard(
    sandbox,
    { ...without(defaultAnswers(sandbox), 'product'), confirm: 'Cancel' },
    { argv: ['setup', '--product', 'halopsa'] },
  );
  expect(JSON.stringify(asked) + shown).not.toContain('HaloITSM');
  expect(shown).toContain('HaloPSA');
});
