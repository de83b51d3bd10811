import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, runAt, storedIn, writesIn } from '../../support/tenants.ts';

const template = (name: string) => readFileSync(join(packageRoot, 'templates', `${name}.json`), 'utf8');

describe('a first apply', () => {
  it("creates ilert's alert source of type HALOITSM with the given policy and teams", async () => {
    const sandbox = await sandboxOfTest();
    await applied(
      sandbox,
      '--escalation-policy',
      'Critical incidents',
      '--team',
      'Operations',
      '--team',
      'Service Desk',
    );
    const { policies, teams } = sandbox.ilert.state;
    expect(storedIn(sandbox).source).toMatchObject({
      name: 'HaloITSM',
      integrationType: 'HALOITSM',
      policyId: policies.find(({ name }) => name === 'Critical incidents')?.id,
      teamIds: teams.map(({ id }) => id),
    });
  });

  it('creates a custom integration without authorisation at the origin of the alert source', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    expect(storedIn(sandbox).integration).toMatchObject({ authorizationtype: 0, resourcebaseurl: sandbox.ilert.url });
  });

  it.each(['recommended', 'full'])(
    'makes a method that posts the %s payload as JSON to the path of the source',
    async (payload) => {
      const sandbox = await sandboxOfTest();
      await applied(sandbox, '--payload', payload);
      const { source, integration, method } = storedIn(sandbox);
      expect(method).toMatchObject({
        name: 'send ticket to ilert',
        integration_id: integration.id,
        resource: sandbox.ilert.url,
        path: `/api/v1/events/haloitsm/${source.integrationKey}`,
        method: 1,
        requesttype: 1,
        responsetype: 0,
        authorizationtype: -1,
        requestbody: template(payload).trimEnd(),
      });
    },
  );

  it("creates the three steps of ilert's guide, with a branch for success and one for failure", async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { method, runbook } = storedIn(sandbox);
    expect(runbook).toMatchObject({ type: 1, active: true, runbook_start_type: 0 });
    const [send, success, error] = runbook.steps;
    const edge = { action_type: 17, action_id: -17, use_work_hours: true, start_step: send?.step_id };
    expect(runbook.steps).toHaveLength(3);
    expect(send).toMatchObject({
      name: 'Send webhook',
      steptype: 2,
      isstart: true,
      isend: false,
      allow_all_statuses: true,
      auto_action: 6,
      auto_action_type: method.id,
      actions: [
        {
          ...edge,
          seq: 1,
          end_step: success?.step_id,
          approval_result: 1,
          action_name: 'Successful Response (200 - 299)',
        },
        { ...edge, seq: 2, end_step: error?.step_id, approval_result: 0, action_name: 'Unsuccessful Response' },
      ],
    });
    expect(success).toMatchObject({ name: 'Success', steptype: 3, isstart: false, isend: true, auto_action: 0 });
    expect(error).toMatchObject({ name: 'Error', steptype: 3, isstart: false, isend: true, auto_action: 2 });
  });

  it('binds the runbook to new tickets and to changes of status, for every ticket', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { runbook, newTicket, statusChanged } = storedIn(sandbox);
    const binding = {
      webhook_id: runbook.id,
      type: -2,
      delivery_method: 6,
      agent_id: 0,
      filter_type: 0,
      conditions: [],
    };
    expect(newTicket).toMatchObject({ ...binding, eventno: 3, name: 'New Ticket Logged' });
    expect(statusChanged).toMatchObject({ ...binding, eventno: 76, name: 'Ticket Status Changed' });
  });

  it('creates these six resources and touches nothing else', async () => {
    const sandbox = await sandboxOfTest();
    const before = structuredClone(configurationOf(sandbox)) as Record<string, Record<string, unknown[]>>;
    await applied(sandbox);
    const after = configurationOf(sandbox) as typeof before;
    const added = Object.entries(after).flatMap(([service, lists]) =>
      Object.entries(lists).flatMap(([name, rows]) => {
        const known = before[service]?.[name] ?? [];
        expect(rows.slice(0, known.length)).toEqual(known);
        return rows.slice(known.length).map(() => name);
      }),
    );
    expect(added).toEqual(['alertSources', 'integrations', 'methods', 'webhooks', 'bindings', 'bindings']);
    expect(sandbox.writes()).toBe(6);
  });

  it('reports what it created, with ids, and where the tickets go, without the key', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout, stderr } = await applied(sandbox);
    const { source, integration, method, runbook, newTicket, statusChanged } = storedIn(sandbox);
    for (const { id } of [source, integration, method, runbook, newTicket, statusChanged]) {
      expect(stdout).toContain(`(ID ${id})`);
    }
    expect(stdout).toContain(`${sandbox.ilert.url}/api/v1/events/haloitsm/${source.integrationKey.slice(0, 8)}…`);
    expect(stdout + stderr).not.toContain(source.integrationKey);
  });

  it('sets every optional setting that is given', async () => {
    const sandbox = await sandboxOfTest();
    await applied(
      sandbox,
      '--grouping',
      'similarity',
      '--grouping-window',
      '15m',
      '--similarity-threshold',
      '0.8',
      '--priority',
      'high-during-support-hours',
      '--support-hours',
      'Office hours',
      '--auto-resolve',
      '4h',
      '--severity',
      '2',
      '--service',
      'Mail',
    );
    const { services, supportHours } = sandbox.ilert.state;
    expect(storedIn(sandbox).source).toMatchObject({
      alertCreation: 'INTELLIGENT_GROUPING',
      alertGroupingWindow: 'PT15M',
      scoreThreshold: 0.8,
      alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS',
      supportHoursId: supportHours[0]?.id,
      autoResolutionTimeout: 'PT4H',
      severity: 2,
      serviceIds: [services[0]?.id],
    });
  });
});

describe('a second apply', () => {
  it('writes nothing, and says so', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = configurationOf(sandbox);
    const { stdout } = await applied(sandbox);
    expect(stdout).toContain('No changes');
    expect(writesIn(sandbox)).toHaveLength(6);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('changes only what differs in the settings', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await applied(sandbox, '--payload', 'full');
    expect(stdout).toContain('Done: 0 created, 1 updated.');
    expect(writesIn(sandbox).at(-1)).toMatchObject({
      path: '/api/CustomIntegrationMethod',
      body: [{ id: storedIn(sandbox).method.id, requestbody: template('full').trimEnd() }],
    });
    expect((await runAt(sandbox, ['plan', '--exit-code', '--payload', 'full'])).exitCode).toBe(0);
  });
});
