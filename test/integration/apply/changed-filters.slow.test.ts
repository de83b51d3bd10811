import { expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import { inSandbox } from '../../support/sandbox.ts';
import {
  Event,
  expectOneSet,
  peopleAt,
  plannedChanges,
  runWith,
  settingsFile,
  succeeded,
  type TicketFields,
  USUAL_NAMES,
  watchAccount,
} from './one-set.ts';

const { newTicket, statusChanged, closed } = Event;
const TYPES = [1, 3, 4];
const PRIORITIES = [1, 2, 3, 4];
const TEAMS = ['1st Line Support', '2nd Line Support'];

/** One attribute in a settings file; undefined if it is not mentioned. */
const filterOf = <Value>(values: readonly Value[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('any' as const, null) },
    { weight: 3, arbitrary: fc.subarray([...values], { minLength: 1 }) },
  );

const settings = fc.record({
  onlyTicketType: filterOf(TYPES),
  onlyPriority: filterOf(PRIORITIES),
  onlyTeam: filterOf(TEAMS),
  closedEvent: fc.option(fc.boolean(), { nil: undefined }),
});
type Settings = typeof settings extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const ticket = fc.record({
  tickettype_id: fc.constantFrom(...TYPES),
  priority_id: fc.constantFrom(...PRIORITIES),
  team: fc.constantFrom(...TEAMS),
});

/** The expected filters, with an empty list for an attribute that doesn't matter, and whether "Closed" is bound. */
interface Expected {
  readonly types: readonly number[];
  readonly priorities: readonly number[];
  readonly teams: readonly string[];
  readonly isClosedBound: boolean;
}

const NOTHING: Expected = { types: [], priorities: [], teams: [], isClosedBound: false };

/** Returns the result of a run: filters that no setting mentions stay as they are. */
function expectedAfter(before: Expected, { onlyTicketType, onlyPriority, onlyTeam, closedEvent }: Settings): Expected {
  const given = [onlyTicketType, onlyPriority, onlyTeam];
  const isManaged = given.some((filter) => filter !== undefined);
  if (!isManaged) return { ...before, isClosedBound: before.isClosedBound || closedEvent === true };
  return {
    types: valuesOf(onlyTicketType),
    priorities: valuesOf(onlyPriority),
    teams: valuesOf(onlyTeam),
    isClosedBound: closedEvent === true || given.some((filter) => valuesOf<unknown>(filter).length > 0),
  };
}

function valuesOf<Value>(filter: readonly Value[] | 'any' | null | undefined): readonly Value[] {
  return typeof filter === 'object' && filter !== null ? filter : [];
}

function matches({ types, priorities, teams }: Expected, fields: TicketFields): boolean {
  return isIn(types, fields.tickettype_id) && isIn(priorities, fields.priority_id) && isIn(teams, fields.team);
}

function isIn<Value>(values: readonly Value[], value: Value): boolean {
  return values.length === 0 || values.includes(value);
}

/** Returns the bindings of each event: one of the guide's two for each combination of values. */
function bindingsOf({ types, priorities, teams, isClosedBound }: Expected): Record<number, number> {
  const combinations = [types, priorities, teams].reduce((count, values) => count * Math.max(1, values.length), 1);
  return { [newTicket]: combinations, [statusChanged]: combinations, ...(isClosedBound && { [closed]: 1 }) };
}

async function expectFiltersToHold(sandbox: Sandbox, steps: readonly Step[]): Promise<void> {
  const watched = watchAccount(sandbox);
  const people = peopleAt(sandbox, watched);
  const tickets: number[] = [];
  const alerted: string[] = [];
  const alerts = (status: string) => alerted.map((summary) => `${summary}: ${status}`).toSorted();
  let expected = NOTHING;
  for (const [index, { settings: halo, logged, becomes }] of steps.entries()) {
    const config = settingsFile(USUAL_NAMES, { halo });
    await succeeded(runWith(sandbox, config, ['apply']));
    expected = expectedAfter(expected, halo);
    expectOneSet(watched, bindingsOf(expected));
    expect(await plannedChanges(sandbox, config)).toEqual([]);

    const summary = `Ticket ${index}`;
    const id = await people.log(summary, logged);
    const isMatch = matches(expected, logged);
    expect(people.sentFor(id)).toEqual(isMatch ? [newTicket] : []);
    tickets.push(id);
    if (isMatch) alerted.push(summary);
    await people.change(id, becomes);
    expect(people.alerts().toSorted()).toEqual(alerts('PENDING'));
  }
  // Whatever the filters were when an alert was opened, and whatever the tickets are now.
  for (const id of tickets) await people.close(id);
  expect(people.alerts().toSorted()).toEqual(alerts('RESOLVED'));
  await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['destroy', '--yes'], temporaryFolder()));
  watched.expectNothingLeft();
}

const step = fc.record({ settings, logged: ticket, becomes: ticket });
type Step = typeof step extends fc.Arbitrary<infer Drawn> ? Drawn : never;

it('however filters are changed, what matches opens one alert, closing resolves it, and destroy leaves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) =>
      inSandbox((sandbox) => expectFiltersToHold(sandbox, steps)),
    ),
    { numRuns: 40 },
  );
}, 300_000);
