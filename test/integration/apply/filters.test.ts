import { describe, expect, it } from 'vitest';
import type { BindingRow } from '../../../sandbox/halo/rows.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, expectNothingPending, runAt, storedIn, writesIn } from '../../support/tenants.ts';

const argv = ['--only-priority', '1', '--only-team', '2nd Line Support'];

describe('events for some tickets only', () => {
  it('both have the requested conditions', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...argv);
    const { newTicket, statusChanged } = storedIn(sandbox);
    for (const binding of [newTicket, statusChanged]) {
      expect(binding).toMatchObject({ filter_type: 2, condition_count: 2 });
      expect(binding.conditions).toHaveLength(2);
    }
    await expectNothingPending(sandbox, ...argv);
  });

  it('get the filter later as well, without another event', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = storedIn(sandbox).newTicket.id;
    const { stdout } = await applied(sandbox, ...argv);
    expect(stdout).toContain('Done: 1 created, 2 updated.');
    expect(storedIn(sandbox).newTicket.id).toBe(before);
    await expectNothingPending(sandbox, ...argv);
  });

  it('keep the conditions of others beside ours', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { newTicket } = storedIn(sandbox);
    const theirs = {
      id: 850,
      fieldname: 'symptom',
      type: 0,
      value_string: 'VIP',
      value_type: 'string',
      tablename: 'faults',
    };
    Object.assign(newTicket, { filter_type: 2, condition_count: 1, conditions: [theirs] } as Partial<BindingRow>);
    await applied(sandbox, ...argv);
    expect(storedIn(sandbox).newTicket.conditions).toHaveLength(3);
    expect(storedIn(sandbox).newTicket.conditions).toContainEqual(
      expect.objectContaining({ id: 850, type: 0, value_string: 'VIP' }),
    );
    await expectNothingPending(sandbox, ...argv);
    expect(writesIn(sandbox)).toHaveLength(9);
  });

  it('keep a condition on an unknown column, as Halo returned it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { newTicket } = storedIn(sandbox);
    const theirs = { id: 851, fieldname: 'fxyz', fieldid: 4711, type: 99, value_string: 'x', tablename: 'Users' };
    Object.assign(newTicket, { filter_type: 2, condition_count: 1, conditions: [theirs] } as Partial<BindingRow>);
    await expectNothingPending(sandbox);
    expect((await runAt(sandbox, ['status'])).stdout).toContain('event "New Ticket Logged": fxyz (operator 99) x');
    await applied(sandbox, ...argv);
    expect(storedIn(sandbox).newTicket.conditions).toContainEqual(expect.objectContaining(theirs));
    await expectNothingPending(sandbox, ...argv);
  });

  it("keep a filter that is no longer requested: it may be the admin's by now", async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...argv);
    await applied(sandbox);
    expect(sandbox.writes()).toBe(7);
    expect(storedIn(sandbox).newTicket.conditions).toHaveLength(2);
  });
});
