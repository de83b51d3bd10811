import { changedFields, onlyChanged } from '../../engine/diff.ts';
import { idOf, type Resource } from '../../engine/resource.ts';
import { knownAfterApply } from '../../engine/values.ts';
import type { EventKey } from './event-catalogue.ts';
import { filterFields, filterOf } from './ticket-filter.ts';

/** Codes of `UnameNotification` for the event of a runbook (fact `binding`). */
const FOR_A_RUNBOOK = -2;
const START_A_RUNBOOK = 6;

/** Halo's event of a runbook: which tickets' doings start it. */
function eventBinding(key: Resource['key'], event: EventKey, title: string): Resource {
  return {
    key,
    title: 'event',
    service: 'halo',
    dependsOn: ['runbook'],
    name: () => title,

    desired({ settings, references }, live) {
      return {
        // Never another row's guid: Halo would take over that row.
        guid: null,
        eventno: references.events[event],
        name: title,
        type: FOR_A_RUNBOOK,
        delivery_method: START_A_RUNBOOK,
        agent_id: 0,
        webhook_id: idOf(live.runbook, knownAfterApply),
        ...filterFields(settings, references, live[key]),
      };
    },

    // The name and the agent of an existing event are the admin's own, and so is a filter that nobody asked for.
    diff: (row, { guid: _guid, name: _name, agent_id: _agent, ...ours }) =>
      changedFields({ ...row, ...filterOf(row) }, ours),

    create: (wanted) => ({ service: 'halo', method: 'POST', path: '/Notification', body: [wanted] }),
    update: (row, wanted, changes) => ({
      service: 'halo',
      method: 'POST',
      path: '/Notification',
      body: [{ id: row.id, ...onlyChanged(wanted, changes) }],
    }),
    delete: (row) => ({ service: 'halo', method: 'DELETE', path: `/Notification/${row.id}` }),
  };
}

export const newTicketBinding = eventBinding('new-ticket-binding', 'newTicket', 'New Ticket Logged');
export const statusChangedBinding = eventBinding('status-changed-binding', 'statusChanged', 'Ticket Status Changed');
