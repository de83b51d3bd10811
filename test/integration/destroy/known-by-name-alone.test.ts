import { expect, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, countsIn, runAt, storedIn } from '../../support/tenants.ts';

/**
 * Creates two Halos with the same names, and the first one's ilert account. As in a pipeline, nothing is remembered.
 */
async function twoHalos() {
  const [first, second] = [await sandboxOfTest(), await sandboxOfTest()];
  const cwd = temporaryFolder();
  const account = { ILERT_ENDPOINT: first.ilert.url, ILERT_API_TOKEN: first.ilert.token };
  const elsewhere = (argv: readonly string[]) => run(argv, { cwd, env: pointedAt(second, account) });
  return { first, second, elsewhere };
}

function commandIn(text: string, verb: string): string[] {
  const [command = ''] = new RegExp(`ilert-haloitsm ${verb} .*?(--adopt alert-source:\\d+)`).exec(text) ?? [];
  return command.split(' ').slice(1);
}

async function alertFor(sandbox: Sandbox): Promise<void> {
  const { ilert } = sandbox;
  ilert.state.addAlert(storedIn(sandbox).source, { summary: 'A ticket' });
}

test('destroy of a Halo that never had anything keeps the alert source of another one, which has alerts', async () => {
  const { first, elsewhere } = await twoHalos();
  await applied(first);
  await alertFor(first);
  const before = configurationOf(first);
  const { id } = storedIn(first).source;
  // The second time, it is still known only by its name.
  for (const argv of [
    ['destroy', '--yes', '--json'],
    ['destroy', '--yes', '--json'],
  ]) {
    const { exitCode, stderr, stdout } = await elsewhere(argv);
    const { left, error } = JSON.parse(stdout);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('was not removed: it has alerts')]);
    expect(left).toEqual([expect.objectContaining({ resource: 'alert-source', id: String(id) })]);
    expect(error.hint).toBe(`To remove it all the same: ilert-haloitsm destroy --adopt alert-source:${id}`);
  }
  expect(configurationOf(first)).toEqual(before);
  const shown = await elsewhere(['destroy', '--dry-run']);
  expect([shown.exitCode, shown.stdout]).toEqual([0, expect.stringContaining('another HaloITSM may post to it')]);
});

test('plan and apply say that the alert source exists already and that another Halo may post to it', async () => {
  const { first, second, elsewhere } = await twoHalos();
  await applied(first);
  const { id } = storedIn(first).source;
  const note = `The alert source "HaloITSM" (ID ${id}) exists already, and nothing in this HaloITSM posts to it yet.`;
  const planned = await elsewhere(['plan', '--json']);
  expect([planned.exitCode, JSON.parse(planned.stdout).notes]).toEqual([0, [expect.stringContaining(note)]]);
  expect(planned.stdout).toContain(`right one: ilert-haloitsm apply --adopt alert-source:${id}`);
  const confirmed = await elsewhere(['plan', '--json', '--adopt', `alert-source:${id}`]);
  expect(JSON.parse(confirmed.stdout).notes).toEqual([]);
  const ran = await elsewhere(['apply']);
  expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining(note)]);
  expect(countsIn(second).slice(1)).toEqual([1, 1, 1, 1, 1]);
  expect(JSON.parse((await elsewhere(['plan', '--json'])).stdout).notes).toEqual([]);
});

test.each(['plan', 'apply'])(
  '%s stops where the alert source has alerts, until --adopt says that it is the one',
  async (verb) => {
    const { first, second, elsewhere } = await twoHalos();
    await applied(first);
    await alertFor(first);
    const before = [first, second].map(configurationOf);
    const { exitCode, stderr } = await elsewhere([verb]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has alerts')]);
    expect([first, second].map(configurationOf)).toEqual(before);
    const confirmed = await elsewhere(commandIn(stderr.replace(/\s+/g, ' '), 'apply'));
    expect([confirmed.exitCode, confirmed.stderr]).toEqual([0, expect.not.stringContaining('exists already')]);
  },
);

test('an API key that may not read alerts is no obstacle: the note stays', async () => {
  const { first, elsewhere } = await twoHalos();
  await applied(first);
  await alertFor(first);
  first.intercept = ({ path }) => (path === '/api/alerts' ? { kind: 'respond', status: 403 } : undefined);
  const { exitCode, stderr } = await elsewhere(['plan']);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('exists already')]);
});

test.each([
  ['the alert source', 1],
  ['the custom integration as well', 2],
])(
  'of a run that was killed when it had made %s, apply makes the rest, and destroy leaves nothing',
  async (_, count) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    sandbox.intercept = ({ method }) =>
      method !== 'GET' && sandbox.writes() > count ? { kind: 'respond', status: 403 } : undefined;
    await runAt(sandbox, ['apply']);
    sandbox.intercept = undefined;
    expect((await runAt(sandbox, ['apply'])).exitCode).toBe(0);
    expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  },
);

test('what an interrupted run left has no alerts, and destroy removes it although nobody remembers it', async () => {
  const sandbox = await sandboxOfTest();
  const before = configurationOf(sandbox);
  sandbox.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/CustomIntegration' ? { kind: 'respond', status: 403 } : undefined;
  await runAt(sandbox, ['apply']);
  sandbox.intercept = undefined;
  expect(countsIn(sandbox)).toEqual([1, 0, 0, 0, 0, 0]);
  expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
  expect(configurationOf(sandbox)).toEqual(before);
});

test("destroy keeps somebody's custom integration of our name that leads elsewhere, until --adopt names it", async () => {
  const sandbox = await sandboxOfTest();
  const { state } = sandbox.halo;
  const theirs = state.addIntegration('ilert integration', { resourcebaseurl: 'https://other.example.com' });
  const { exitCode, stdout, stderr } = await runAt(sandbox, ['destroy', '--yes']);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Nothing to remove')]);
  expect(stderr.replace(/\s+/g, ' ')).toContain(
    `Not removed: custom integration "ilert integration" (ID ${theirs.id}), since its base URL does not lead to ilert. To remove it as well, add --adopt custom-integration:${theirs.id}.`,
  );
  expect(state.integrations).toContain(theirs);
  await runAt(sandbox, ['destroy', '--yes', '--adopt', `custom-integration:${theirs.id}`]);
  expect(state.integrations).not.toContain(theirs);
});

test('the alert source of another Halo is kept where somebody has a custom integration of our name', async () => {
  const { first, second, elsewhere } = await twoHalos();
  await applied(first);
  await alertFor(first);
  second.halo.state.addIntegration('ilert integration', { resourcebaseurl: 'https://other.example.com' });
  const before = [first, second].map(configurationOf);
  const { exitCode, stderr } = await elsewhere(['destroy', '--yes']);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('was not removed: it has alerts')]);
  expect([first, second].map(configurationOf)).toEqual(before);
});

test('with an API key that may not read alerts, destroy keeps it, and the command that it names removes it', async () => {
  const { first, elsewhere } = await twoHalos();
  await applied(first);
  first.intercept = ({ path }) => (path === '/api/alerts' ? { kind: 'respond', status: 403 } : undefined);
  const { exitCode, stderr } = await elsewhere(['destroy', '--yes']);
  expect(exitCode).toBe(1);
  const rest = await elsewhere([...commandIn(stderr.replace(/\s+/g, ' '), 'destroy'), '--yes']);
  expect(rest.exitCode).toBe(0);
  expect(countsIn(first)[0]).toBe(0);
});
