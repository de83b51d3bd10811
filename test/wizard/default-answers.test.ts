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
import { idsOf, runWizard, straight, walked, without } from './run-wizard.ts';
import { ENTER } from './scripted-prompter.ts';

test('who only gives the four credentials has a ticket that becomes an alert, and is resolved when it is closed', async () => {
  const sandbox = await sandboxOfTest();
  await walked(sandbox, straight(sandbox));
  const people = peopleIn(sandbox);
  const ticket = await people.log('Mail is down');
  expect(people.alerts()).toEqual(['Mail is down: PENDING']);
  await people.setStatus(ticket, StatusId.closed);
  expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
});

test('the usual way has at most 12 questions, in the order of the guide, each with where one is', async () => {
  const sandbox = await sandboxOfTest();
  const walk = await walked(sandbox, straight(sandbox));
  expect(idsOf(walk)).toEqual(Object.keys(straight(sandbox)));
  expect(idsOf(walk).length).toBeLessThanOrEqual(12);
  expect(walk.asked.map(({ message }) => message.split(':')[0])).toEqual([
    '1/9 ilert',
    '2/9 ilert',
    '3/9 ilert',
    '4/9 ilert',
    '5/9 ilert',
    '6/9 HaloITSM',
    '7/9 HaloITSM',
    '7/9 HaloITSM',
    '8/9 HaloITSM',
    '9/9 HaloITSM',
    'Review',
  ]);
});

test('the plan is shown before it is agreed to, and carried out then', async () => {
  const sandbox = await sandboxOfTest();
  const { said, stdout } = await walked(sandbox, straight(sandbox));
  expect(said).toMatch(/\+ alert source "HaloITSM"[\s\S]*Plan: 6 to create\./);
  expect(stdout).toContain('Done: 6 created');
  expect(sandbox.writes()).toBe(6);
});

test('no question speaks the language of an API', async () => {
  const sandbox = await sandboxOfTest();
  const { asked, said } = await walked(sandbox, straight(sandbox));
  const shown = [
    said,
    ...asked.flatMap(({ message, choices = [] }) => [
      message,
      ...choices.flatMap(({ name, description = '' }) => [name, description]),
    ]),
  ];
  for (const text of shown)
    expect(text).not.toMatch(
      /\b(JSON|endpoint|HTTP|POST|GET|webhook|token|OAuth|grant|null|undefined|boolean|payload)\b/i,
    );
});

test('each choice says in a line what it means', async () => {
  const sandbox = await sandboxOfTest();
  const { asked } = await walked(sandbox, straight(sandbox));
  for (const { id, choices = [] } of asked.filter(({ id }) => ['grouping', 'policy', 'payload', 'more'].includes(id)))
    for (const { name, description } of choices)
      if (!name.startsWith('Show')) expect(description, `${id}: ${name}`).toMatch(/^[^\n]{3,90}$/);
});

test('what flags, variables and the file have given is not asked', async () => {
  const sandbox = await sandboxOfTest();
  const script = without(
    straight(sandbox),
    'ilert-key',
    'name',
    'policy',
    'grouping',
    'halo-url',
    'halo-client-id',
    'halo-client-secret',
    'payload',
  );
  const walk = await walked(sandbox, script, {
    argv: ['setup', '--name', 'Service desk', '--grouping', 'until-accepted', '--payload', 'full'],
    env: pointedAt(sandbox),
  });
  expect(idsOf(walk)).toEqual(['teams', 'more', 'confirm']);
  expect(sandbox.ilert.state.alertSources.at(-1)).toMatchObject({
    name: 'Service desk',
    alertCreation: 'ONE_PENDING_ALERT_ALLOWED',
  });
});

test('an address that was given as copied from the browser is mended for every look', async () => {
  const sandbox = await sandboxOfTest();
  const script = without(straight(sandbox), 'halo-url');
  await walked(
    sandbox,
    {
      ...script,
      more: 'Only some',
      'halo.onlyTicketType': 'Incident',
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
    const { stdout, cwd } = await walked(sandbox, {
      ...straight(sandbox),
      name: 'Tickets & "alerts"',
      teams: ['Service Desk', 'Operations'],
      grouping: 'By likeness',
      'grouping-window': '1h',
      'score-threshold': '0,75',
      payload: 'The whole ticket',
      more: 'Only some, under',
      'halo.integrationName': "it's ours",
      'halo.methodName': ENTER,
      'halo.runbookName': 'runbook $1',
      'halo.onlyTicketType': 'Incident',
      'halo.onlyPriority': 'Critical',
      'halo.onlyTeam': '2nd Line Support',
    });
    const variables: Record<string, string> = {
      ILERT_API_TOKEN: sandbox.ilert.token,
      HALO_CLIENT_SECRET: sandbox.halo.clientSecret,
    };
    expect(printedVariables(stdout)).toEqual(Object.keys(variables));
    const before = sandbox.writes();
    // On a machine that never heard of the run.
    const again = await run(printedCommand(stdout, 'apply'), {
      env: { ILERT_ENDPOINT: sandbox.ilert.url, ...variables },
    });
    expect(again.stderr).toBe('');
    expect(again.stdout).toContain('Nothing to do');
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

test('the last page tells where to look in both products, how to check and how to remove', async () => {
  const sandbox = await sandboxOfTest();
  const { stdout } = await walked(sandbox, straight(sandbox));
  expect(stdout).toContain(`${sandbox.ilert.url} > Alert sources > HaloITSM`);
  expect(stdout).toContain(
    `${sandbox.halo.url}/config > Integrations\n    > Custom Integrations > ilert integration\n`,
  );
  expect(stdout).toMatch(/Log a ticket in HaloITSM[\s\S]*Close the ticket[\s\S]*npx ilert-haloitsm destroy/);
  expect(stdout).toContain(`(id ${storedIn(sandbox).source.id})`);
});

test('no word of the run holds a secret, and no file', async () => {
  const sandbox = await sandboxOfTest();
  const { transcript, cwd } = await walked(sandbox, straight(sandbox));
  const key = storedIn(sandbox).source.integrationKey;
  const secrets = [sandbox.ilert.token, sandbox.halo.clientSecret, key, ...sandbox.halo.state.tokens.keys()];
  expect(secrets).toHaveLength(5);
  const texts = [transcript, ...filesBelow(cwd).map((path) => readFileSync(path, 'utf8'))];
  expect(texts.length).toBeGreaterThan(1);
  for (const secret of secrets) for (const text of texts) expect(text).not.toContain(secret);
});

test('a second walk finds all as it should be, asks for no agreement and changes nothing', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd } = await walked(sandbox, straight(sandbox));
  const before = configurationOf(sandbox);
  const { stdout } = await walked(sandbox, without(straight(sandbox), 'confirm'), { cwd });
  expect(stdout).toContain('Nothing to do');
  expect(configurationOf(sandbox)).toEqual(before);
  expect(sandbox.writes()).toBe(6);
});

test('with --yes the wizard asks nothing, as apply', async () => {
  const sandbox = await sandboxOfTest();
  const { exitCode, asked } = await runWizard(sandbox, {}, { argv: ['setup', '--yes'], env: pointedAt(sandbox) });
  expect(exitCode).toBe(0);
  expect(asked).toEqual([]);
  expect(sandbox.writes()).toBe(6);
});

test('HaloPSA is called by its name, in every question', async () => {
  const sandbox = await sandboxOfTest({ product: 'haloitsm' });
  const { asked, said } = await runWizard(
    sandbox,
    { ...straight(sandbox), confirm: false },
    { argv: ['setup', '--product', 'halopsa'] },
  );
  expect(JSON.stringify(asked) + said).not.toContain('HaloITSM');
  expect(said).toContain('HaloPSA');
});
