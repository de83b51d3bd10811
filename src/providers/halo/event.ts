import { changedFields } from '../../engine/diff.ts';
import { ambiguityOf, isSameId, matchByRole } from '../../engine/match.ts';
import { type Id, idOf, NO_ID, type PropsOf } from '../../engine/resource.ts';
import { knownAfterApply, type Value } from '../../engine/values.ts';
import { chosen, listed, unlessGone, withoutId } from '../find.ts';
import type { IntegrationAccounts, IntegrationResource } from '../integration.ts';
import { EVENTS, type RunbookEvent } from './event-catalogue.ts';
import type { EventRow } from './schemas.ts';
import { asksForFilter, BY_CONDITIONS, filterFields, filterOf } from './ticket-filter.ts';
import { writesTo } from './writes.ts';

/** Codes of `UnameNotification` for the event of a runbook (fact `binding`). */
const FOR_A_RUNBOOK = -2;
const START_A_RUNBOOK = 6;

/** The events of the runbook: which tickets' doings start it. */
export const events: readonly IntegrationResource<EventRow>[] = EVENTS.map(eventResource);

/** Events are recognised by their number, since the admin may rename them. */
function eventResource({ key, title }: RunbookEvent): IntegrationResource<EventRow> {
  const ofOurNumber = async (rows: readonly EventRow[], accounts: IntegrationAccounts) => {
    const number = (await accounts.events)[key];
    return rows.filter(({ eventno }) => eventno === number);
  };
  const resource: IntegrationResource<EventRow> = {
    key,
    title: 'event',
    service: 'halo',
    dependsOn: ['runbook'],
    partOf: 'runbook',
    identity: ['webhook_id', 'eventno'],
    name: () => title,

    async find(search) {
      const { accounts } = search;
      const candidates = await ofOurNumber((await search.get('runbook'))?.events ?? [], accounts);
      const match = matchByRole(resource, title, candidates, accounts.hints);
      const row = chosen(match, search) ?? candidates[0];
      // The list may come without the conditions; they are looked at only where there are some, or some are asked for.
      const isFiltered = asksForFilter(accounts.settings) || row?.filter_type === BY_CONDITIONS;
      const isWhole = !isFiltered || Array.isArray(row?.conditions);
      return row && !isWhole ? listed(resource, accounts.halo.event(row.id)) : row;
    },

    async read({ id }, search, props) {
      const runbook = props && (await search.get('runbook'));
      // With its runbook the event is gone.
      if (props && !runbook) return undefined;
      const twins = await ofOurNumber(runbook?.events ?? [], search.accounts);
      if (twins.length > 1) search.choose(ambiguityOf(resource, '', twins));
      const listedRow = runbook?.events?.find((row) => row.id === id);
      const isWhole = listedRow && (props?.conditions === undefined || Array.isArray(listedRow.conditions));
      return isWhole ? listedRow : unlessGone(search.accounts.halo.event(id));
    },

    async rivals({ webhook_id: runbook }, accounts, fresh) {
      const all = fresh?.runbook?.events ?? (isId(runbook) ? await eventsOfRunbook(runbook, accounts) : []);
      return ofOurNumber(all, accounts);
    },

    desired({ references }, state): PropsOf<EventRow> {
      return {
        // Never another row's guid: Halo would take over that row.
        guid: null,
        eventno: references.events[key],
        name: title,
        type: FOR_A_RUNBOOK,
        delivery_method: START_A_RUNBOOK,
        agent_id: 0,
        webhook_id: idOf(state.runbook, knownAfterApply),
        ...filterFields(references, state[key]),
      };
    },

    // The name and the agent of an existing event are the admin's own, and so is a filter that nobody asked for.
    diff: (row, { guid: _guid, name: _name, agent_id: _agent, ...ours }) =>
      changedFields({ ...row, ...filterOf(row) }, ours),

    ...writesTo('/Notification'),
  };
  return resource;
}

function isId(value: Value): value is Id {
  return typeof value === 'string' || typeof value === 'number';
}

/**
 * The events of a runbook. Rows without a runbook id are read one by one: an event of another runbook must not be taken for
 * ours.
 */
export async function eventsOfRunbook(runbook: Id, accounts: IntegrationAccounts): Promise<EventRow[]> {
  const { halo } = accounts;
  const isThere = async (rows: readonly EventRow[]) =>
    Object.values(await accounts.events).every((number) =>
      rows.some(({ eventno, webhook_id }) => eventno === number && String(webhook_id) === String(runbook)),
    );
  const [numbers, all] = await Promise.all([accounts.events.then(Object.values), halo.events(runbook, isThere)]);
  const rows = all.map(async (row) => {
    const isOurEvent = numbers.some((number) => number === row.eventno);
    if (isOurEvent && row.id === NO_ID) throw withoutId(firstEvent(), `with number ${row.eventno} of the runbook`);
    if (row.webhook_id !== undefined) return [halo.withEventNumber(row)];
    if (!isOurEvent) return [];
    const whole = await unlessGone(halo.event(row.id));
    return whole && isSameId(String(whole.webhook_id), runbook) ? [whole] : [];
  });
  return (await Promise.all(rows)).flat();
}

function firstEvent(): IntegrationResource<EventRow> {
  const [first] = events;
  if (!first) throw new TypeError('there are no events');
  return first;
}
