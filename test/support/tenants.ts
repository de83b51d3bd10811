import { expect } from 'vitest';
import type { RecordedRequest, Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, type RunOverrides, type RunResult, run } from './cli.ts';

/** Returns the integration's resources as both services store them; exactly one of each. */
export function storedIn({ ilert, halo }: Sandbox) {
  const source = only(ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM'));
  const integration = only(halo.state.integrations.filter(({ name }) => name === 'ilert integration'));
  const method = only(halo.state.methods.filter(({ integration_id }) => integration_id === integration.id));
  const runbook = only(halo.state.webhooks.filter(({ name }) => name === 'ilert runbook'));
  const bindings = halo.state.bindings.filter(({ webhook_id }) => webhook_id === runbook.id);
  const newTicket = only(bindings.filter(({ eventno }) => eventno === 3));
  const statusChanged = only(bindings.filter(({ eventno }) => eventno === 76));
  return { source, integration, method, runbook, newTicket, statusChanged };
}

/** Returns how many resources exist under each of our names, in the order of their creation. */
export function countsIn({ ilert, halo }: Sandbox): number[] {
  const { integrations, methods, webhooks, bindings } = halo.state;
  const ours = webhooks.filter(({ name }) => name === 'ilert runbook').map(({ id }) => id);
  return [
    ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM').length,
    integrations.filter(({ name }) => name === 'ilert integration').length,
    methods.filter(({ name }) => name === 'send ticket to ilert').length,
    ours.length,
    bindings.filter(({ webhook_id, eventno }) => ours.includes(webhook_id) && eventno === 3).length,
    bindings.filter(({ webhook_id, eventno }) => ours.includes(webhook_id) && eventno === 76).length,
  ];
}

/** Returns the bindings of our runbook, each as `event: priority` with the priority it filters by, in order. */
export function bindingsIn({ halo }: Sandbox): string[] {
  const ours = halo.state.webhooks.filter(({ name }) => name === 'ilert runbook').map(({ id }) => id);
  return halo.state.bindings
    .filter(({ webhook_id }) => ours.includes(webhook_id))
    .map(
      ({ eventno, conditions }) =>
        `${eventno}: ${conditions.map((each) => each.value_int ?? each.value_string).join()}`,
    )
    .toSorted();
}

/** Removes the event "Closed", as an admin could. */
export function removeClosedEvent({ halo: { state } }: Sandbox): void {
  const closed = only(state.bindings.filter(({ eventno }) => eventno === 39));
  state.bindings.splice(state.bindings.indexOf(closed), 1);
}

/** Returns all configuration in both services. */
export function configurationOf({ ilert, halo }: Sandbox): unknown {
  return { ilert: ilert.state.snapshot(), halo: halo.state.snapshot() };
}

/** Runs the program against a sandbox. */
export function runAt(sandbox: Sandbox, argv: readonly string[], overrides: RunOverrides = {}): Promise<RunResult> {
  return run(argv, { ...overrides, env: { ...pointedAt(sandbox), ...overrides.env } });
}

/** Applies, and expects success. */
export async function applied(sandbox: Sandbox, ...argv: string[]): Promise<RunResult> {
  const ran = await runAt(sandbox, ['apply', ...argv]);
  expect(ran.stderr).not.toContain('Error:');
  expect(ran.exitCode).toBe(0);
  return ran;
}

/** Expects both services to match the settings. */
export async function expectNothingPending(sandbox: Sandbox, ...argv: string[]): Promise<void> {
  const { exitCode, stdout } = await runAt(sandbox, ['plan', '--exit-code', '--json', ...argv]);
  expect(exitCode === 0 ? '' : stdout).toBe('');
}

/** Returns the write requests to both services, in order of arrival. */
export function writesIn({ requests }: Sandbox): RecordedRequest[] {
  return requests.filter(({ write }) => write);
}

/** Expects the resources in `--json` output, as `resource: id`, to be exactly those that exist. */
export function expectReportedResourcesExist(sandbox: Sandbox, { stdout }: RunResult): void {
  const { resources } = JSON.parse(stdout) as { resources: { resource: string; id: string }[] };
  const { ilert, halo } = sandbox;
  const sourceIds = ilert.state.alertSources.filter(({ name }) => name === 'HaloITSM').map(({ id }) => id);
  const integrationIds = halo.state.integrations.filter(({ name }) => name === 'ilert integration').map(({ id }) => id);
  const methodIds = halo.state.methods.filter(({ name }) => name === 'send ticket to ilert').map(({ id }) => id);
  const runbookIds = halo.state.webhooks.filter(({ name }) => name === 'ilert runbook').map(({ id }) => id);
  const bindingIds = (event: number) =>
    halo.state.bindings
      .filter(({ webhook_id, eventno }) => runbookIds.includes(webhook_id) && eventno === event)
      .map(({ id }) => id);
  const there = {
    'alert-source': sourceIds.map(String),
    'custom-integration': integrationIds.map(String),
    method: methodIds.map(String),
    runbook: runbookIds,
    'new-ticket-event': bindingIds(3).map(String),
    'status-changed-event': bindingIds(76).map(String),
  };
  const told = Object.fromEntries(
    Object.keys(there).map((key) => [key, resources.filter(({ resource }) => resource === key).map(({ id }) => id)]),
  );
  expect(told).toEqual(there);
}

function only<Row>(rows: readonly Row[]): Row {
  expect(rows).toHaveLength(1);
  return rows[0] as Row;
}
