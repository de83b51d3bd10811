import { describe, expect, it } from 'vitest';
import { applied, removeClosedEvent, storedIn } from '../../support/tenants.ts';
import { leftIn, sandboxWithFilters, verifiedThroughHalo } from './filtered.ts';

const PRIORITY = ['--only-priority', 'Critical'];
const CLOSED = '--closed-event';
const TWO_EVENTS = /^Run: ilert-haloitsm apply --closed-event \(it adds the event "Closed"\)/;

describe('a tenant in which closing does not raise "Ticket Status Changed"', () => {
  it('is named by verify --through-halo, and resolves alerts once the event "Closed" is bound', async () => {
    const sandbox = await sandboxWithFilters();
    sandbox.halo.state.contradicted.add('event-on-close');
    const { exitCode, proof } = await verifiedThroughHalo(sandbox);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'closing-not-announced', component: 'status-changed-event' }),
    ]);
    expect(proof.finding?.message).toBe('Closing the ticket did not start the runbook within 180 s.');
    expect(proof.finding?.hint).toMatch(TWO_EVENTS);
    expect(leftIn(sandbox)).toEqual([]);

    await applied(sandbox, CLOSED);
    expect((await verifiedThroughHalo(sandbox, CLOSED)).exitCode).toBe(0);
  });

  it('resolves alerts with a filter too, since that binds "Closed"', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.halo.state.contradicted.add('event-on-close');
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([0, undefined]);
  });
});

describe('an alert that stays open when its ticket is closed', () => {
  it('is put down to "Closed", where that is for all tickets and does not start the runbook', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    sandbox.halo.state.contradicted.add('event-closed');
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'run-not-started', component: 'closed-event' }),
    ]);
    expect(proof.finding?.message).toContain('although its event "Closed" has no filter');
    expect(leftIn(sandbox)).toEqual([]);
  });

  it('is put down to the filters, where the ticket no longer matches and "Closed" is not bound', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    removeClosedEvent(sandbox);
    const { exitCode, proof } = await verifiedThroughHalo(sandbox);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'run-not-started-filtered', component: 'filter' }),
    ]);
    expect(proof.finding?.message).toMatch(
      /Closing the ticket did not start the runbook within 180 s\. Its events have filters: .*"Ticket Status Changed": priority is/,
    );
    expect(proof.finding?.hint).toBe('Run: ilert-haloitsm apply');
    expect(leftIn(sandbox)).toEqual([]);

    await applied(sandbox);
    expect((await verifiedThroughHalo(sandbox)).exitCode).toBe(0);
  });

  it('is put down to what apply has not done yet', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    removeClosedEvent(sandbox);
    const { proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect(proof.finding).toMatchObject({
      code: 'run-not-started-filtered',
      hint: 'Run: ilert-haloitsm apply --only-priority Critical',
    });
  });

  it('is put down to the conditions that others have given the event "Closed"', async () => {
    const sandbox = await sandboxWithFilters(...PRIORITY);
    const { runbook } = storedIn(sandbox);
    const closed = sandbox.halo.state.bindings.find(
      ({ webhook_id, eventno }) => webhook_id === runbook.id && eventno === 39,
    );
    const conditions = [
      { id: 801, fieldname: 'status', type: 0, value_type: 'int', value_int: 2, tablename: 'faults' },
    ];
    Object.assign(closed ?? {}, { filter_type: 2, condition_count: 1, conditions });
    const { exitCode, proof } = await verifiedThroughHalo(sandbox, ...PRIORITY);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({
        code: 'run-not-started-filtered',
        hint: 'Remove the filter of the event "Closed" in HaloITSM.',
      }),
    ]);
    expect(leftIn(sandbox)).toEqual([]);
  });
});
