import { changedFields } from '../../engine/diff.ts';
import { ambiguityOf, hasName, isAdopted, isKnown, isSameId, matchByRole } from '../../engine/match.ts';
import { type Id, idOf, NO_ID, type PropsOf } from '../../engine/resource.ts';
import { knownAfterApply, Unknown, type Value } from '../../engine/values.ts';
import { chosen, unlessGone, withoutId } from '../find.ts';
import type { Desired, IntegrationAccounts, IntegrationResource, IntegrationState } from '../integration.ts';
import { asCode, asReference, asText, nameOfOurs } from '../label.ts';
import { BINDINGS, bindingsIn, type EventBinding } from './event-bindings.ts';
import { EVENTS, type EventKey, type RunbookEvent } from './event-catalogue.ts';
import { FILTER_FIELDS, ticketsInWords } from './filter-in-words.ts';
import { groupByFilter, matchBindings } from './match-bindings.ts';
import { stepsOfOthers } from './runbook-steps.ts';
import type { EventRow } from './schemas.ts';
import {
  BY_CONDITIONS,
  type FilterNeeds,
  filterFields,
  filterOf,
  hasForeignFilter,
  hasSameFilter,
  wantedCount,
  wantedFilters,
} from './ticket-filter.ts';
import { writesTo } from './writes.ts';

/** Codes of `UnameNotification` for an event of a runbook (fact `binding`). */
const FOR_A_RUNBOOK = -2;
const START_A_RUNBOOK = 6;

/** The event that, besides "Closed", reports the closing of a ticket. */
const STATUS_CHANGED = 'status-changed-event';

/** The events that start the runbook. Those that others depend on come first. */
export const events: readonly IntegrationResource<EventRow>[] = [
  ...BINDINGS.filter(({ event }) => !event.isFiltered),
  ...BINDINGS.filter(({ event }) => event.isFiltered),
].map(eventResource);

/** A binding is recognised by its event number, since the admin may rename it. */
function eventResource({ key, event, index }: EventBinding): IntegrationResource<EventRow> {
  const { title, isFiltered } = event;
  const name = index === 0 ? title : `${title} (${index + 1})`;
  const resource: IntegrationResource<EventRow> = {
    key,
    title: 'event',
    service: 'halo',
    // Tickets must be able to resolve their alerts before a filter stops any of them.
    dependsOn: isFiltered ? ['runbook', 'closed-event'] : ['runbook'],
    partOf: 'runbook',
    identity: ['webhook_id', 'eventno'],
    // Another run may have given it a filter that is wanted.
    doesSame: (before, now) =>
      !Array.isArray(before.conditions) || !Array.isArray(now.conditions) || hasSameFilter(before, now),
    name: () => name,
    hasOwnName: (_settings, row) => !hasName(row, title) && !hasName(row, ''),

    isEnabled(desired, state) {
      const isKept = isFiltered && desired.references.filters === undefined && state[key] !== undefined;
      return isKept || index < wantedCount(event, needsIn(desired, state));
    },

    // An event with conditions of others is theirs, and so is an additional event that lets them resolve tickets.
    isObsolete(row, desired, state) {
      const wanted = wantedFilters(event, needsIn(desired, state));
      if (!desired.references.filters || !wanted || hasForeignFilter(row)) return false;
      return wanted.length > 0 || hasName(row, title);
    },

    async find(search) {
      const { accounts } = search;
      const runbook = await search.get('runbook');
      const candidates = (await bindingsOf(event, runbook?.events ?? [], accounts))[index] ?? [];
      return chosen(matchByRole(resource, name, candidates, accounts.hints), search) ?? candidates[0];
    },

    async read({ id }, search, props) {
      const runbook = props && (await search.get('runbook'));
      // Without its runbook, the event no longer exists.
      if (props && !runbook) return undefined;
      const row = runbook?.events?.find((each) => each.id === id);
      const twins = row ? await rowsWithSameFilter(event, row, runbook?.events ?? [], search.accounts) : [];
      if (twins.length > 1) search.choose(ambiguityOf(resource, '', twins));
      return row ?? unlessGone(search.accounts.halo.event(id));
    },

    dependents: (_row, { runbook, method }) => (runbook ? stepsOfOthers(runbook, method) : []),

    async rivals(row, accounts, fresh) {
      const { webhook_id: runbook } = row;
      const all = fresh?.runbook?.events ?? (isId(runbook) ? await eventsOfRunbook(runbook, accounts) : []);
      return rowsWithSameFilter(event, row, all, accounts);
    },

    desired(desired, state): PropsOf<EventRow> {
      return {
        // Never the guid of another row: Halo would overwrite that row.
        guid: null,
        eventno: desired.references.events[event.key],
        name: title,
        type: FOR_A_RUNBOOK,
        delivery_method: START_A_RUNBOOK,
        agent_id: 0,
        webhook_id: idOf(state.runbook, knownAfterApply),
        ...filterFields(wantedFilters(event, needsIn(desired, state))?.[index], state[key]),
      };
    },

    // Name and agent of an existing event belong to the admin, and so does a filter that the settings do not mention.
    diff: (row, { guid: _guid, name: _name, agent_id: _agent, ...ours }) =>
      changedFields({ ...row, ...filterOf(row) }, ours),
    labels: [
      asText('name', 'Name', { isFixed: true }),
      asReference(
        'eventno',
        'Event',
        (number, { references }) => (isSameValue(number, references.events[event.key]) ? title : 'another event'),
        { isFixed: true },
      ),
      asCode('type', 'Type', { [FOR_A_RUNBOOK]: 'Event of a runbook' }, { isFixed: true }),
      asCode('delivery_method', 'Action', { [START_A_RUNBOOK]: 'Start a runbook' }, { isFixed: true }),
      asReference(
        'webhook_id',
        'Runbook',
        (id, { settings }, state) => nameOfOurs(id, state.runbook, 'runbook', settings['halo.runbookName']),
        { isFixed: true },
      ),
      {
        field: 'filter',
        label: 'Tickets',
        of: FILTER_FIELDS,
        text: ticketsInWords,
        textOfNew: (values, desired) =>
          isFiltered ? ticketsInWords(values, desired) : 'all, so that closing one always resolves its alert',
      },
    ],

    ...writesTo('/Notification'),
  };
  return resource;
}

/** The wanted and live state that filters depend on. */
function needsIn({ references: { filters }, settings }: Desired, state: IntegrationState): FilterNeeds {
  const changed = bindingsIn(state).flatMap(({ event, row }) => (event.key === STATUS_CHANGED ? [row] : []));
  return { filters, settings, changed };
}

/** The same before rows are matched. */
async function needsAmong(rows: readonly EventRow[], accounts: IntegrationAccounts): Promise<FilterNeeds> {
  const [{ filters }, changed] = await Promise.all([accounts.filters, ofNumber(STATUS_CHANGED, rows, accounts)]);
  return { filters, settings: accounts.settings, changed };
}

/** The candidate rows for each binding of an event, by its index. */
async function bindingsOf(
  event: RunbookEvent,
  rows: readonly EventRow[],
  accounts: IntegrationAccounts,
): Promise<EventRow[][]> {
  const { hints } = accounts;
  const [ofEvent, needs] = await Promise.all([ofNumber(event.key, rows, accounts), needsAmong(rows, accounts)]);
  // An event that only some integrations have may be the admin's own, unless it is wanted.
  const isOurs = (row: EventRow) => hasName(row, event.title) || isKnown(event, row, hints);
  const areOurs = wantedCount(event, needs) > 0 || ofEvent.some(isOurs);
  const isChosen = (row: EventRow) => isAdopted(event, row, hints, true);
  if (!areOurs) return [];
  const places = matchBindings(ofEvent, wantedFilters(event, needs), isChosen);
  // Nothing is removed if filters are not managed: a person has to choose between two rows with the same filter.
  return needs.filters ? places : groupByFilter(places.flat());
}

/** Rows of an event with the same filter as the given one, which duplicate its work. */
async function rowsWithSameFilter(
  event: RunbookEvent,
  row: EventRow,
  rows: readonly EventRow[],
  accounts: IntegrationAccounts,
): Promise<EventRow[]> {
  return (await ofNumber(event.key, rows, accounts)).filter((each) => hasSameFilter(each, row));
}

async function ofNumber(key: EventKey, rows: readonly EventRow[], accounts: IntegrationAccounts): Promise<EventRow[]> {
  const number = (await accounts.events)[key];
  return rows.filter(({ eventno }) => eventno === number);
}

/** Offline, an event's number is unknown. It counts as ours. */
function isSameValue(number: Value, wanted: Value): boolean {
  return number instanceof Unknown || number === wanted;
}

function isId(value: Value): value is Id {
  return typeof value === 'string' || typeof value === 'number';
}

/**
 * Returns the events of a runbook. Reads rows without a runbook ID one by one, so that another runbook's event is not
 * mistaken for ours. Also reads rows without a number, and our events if their filter may be missing from the list.
 */
export async function eventsOfRunbook(runbook: Id, accounts: IntegrationAccounts): Promise<EventRow[]> {
  const { halo } = accounts;
  const isOfRunbook = ({ webhook_id }: EventRow) => isSameId(String(webhook_id), runbook);
  const isThere = async (rows: readonly EventRow[]) => {
    const ofRunbook = rows.filter(isOfRunbook);
    const needs = await needsAmong(ofRunbook, accounts);
    const found = await Promise.all(EVENTS.map((event) => ofNumber(event.key, ofRunbook, accounts)));
    return EVENTS.every((event, index) => (found[index] ?? []).length >= wantedCount(event, needs));
  };
  const [numbers, { filters }, all] = await Promise.all([
    accounts.events.then(Object.values),
    accounts.filters,
    halo.events(runbook, isThere),
  ]);
  const hasOthersLikeIt = ({ id, eventno }: EventRow) =>
    all.some((each) => each.id !== id && each.eventno === eventno && isOfRunbook(each));
  const rows = all.map(async (row) => {
    const isOurEvent = numbers.some((number) => number === row.eventno);
    if (isOurEvent && row.id === NO_ID)
      throw withoutId({ title: 'event', service: 'halo' }, `with number ${row.eventno} of the runbook`);
    const mayBeFiltered =
      filters !== undefined ||
      row.filter_type === BY_CONDITIONS ||
      (row.filter_type === undefined && hasOthersLikeIt(row));
    const isWhole = !mayBeFiltered || Array.isArray(row.conditions);
    const isUnknown = row.eventno === undefined && row.id !== NO_ID && isOfRunbook(row);
    if (row.webhook_id !== undefined && !isUnknown && (isWhole || !isOurEvent)) return [halo.withEventNumber(row)];
    if (!isOurEvent && !isUnknown) return [];
    const whole = await unlessGone(halo.event(row.id));
    return whole && isOfRunbook(whole) ? [whole] : [];
  });
  return (await Promise.all(rows)).flat();
}
