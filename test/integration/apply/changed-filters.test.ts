import { describe, expect, it } from 'vitest';
import type { BindingRow, ConditionRow } from '../../../sandbox/halo/rows.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf } from '../../support/tenants.ts';
import {
  Event,
  plannedChanges,
  runWith,
  settingsFile,
  setUp,
  succeeded,
  USUAL_NAMES,
  type Watched,
} from './one-set.ts';

const { newTicket, statusChanged, closed } = Event;

describe('a filter can be changed and removed', () => {
  /** Returns the columns and values that filter each event. */
  function filtersIn(watched: Watched): Record<string, string[]> {
    const valueIn = ({ value_int, value_string }: ConditionRow) => value_int ?? value_string;
    const inWords = (conditions: readonly ConditionRow[]) =>
      conditions.map((each) => `${each.fieldname.toLowerCase()} ${valueIn(each)}`).toSorted();
    const of = (number: number) =>
      watched
        .set()
        .events.filter(({ eventno }) => eventno === number)
        .map(({ conditions }) => inWords(conditions).join(', '))
        .toSorted();
    return { newTicket: of(newTicket), statusChanged: of(statusChanged), closed: of(closed) };
  }

  /** Both of the guide's events with these filters, and the third one without. */
  const filtered = (...filters: string[]) => ({ newTicket: filters, statusChanged: filters, closed: [''] });
  const UNFILTERED = { newTicket: [''], statusChanged: [''], closed: [] };

  /** Returns the ids of the bindings of each of the guide's events. */
  const idsOfGuide = (watched: Watched) =>
    [newTicket, statusChanged].map((number) =>
      watched
        .set()
        .events.filter(({ eventno }) => eventno === number)
        .map(({ id }) => id),
    );

  /** Expects bindings to be changed in place as far as possible: none is removed to create another. */
  function expectReuse(before: readonly number[], after: readonly number[]): void {
    expect(before.filter((id) => after.includes(id))).toHaveLength(Math.min(before.length, after.length));
  }

  /** New filters in the settings file. */
  const changes: readonly (readonly [
    title: string,
    from: Readonly<Record<string, unknown>>,
    to: Readonly<Record<string, unknown>>,
    filters: Record<string, string[]>,
  ])[] = [
    ['removed by null', { onlyPriority: 1 }, { onlyPriority: null }, UNFILTERED],
    ['removed by "any"', { onlyPriority: 1 }, { onlyPriority: 'any' }, UNFILTERED],
    ['removed by "any", of a team', { onlyTeam: '2nd Line Support' }, { onlyTeam: 'any' }, UNFILTERED],
    ['changed', { onlyPriority: 1 }, { onlyPriority: 2 }, filtered('seriousness 2')],
    ['changed to a name', { onlyPriority: 1 }, { onlyPriority: 'Low' }, filtered('seriousness 4')],
    ['narrowed', { onlyPriority: [1, 2, 3] }, { onlyPriority: [2] }, filtered('seriousness 2')],
    ['widened', { onlyPriority: 1 }, { onlyPriority: [1, 2] }, filtered('seriousness 1', 'seriousness 2')],
    [
      'changed to another attribute',
      { onlyPriority: [1, 2] },
      { onlyPriority: 'any', onlyTeam: '1st Line Support' },
      filtered('sectio_ 1st Line Support'),
    ],
    [
      'changed to another attribute, the first one not mentioned any more',
      { onlyPriority: 1 },
      { onlyTeam: '1st Line Support' },
      filtered('sectio_ 1st Line Support'),
    ],
    [
      'joined by another attribute',
      { onlyPriority: [1, 2] },
      { onlyPriority: [1, 2], onlyTicketType: 'Incident' },
      filtered('requesttypenew 1, seriousness 1', 'requesttypenew 1, seriousness 2'),
    ],
    ['kept where no filter setting is given', { onlyPriority: [1, 2] }, {}, filtered('seriousness 1', 'seriousness 2')],
    [
      'removed, but for the event "Closed" that is asked for',
      { onlyPriority: 1 },
      { onlyPriority: 'any', closedEvent: true },
      { ...UNFILTERED, closed: [''] },
    ],
  ];

  it.each(changes)('%s', async (_, from, to, filters) => {
    const { sandbox, watched, apply } = await setUp({ settings: { halo: from } });
    const before = idsOfGuide(watched);
    await apply({ halo: to });
    expect(filtersIn(watched)).toEqual(filters);
    for (const [event, ids] of idsOfGuide(watched).entries()) expectReuse(before[event] ?? [], ids);
    expect(await plannedChanges(sandbox, settingsFile(USUAL_NAMES, { halo: to }))).toEqual([]);
    watched.expectOthersUntouched();
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES, { halo: to }), ['destroy', '--yes']));
    watched.expectNothingLeft();
  });

  it('removed by --only-priority any; the plan says so first', async () => {
    const { sandbox, watched } = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const config = settingsFile(USUAL_NAMES);
    const flags = ['--only-priority', 'any'];
    const { exitCode, stdout } = await runWith(sandbox, config, ['plan', '--exit-code', ...flags]);
    expect([exitCode, stdout]).toEqual([4, expect.not.stringContaining('No changes')]);
    await succeeded(runWith(sandbox, config, ['apply', ...flags]));
    expect(filtersIn(watched)).toEqual(UNFILTERED);
  });

  it('given several times as a flag, is a binding of each event for each value', async () => {
    const { sandbox, watched, people } = await setUp();
    const flags = ['--only-priority', '1', '--only-priority', 'High'];
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply', ...flags]));
    expect(filtersIn(watched)).toEqual(filtered('seriousness 1', 'seriousness 2'));
    for (const priority_id of [1, 2, 3]) {
      const ticket = await people.log(`Priority ${priority_id}`, { priority_id });
      expect(people.sentFor(ticket)).toEqual(priority_id === 3 ? [] : [newTicket]);
    }
  });

  it('keeps the conditions of an admin on other columns, and status reports them', async () => {
    const { sandbox, watched, apply } = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const theirs = { id: 4711, type: 2, value_string: 'VIP', value_type: 'string', tablename: 'faults' };
    const ofGuide = () => watched.set().events.filter(({ eventno }) => eventno !== closed);
    for (const event of ofGuide()) {
      event.conditions.push({ ...theirs, fieldname: 'symptom' });
      event.condition_count = event.conditions.length;
    }
    for (const [onlyPriority, count] of [
      [3, 2],
      ['any', 1],
    ] as const) {
      const halo = { onlyPriority };
      await apply({ halo });
      for (const { conditions } of ofGuide()) {
        expect(conditions).toHaveLength(count);
        expect(conditions).toContainEqual(expect.objectContaining(theirs));
      }
      const { stdout } = await runWith(sandbox, settingsFile(USUAL_NAMES, { halo }), ['status']);
      expect(stdout).toContain('VIP');
      expect(await plannedChanges(sandbox, settingsFile(USUAL_NAMES, { halo }))).toEqual([]);
    }
  });

  it('of which less is wanted leaves what an admin has added to: it is no longer ours alone', async () => {
    const { watched, apply } = await setUp({ settings: { halo: { onlyPriority: [1, 2] } } });
    const isOfTwo = ({ eventno, conditions }: BindingRow) =>
      eventno === newTicket && conditions.some(({ value_int }) => value_int === 2);
    const extended = watched.set().events.find(isOfTwo);
    extended?.conditions.push({ fieldname: 'symptom', type: 2, value_string: 'VIP', tablename: 'faults' });
    await apply({ halo: { onlyPriority: 1 } });
    expect(watched.set().events).toContain(extended);
  });

  it('of more than 20 combinations is refused before anything is written', async () => {
    const sandbox = await sandboxOfTest();
    for (let id = 10; id < 20; id += 1) sandbox.halo.state.teams.push({ id, name: `Team ${id}` });
    const before = configurationOf(sandbox);
    const teams = sandbox.halo.state.teams.map(({ name }) => name);
    const config = settingsFile(USUAL_NAMES, { halo: { onlyTeam: teams, onlyPriority: [1, 2] } });
    const { exitCode, stderr } = await runWith(sandbox, config, ['apply']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('24')]);
    expect(stderr).toContain('20');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('resolves alerts that were opened before it was set, changed and removed', async () => {
    const { apply, people } = await setUp();
    const tickets: number[] = [];
    for (const onlyPriority of ['any', 1, [2, 3], 4, null]) {
      await apply({ halo: { onlyPriority } });
      const [first] = [onlyPriority].flat();
      const priority_id = typeof first === 'number' ? first : 3;
      tickets.push(await people.log(`Ticket of priority ${priority_id}`, { priority_id }));
    }
    expect(people.alerts().every((alert) => alert.endsWith(': PENDING'))).toBe(true);
    for (const [index, ticket] of tickets.entries()) {
      if (index === 2) await apply({ halo: { onlyPriority: 1 } });
      await people.close(ticket);
    }
    expect(people.alerts().map((alert) => alert.split(': ').at(-1))).toEqual(tickets.map(() => 'RESOLVED'));
  });
});
