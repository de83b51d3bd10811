import { expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import { inSandbox } from '../../support/sandbox.ts';
import {
  addTheirRunbook,
  Event,
  expectOneSet,
  type Names,
  type PlannedChange,
  peopleAt,
  plannedChanges,
  runWith,
  settingsFile,
  succeeded,
  type TicketFields,
  USUAL_NAMES,
  type Watched,
  watchAccount,
} from './one-set.ts';

/** What the settings let through, what happens to a ticket, and which events the set then has. */
interface Filter {
  readonly title: string;
  readonly halo: Readonly<Record<string, unknown>>;
  readonly isFiltered: boolean;
  /** The number of bindings of each event. */
  readonly bindings: Readonly<Record<number, number>>;
  /** Events that are sent when a ticket that no longer matches is closed. */
  readonly onClose: readonly number[];
}

const { newTicket, statusChanged, closed } = Event;
const combinations = (count: number) => ({ [newTicket]: count, [statusChanged]: count, [closed]: 1 });

const FILTERS: readonly Filter[] = [
  {
    title: 'none',
    halo: {},
    isFiltered: false,
    bindings: { [newTicket]: 1, [statusChanged]: 1 },
    onClose: [statusChanged],
  },
  {
    title: 'none, with the event "Closed"',
    halo: { closedEvent: true },
    isFiltered: false,
    bindings: combinations(1),
    onClose: [statusChanged, closed],
  },
  {
    title: 'one value',
    halo: { onlyPriority: 1 },
    isFiltered: true,
    bindings: combinations(1),
    onClose: [closed],
  },
  {
    title: 'several values',
    halo: { onlyPriority: ['Critical', 2] },
    isFiltered: true,
    bindings: combinations(2),
    onClose: [closed],
  },
  {
    title: 'several values of two attributes',
    halo: { onlyPriority: [1, 2], onlyTicketType: ['Incident', 'Change Request'], onlyTeam: '2nd Line Support' },
    isFiltered: true,
    bindings: combinations(4),
    onClose: [closed],
  },
];

/** Matches every filter above. */
const MATCHING: TicketFields = { tickettype_id: 1, priority_id: 1, team: '2nd Line Support' };
/** Matches none of them. */
const OTHER: TicketFields = { tickettype_id: 3, priority_id: 4, team: '1st Line Support' };

/** Other people's rows that resemble ours. */
const STRANGERS = {
  'alert sources of our type': ({ ilert }) => {
    for (const name of ['Service desk', 'HaloITSM 2']) ilert.state.addAlertSource(name);
  },
  'an integration whose method posts to another alert source': (sandbox) => {
    const { ilert, halo } = sandbox;
    const source = ilert.state.addAlertSource('Their desk');
    const integration = halo.state.addIntegration('Theirs', { resourcebaseurl: ilert.url });
    halo.state.addMethod(integration, 'send ticket to ilert', {
      path: `/api/v1/events/haloitsm/${source.integrationKey}`,
      method: 1,
      requesttype: 1,
      requestbody: '{}',
    });
  },
  'runbooks that call other methods': (sandbox) => {
    for (const name of ['Page the printer', 'Send mail']) {
      const runbook = addTheirRunbook(sandbox, name);
      sandbox.halo.state.addBinding(runbook, newTicket, 'New Ticket Logged');
      sandbox.halo.state.addBinding(runbook, closed, 'Closed');
    }
  },
  'a complete set with another escalation policy': async (sandbox) => {
    sandbox.ilert.state.addPolicy('Netherlands');
    const names = { source: 'Desk NL', integration: 'ilert NL', method: 'send to ilert', runbook: 'ilert NL' };
    const config = settingsFile(names, { escalationPolicy: 'Netherlands' });
    await succeeded(runWith(sandbox, config, ['apply']));
  },
  'a complete set with another payload': async (sandbox) => {
    const names = { source: 'Desk BE', integration: 'ilert BE', method: 'send to ilert', runbook: 'ilert BE' };
    await succeeded(runWith(sandbox, settingsFile(names, { halo: { payload: 'full' } }), ['apply']));
  },
} satisfies Readonly<Record<string, (sandbox: Sandbox) => void | Promise<void>>>;

type Stranger = keyof typeof STRANGERS;
const strangers = Object.keys(STRANGERS) as Stranger[];

/** Names as people give them, in any language. */
const oddName = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      'old',
      'He said "no" \\ <<x>>',
      "O'Neill",
      'ü 🔥',
      '12',
      'null',
      '- a: b',
      '#',
      'ilert: Halo',
      'a, b',
    ),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '');

/** A name that others also use; not for runbooks, whose names are unique. */
const takenName = fc.constantFrom(
  'Service desk',
  'Their desk',
  'Theirs',
  'Chat',
  'post message',
  'ilert NL',
  'Desk BE',
);
const anyName = fc.oneof({ weight: 3, arbitrary: oddName }, { weight: 1, arbitrary: takenName });

const renaming = fc.record({
  /** New names that somebody gave the rows in either product. */
  inProduct: fc.record(
    {
      source: anyName,
      integration: anyName,
      method: anyName,
      runbook: fc.oneof(oddName, fc.constant('ILERT Runbook')),
      newTicket: anyName,
      statusChanged: anyName,
      closed: anyName,
    },
    { requiredKeys: [] },
  ),
  /** New names in the settings, but no one else's for alert source, integration or runbook: those are refused. */
  inSettings: fc.record(
    { source: oddName, integration: oddName, method: anyName, runbook: oddName },
    { requiredKeys: [] },
  ),
  /** Whether the machine still has the ids that the first run saved. */
  isSaved: fc.boolean(),
  filter: fc.constantFrom(...FILTERS),
  strangers: fc.subarray(strangers),
});

type Renaming = typeof renaming extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Renames rows like the products' pages: nothing else changes. */
function renameInProduct(watched: Watched, names: Renaming['inProduct']): void {
  const { source, integration, method, runbook, events } = watched.set();
  source.name = names.source ?? source.name;
  integration.name = names.integration ?? integration.name;
  method.name = names.method ?? method.name;
  runbook.name = names.runbook ?? runbook.name;
  const eventNames: Readonly<Record<number, string | undefined>> = {
    [newTicket]: names.newTicket,
    [statusChanged]: names.statusChanged,
    [closed]: names.closed,
  };
  for (const event of events) event.name = eventNames[event.eventno] ?? event.name;
}

/** Returns the plan that renames the rows to the names in the settings. */
function expectedChanges(watched: Watched, wanted: Names): PlannedChange[] {
  const { source, integration, method, runbook } = watched.set();
  const labels = runbook.steps.map(({ message }) => message);
  const isLabelled = labels.includes(`${wanted.integration}: ${wanted.method}`);
  const runbookFields = [
    ...(runbook.name === wanted.runbook ? [] : ['name']),
    ...(isLabelled ? [] : ['step "Send webhook" message']),
  ];
  const renamed = [
    ['alert-source', source.id, source.name === wanted.source ? [] : ['name']],
    ['custom-integration', integration.id, integration.name === wanted.integration ? [] : ['name']],
    ['method', method.id, method.name === wanted.method ? [] : ['name']],
    ['runbook', runbook.id, runbookFields],
  ] as const;
  return renamed.flatMap(([resource, id, fields]) =>
    fields.length === 0 ? [] : [{ resource, action: 'update', id: String(id), fields }],
  );
}

/** Logs, changes and closes tickets: one delivery per event, and one alert for each that matches, which is resolved. */
async function expectTicketsToArriveOnce(sandbox: Sandbox, watched: Watched, filter: Filter): Promise<void> {
  const people = peopleAt(sandbox, watched);
  const ticket = await people.log('Mail is down', MATCHING);
  expect(people.sentFor(ticket)).toEqual([newTicket]);
  expect(people.alerts()).toEqual(['Mail is down: PENDING']);
  await people.change(ticket, OTHER);
  await people.close(ticket);
  expect(people.sentFor(ticket).toSorted()).toEqual([newTicket, ...filter.onClose].toSorted());
  expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  if (!filter.isFiltered) return;
  const other = await people.log('Printer is slow', OTHER);
  await people.close(other);
  expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
}

/** Expects the same set through a first run, a renaming and a second run, then with tickets, and until its removal. */
async function expectTheSameSetThroughout(sandbox: Sandbox, drawn: Renaming): Promise<void> {
  const { inProduct, inSettings, isSaved, filter } = drawn;
  for (const stranger of drawn.strangers) await STRANGERS[stranger](sandbox);
  const watched = watchAccount(sandbox);
  const firstHome = temporaryFolder();
  await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES, filter), ['apply'], firstHome));
  expectOneSet(watched, filter.bindings);
  const ids = watched.idsOf();

  renameInProduct(watched, inProduct);
  const wanted = { ...USUAL_NAMES, ...inSettings };
  const config = settingsFile(wanted, filter);
  // For a profile, a set is another one if all of these names differ (profile-of-one-set.test.ts).
  const isAnother = (['source', 'integration', 'runbook'] as const).every((kind) => inSettings[kind] !== undefined);
  const home = isSaved && !isAnother ? firstHome : temporaryFolder();
  expect(await plannedChanges(sandbox, config, home)).toEqual(expectedChanges(watched, wanted));
  await succeeded(runWith(sandbox, config, ['apply'], home));
  expect(watched.idsOf()).toEqual(ids);
  expectOneSet(watched, filter.bindings);
  expect(expectedChanges(watched, wanted)).toEqual([]);
  expect(await plannedChanges(sandbox, config)).toEqual([]);
  watched.expectOthersUntouched();

  await expectTicketsToArriveOnce(sandbox, watched, filter);
  await succeeded(runWith(sandbox, config, ['destroy', '--yes'], isSaved ? home : temporaryFolder()));
  watched.expectNothingLeft();
}

const allRenamed = { source: 'Desk', integration: 'Pager', method: 'page', runbook: 'Paging' };
const [withoutFilter, , , severalValues] = FILTERS as readonly [Filter, Filter, Filter, Filter, Filter];

/** Renamings that random ones rarely contain. */
const EXAMPLES: readonly Renaming[] = [
  {
    inProduct: {},
    inSettings: { source: 'Desk', integration: 'Pager', runbook: 'Paging' },
    isSaved: false,
    filter: withoutFilter,
    strangers,
  },
  { inProduct: {}, inSettings: {}, isSaved: false, filter: withoutFilter, strangers: [] },
  { inProduct: allRenamed, inSettings: {}, isSaved: true, filter: withoutFilter, strangers },
  { inProduct: allRenamed, inSettings: {}, isSaved: false, filter: withoutFilter, strangers },
  { inProduct: allRenamed, inSettings: {}, isSaved: false, filter: severalValues, strangers },
  { inProduct: {}, inSettings: allRenamed, isSaved: false, filter: withoutFilter, strangers },
  { inProduct: {}, inSettings: allRenamed, isSaved: false, filter: severalValues, strangers },
];

it('whatever is renamed, in a product or in the settings, there is one set, every ticket arrives once, and destroy leaves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(renaming, (drawn) => inSandbox((sandbox) => expectTheSameSetThroughout(sandbox, drawn))),
    { numRuns: 60, examples: EXAMPLES.map((each): [Renaming] => [each]) },
  );
}, 300_000);
