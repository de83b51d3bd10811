import { expect, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';
import { readReport } from '../../support/junit-report.ts';

/** Returns what a run requests from ilert, in order. */
async function requestsOf(fleet: Fleet, argv: readonly string[]) {
  const [account] = fleet.sandboxes;
  if (!account) throw new Error('there has to be a target');
  const before = account.requests.length;
  const ran = await fleet.run([...argv, '--all']);
  const requests = account.requests.slice(before).filter(({ service }) => service === 'ilert');
  const ofOneSource = requests.filter(({ method, path }) => method === 'GET' && /alert-sources\/./.test(path));
  return { ...ran, requests, ofOneSource };
}

function account({ sandboxes: [first] }: Fleet) {
  if (!first) throw new Error('there has to be a target');
  const { state } = first.ilert;
  const sourceOf = (name: string) => {
    const source = state.alertSources.find((each) => each.name === `HaloITSM ${name}`);
    if (!source) throw new Error(`${name} has no alert source`);
    return source;
  };
  return { state, sourceOf };
}

test('of many targets that are set up, plan, apply and status read the lists of ilert alone', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  for (const argv of [['plan'], ['apply'], ['plan', '--exit-code'], ['status']]) {
    const { exitCode, requests } = await requestsOf(fleet, argv);
    expect(exitCode).toBe(0);
    expect(requests.map(({ path }) => path).toSorted()).toEqual(['/api/alert-sources', '/api/escalation-policies']);
  }
});

test('the alert source whose list entry differs is read by its id, and a change keeps what others have set', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  const { state, sourceOf } = account(fleet);
  const changed = sourceOf('customer-2');
  const theirs = { summaryTemplate: { textTemplate: 'Theirs' }, eventFilter: '(ticket.id > 0)' };
  Object.assign(changed, theirs, { policyId: state.addPolicy('Another').id });
  const { ofOneSource } = await requestsOf(fleet, ['plan']);
  expect(ofOneSource.map(({ path }) => path)).toEqual([`/api/alert-sources/${changed.id}`]);
  expect((await fleet.run(['apply', '--all'])).exitCode).toBe(0);
  expect(sourceOf('customer-2')).toMatchObject({ ...theirs, policyId: sourceOf('customer-1').policyId });
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
});

test('alert sources with templates of ours are read by their ids: no list has templates', async () => {
  const fleet = await fleetOfTest(4);
  fleet.write({ 'customer-2': '    alertSource: { summaryTemplate: "{{ ticket.summary }}" }' });
  await fleet.run(['apply', '--all']);
  const ours = account(fleet).sourceOf('customer-2');
  const { exitCode, ofOneSource } = await requestsOf(fleet, ['plan', '--exit-code']);
  expect(exitCode).toBe(0);
  expect(ofOneSource.map(({ path }) => path)).toEqual([`/api/alert-sources/${ours.id}`]);
  ours.summaryTemplate = { textTemplate: 'Theirs' };
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(4);
});

test('what an earlier run wrote for whoever is on call is removed, though no list tells that it is there', async () => {
  const fleet = await fleetOfTest(4);
  const extras = (value: string) => fleet.write({ 'customer-1': `    alertSource: { ${value} }` });
  const { sourceOf } = account(fleet);
  extras('ticketLink: true, priorityFromHalo: { Critical: high }');
  expect((await fleet.run(['apply', '--all'])).exitCode).toBe(0);
  expect(sourceOf('customer-1').linkTemplates).toHaveLength(1);
  extras('ticketLink: false, priorityFromHalo: {}');
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(4);
  expect((await fleet.run(['apply', '--all'])).exitCode).toBe(0);
  expect(sourceOf('customer-1').linkTemplates).toEqual([]);
  expect(sourceOf('customer-1').priorityTemplate).toBeUndefined();
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
});

test.each([
  ['nothing but what the document requires', { integrationUrl: undefined, integrationKey: undefined }],
  ['no keys, since the caller may not edit', { integrationUrl: null, integrationKey: null }],
  ['no grouping', { alertCreation: undefined }],
  ['no teams', { teams: null }],
])('where lists show %s, nothing is taken for a change, and a change is still found', async (_, listed) => {
  const fleet = await fleetOfTest(4);
  fleet.write({
    'customer-1': '    alertSource: { grouping: none, teams: [Operations] }',
    'customer-2': '    alertSource: { grouping: none, teams: [Operations] }',
  });
  await fleet.run(['apply', '--all']);
  const { state, sourceOf } = account(fleet);
  Object.assign(state.listedInstead, listed);
  expect((await fleet.run(['plan', '--all', '--exit-code'])).exitCode).toBe(0);
  sourceOf('customer-1').alertCreation = 'ONE_OPEN_ALERT_ALLOWED';
  sourceOf('customer-2').teamIds = [];
  const { exitCode, stdout } = await fleet.run(['plan', '--all', '--exit-code']);
  expect(exitCode).toBe(4);
  expect(stdout).toContain('Until alert is resolved');
  expect(stdout).toContain('Operations');
});

test('the setup of alert sources that were created by hand is finished, though no list tells that it is not', async () => {
  const fleet = await fleetOfTest(4);
  const { state, sourceOf } = account(fleet);
  for (const name of fleet.names) state.addAlertSource(`HaloITSM ${name}`, { setupStatus: 'CREATED' });
  expect((await fleet.run(['apply', '--all'])).exitCode).toBe(0);
  expect(fleet.names.map((name) => sourceOf(name).setupStatus)).toEqual(fleet.names.map(() => 'FINISHED'));
});

test('the setup that status --all finds unfinished is finished by the very command that it prints', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  const { sourceOf } = account(fleet);
  const unfinished = sourceOf('customer-2');
  unfinished.setupStatus = 'CREATED';
  const { exitCode, stdout } = await fleet.run(['status', '--all']);
  expect([exitCode, stdout]).toEqual([4, expect.stringContaining('ilert still shows "Finish setup"')]);
  expect(stdout).toContain('Run: ilert-haloitsm apply --config fleet.yaml --target customer-2');
  expect((await fleet.run(['plan', '--target', 'customer-2', '--exit-code'])).exitCode).toBe(4);
  expect((await fleet.run(['apply', '--yes', '--target', 'customer-2'])).exitCode).toBe(0);
  expect(unfinished.setupStatus).toBe('FINISHED');
  expect((await fleet.run(['status', '--all'])).exitCode).toBe(0);
});

test('the setup of up to three that are named together is finished as well', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  const { sourceOf } = account(fleet);
  const three = fleet.names.slice(1).map(sourceOf);
  for (const source of three) source.setupStatus = 'CREATED';
  const wanted = ['--target', 'customer-2', '--target', 'customer-3', '--target', 'customer-4'];
  expect((await fleet.run(['apply', '--yes', ...wanted])).exitCode).toBe(0);
  expect(three.map(({ setupStatus }) => setupStatus)).toEqual(['FINISHED', 'FINISHED', 'FINISHED']);
});

test('status shows the filters of each alert source, which no list has', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  account(fleet).sourceOf('customer-2').eventFilter = '(ticket.id > 7)';
  const { stdout } = await fleet.run(['status', '--all', '--json']);
  expect(JSON.parse(stdout).targets[1].alertSourceFilters).toEqual(['Event filter: (ticket.id > 7)']);
});

test('a healthy target with a filter in ilert is told apart from those without, and so is its filter, in words', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  account(fleet).sourceOf('customer-2').eventFilter = 'event.summary contains "nope"';
  const filter = 'Alert source: Event filter: event.summary contains "nope"';
  for (const flags of [[], ['--verbose']]) {
    const { exitCode, stdout } = await fleet.run(['status', '--all', ...flags]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^2 targets: healthy +customer-1, customer-3\n *1 target: healthy +customer-2\n/m);
    expect(stdout).toContain(`customer-2\n    ${filter}\n`);
  }
  const { stdout } = await fleet.run(['status', '--all', '--format', 'markdown']);
  expect(stdout).toContain('| ✔ | `customer-1`, `customer-3` | healthy |');
  expect(stdout).toContain(`| ✔ | \`customer-2\` | healthy<br>${filter} |`);
});

test('so is one with a filter in Halo; a filter of a drifted one is shown with its state', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all', '--only-priority', 'Critical']);
  const healthy = await fleet.run(['status', '--all']);
  expect(healthy.stdout).toMatch(/^3 targets: healthy .*\n {4}Tickets: priority is Critical\n/m);
  const source = account(fleet).sourceOf('customer-2');
  Object.assign(source, { eventFilter: '(ticket.id > 7)', policyId: account(fleet).state.addPolicy('Another').id });
  const drifted = await fleet.run(['status', '--all']);
  expect(drifted.stdout).toMatch(/^ {2}Alert source +Event filter: \(ticket\.id > 7\)$/m);
  const { stdout } = await fleet.run(['status', '--all', '--format', 'markdown']);
  expect(stdout).toMatch(/^- \*\*Alert source:\*\* Event filter: /m);
});

test('the state of many targets says once that filters and setup status were not read, and how to see them', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  const { sourceOf } = account(fleet);
  sourceOf('customer-2').eventFilter = '(ticket.id > 7)';
  const line = 'Filters and setup status of alert sources were not read; status --target NAME shows them.';
  const text = await fleet.run(['status', '--all']);
  expect(text.exitCode).toBe(0);
  expect(text.stdout.split(line)).toHaveLength(2);
  expect((await fleet.run(['status', '--all', '--format', 'markdown'])).stdout.split(line)).toHaveLength(2);
  const { children: suites } = readReport((await fleet.run(['status', '--all', '--format', 'junit'])).stdout);
  const outputs = suites.map(({ children }) => children.find(({ name }) => name === 'system-out')?.text);
  expect(outputs).toEqual(fleet.names.map(() => expect.stringContaining(line)));
  const { targets } = JSON.parse((await fleet.run(['status', '--all', '--json'])).stdout);
  expect(targets.map(({ filtersRead }: { filtersRead: boolean }) => filtersRead)).toEqual([false, false, false, false]);
  const one = await fleet.run(['status', '--target', 'customer-2']);
  expect(one.stdout).toContain('Event filter: (ticket.id > 7)');
  expect(one.stdout).not.toContain('were not read');
});

test('of many targets, status reads whole only the alert source that differs, and says of how many it did not', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  const { state, sourceOf } = account(fleet);
  const changed = sourceOf('customer-2');
  Object.assign(changed, { policyId: state.addPolicy('Another').id, eventFilter: '(ticket.id > 7)' });
  const { exitCode, stdout, ofOneSource } = await requestsOf(fleet, ['status', '--verbose']);
  expect(ofOneSource.map(({ path }) => path)).toEqual([`/api/alert-sources/${changed.id}`]);
  expect(exitCode).toBe(4);
  expect(stdout).toContain('Event filter: (ticket.id > 7)');
  expect(stdout).toContain('were not read for 3 targets;');
});

test.each([
  ['is disabled', { active: false }],
  ['is in maintenance', { inMaintenance: true }],
])('that an alert source %s is told of many targets as of one', async (problem, change) => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  Object.assign(account(fleet).sourceOf('customer-2'), change);
  const { exitCode, stdout } = await fleet.run(['status', '--all']);
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining(problem)]);
});

test('an alert source that another run changes after the list was read is not overwritten', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  const { state, sourceOf } = account(fleet);
  const other = state.addPolicy('Another').id;
  const [first] = fleet.sandboxes;
  if (!first) throw new Error('there has to be a target');
  fleet.write({ 'customer-1': '    alertSource: { severity: 2 }' });
  let reads = 0;
  first.intercept = ({ method, path }) => {
    // The second read comes just before the change.
    if (method === 'GET' && path === `/api/alert-sources/${sourceOf('customer-1').id}` && ++reads === 2)
      sourceOf('customer-1').policyId = other;
    return undefined;
  };
  const { exitCode, stdout, stderr } = await fleet.run(['apply', '--all']);
  expect(exitCode).toBe(1);
  expect(`${stdout}${stderr}`).toContain('has changed');
  expect(sourceOf('customer-1')).toMatchObject({ policyId: other });
  expect(sourceOf('customer-1').severity).toBeUndefined();
});

test('destroy reads each alert source right before it removes it, and only then', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  const { exitCode, ofOneSource } = await requestsOf(fleet, ['destroy', '--yes']);
  expect(exitCode).toBe(0);
  expect(new Set(ofOneSource.map(({ path }) => path)).size).toBe(4);
  expect(ofOneSource).toHaveLength(4);
});

test('verify --no-alert reads each alert source once, by the key that Halo uses', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--all']);
  const { exitCode, ofOneSource } = await requestsOf(fleet, ['verify', '--no-alert']);
  expect(exitCode).toBe(0);
  const keys = fleet.names.map((name) => `/api/alert-sources/${account(fleet).sourceOf(name).integrationKey}`);
  expect(ofOneSource.map(({ path }) => path).toSorted()).toEqual(keys.toSorted());
});

test.each([
  ['both sides', []],
  ["ilert's side", ['--only', 'ilert']],
])('verify of many targets names the filter in ilert that let no alert come, testing %s', async (_, flags) => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  account(fleet).sourceOf('customer-2').eventFilter = 'event.summary contains "nope"';
  const { exitCode, stdout } = await fleet.run(['verify', '--all', '--yes', '--wait', '1', ...flags]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^1 target failed +customer-2$/m);
  expect(stdout).toContain('because the alert source has an event filter: event.summary contains "nope"');
});

test('targets that are created at the same time share the list that shows what ilert has stored', async () => {
  const fleet = await fleetOfTest(4);
  let release: () => void = () => undefined;
  const allHaveSources = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reached = new Set<Sandbox>();
  for (const sandbox of fleet.sandboxes)
    sandbox.intercept = async ({ method, path }) => {
      // A method is created after its alert source.
      if (method !== 'POST' || path !== '/api/CustomIntegrationMethod') return undefined;
      if (reached.add(sandbox).size === fleet.sandboxes.length) release();
      await allHaveSources;
      return undefined;
    };
  const { exitCode, requests } = await requestsOf(fleet, ['apply', '--parallel', '4']);
  expect(exitCode).toBe(0);
  const lists = requests.filter(({ method, path }) => method === 'GET' && path === '/api/alert-sources');
  // One before anything is created, one afterwards.
  expect(lists).toHaveLength(2);
});
