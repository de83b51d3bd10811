import { describe, expect, it } from 'vitest';
import type { BindingRow } from '../../../sandbox/halo/rows.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, expectNothingPending, runAt, storedIn } from '../../support/tenants.ts';

const onlyCritical = {
  filter_type: 2,
  condition_count: 1,
  conditions: [{ id: 801, fieldname: 'seriousness', type: 0, value_int: 1, value_type: 'int', tablename: 'faults' }],
};

describe('what others added', () => {
  it('stays: a step and a branch to it in our runbook, while our own step is repaired', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { runbook } = storedIn(sandbox);
    const [send, success] = runbook.steps;
    if (!send || !success) throw new Error('no steps');
    const note = { ...success, fdid: 650, step_id: 9, name: 'Leave a note', flow_id: 77 };
    const way = {
      ...send.actions[1],
      id: 750,
      seq: 3,
      end_step: 9,
      approval_result: 0,
    } as (typeof send.actions)[number];
    runbook.steps.push(note);
    send.actions.push(way);
    send.note = 'do not touch';
    const expected = structuredClone(runbook.steps);
    await expectNothingPending(sandbox);
    runbook.steps[2] = { ...(runbook.steps[2] as typeof note), auto_action: 0 };
    await applied(sandbox);
    expect(runbook.steps).toEqual(expected);
  });

  it('stays: another event of our runbook, with its filter', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { runbook } = storedIn(sandbox);
    const other = sandbox.halo.state.addBinding(runbook, 39, 'Closed', onlyCritical as Partial<BindingRow>);
    const before = structuredClone(other);
    storedIn(sandbox).newTicket.delivery_method = 1;
    await applied(sandbox);
    expect(other).toEqual(before);
    await expectNothingPending(sandbox);
  });

  it('stays: a filter, an agent and a name of their own on our event', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { newTicket } = storedIn(sandbox);
    Object.assign(newTicket, onlyCritical, { name: 'Only what is critical', agent_id: 2 });
    const before = structuredClone(newTicket);
    await expectNothingPending(sandbox);
    newTicket.delivery_method = 1;
    await applied(sandbox);
    expect(newTicket).toEqual(before);
  });

  it('stays: another method of our integration, and fields of our method and runbook', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integration, method, runbook } = storedIn(sandbox);
    const other = sandbox.halo.state.addMethod(integration, 'ask ilert', { path: '/api/alerts' });
    Object.assign(method, { log_retention_policy_days: 30 });
    Object.assign(runbook, { note: 'ask Ada', runbook_start_type: 1, log_retention_policy_days: 7 });
    const before = structuredClone([other, method, runbook]);
    method.method = 0;
    runbook.active = false;
    await runAt(sandbox, ['apply']);
    expect([other, method, runbook]).toEqual(before);
  });

  it('stays: templates, filters, icons and settings of the alert source that were set in ilert', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { source } = storedIn(sandbox);
    Object.assign(source, {
      alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW',
      alertGroupingWindow: 'PT2H',
      severity: 3,
      active: false,
      autoResolutionTimeout: 'PT30M',
      alertPriorityRule: 'LOW',
      autoCreateServices: true,
      teamIds: [sandbox.ilert.state.teams[0]?.id],
      serviceIds: [sandbox.ilert.state.services[0]?.id],
      iconUrl: 'https://example.com/icon.png',
      darkIconUrl: 'https://example.com/dark.png',
      summaryTemplate: { textTemplate: 'Ticket {{ ticket.id }}' },
      linkTemplates: [{ text: 'Ticket', hrefTemplate: { textTemplate: 'https://halo.example.com/{{ ticket.id }}' } }],
      priorityTemplate: {
        valueTemplate: { textTemplate: '{{ ticket.priority_id }}' },
        mappings: [{ value: '1', priority: 'HIGH' }],
      },
      eventFilter: '(ticket.id > 0)',
      eventTypeFilterResolve: '(ticket.status_id == 9)',
    });
    const { updatedAt: _, ...before } = structuredClone(source);
    await expectNothingPending(sandbox);
    await applied(sandbox, '--escalation-policy', 'Critical incidents');
    const policyId = sandbox.ilert.state.policies[1]?.id;
    expect(storedIn(sandbox).source).toMatchObject({ ...before, policyId });
  });

  it('stays: links whose names were edited in ilert, which then have no text', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const hrefTemplate = { textTemplate: 'https://halo.example.com/{{ ticket.id }}' };
    const linkTextTemplate = { textTemplate: 'Ticket', elements: [{ type: 'TEXT' as const, val: 'Ticket' }] };
    const { source } = storedIn(sandbox);
    source.linkTemplates = [{ linkTextTemplate, hrefTemplate }];
    await applied(sandbox, '--severity', '1');
    expect(storedIn(sandbox).source.linkTemplates).toEqual([{ linkTextTemplate, hrefTemplate }]);
  });

  it('is not broken: the address of an integration with methods of others is not changed', async () => {
    const sandbox = await sandboxOfTest();
    const { state } = sandbox.halo;
    const integration = state.addIntegration('ilert integration', { resourcebaseurl: 'https://example.com' });
    const other = state.addMethod(integration, 'ask somebody else');
    const { exitCode, stderr } = await runAt(sandbox, ['apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`"ask somebody else" (ID ${other.id})`);
    expect(stderr).toContain('--integration-name');
    expect(sandbox.writes()).toBe(0);
  });
});
