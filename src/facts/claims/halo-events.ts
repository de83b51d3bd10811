import { objectsIn } from '../../engine/values.ts';
import { EVENTS } from '../../providers/halo/event-catalogue.ts';
import { isOnColumnOf } from '../../providers/halo/ticket-condition.ts';
import { asksForFilter } from '../../providers/halo/ticket-filter.ts';
import { type Evidence, type Verdict, verdict } from '../evidence.ts';
import { documented, type Fact, type Facts, inferred, proven } from '../fact.ts';

const CATALOGUE_TEST = 'test/unit/providers/halo/event-catalogue.test.ts';
const FILTER_TEST = 'test/integration/apply/filters.test.ts';
const SEEN = { newTicket: 3, statusChanged: 76, events: 205 } as const;
const NOT_ASKED = 'The list of events was not read.';

/** The events that start the runbook, and their filters. */
export const haloEventFacts: Facts = {
  'events-by-name': {
    claim:
      'The number of an event is the id of its row in `/Lookup` with `lookupid` 64; the row whose name ends in "- All" is the one that fires.',
    ...proven('runs on a live tenant', CATALOGUE_TEST),
    check: ({ readings }) => {
      const { newTicketEvent, statusChangedEvent, events } = readings;
      const found = newTicketEvent !== undefined && statusChangedEvent !== undefined;
      return verdict(events === undefined ? undefined : found, {
        yes: `Both are found by name: new ticket ${newTicketEvent}, change of status ${statusChangedEvent}.`,
        no: 'At least one of the two has another name here.',
        unseen: NOT_ASKED,
      });
    },
  },
  'event-numbers': {
    claim:
      'On the tenants seen, "New Ticket Logged" is 3 and "Ticket Status Changed" 76; they are only used if no name matches, with a note.',
    ...proven('runs on a live tenant', 'test/integration/apply/tenants.test.ts'),
    check: ({ readings: { newTicketEvent, statusChangedEvent, events } }) =>
      verdict(
        events === undefined || newTicketEvent === undefined || statusChangedEvent === undefined
          ? undefined
          : newTicketEvent === SEEN.newTicket && statusChangedEvent === SEEN.statusChanged,
        {
          yes: 'They are 3 and 76 here too.',
          no: `Here they are ${newTicketEvent} and ${statusChangedEvent}.`,
          unseen: 'The names did not tell them.',
        },
      ),
  },
  'events-count': {
    claim: 'The list has 205 events.',
    ...proven('a live tenant', 'sandbox/test/halo-tenant.test.ts'),
    check: ({ readings: { events } }) =>
      verdict(events === undefined ? undefined : events === SEEN.events, {
        yes: 'It has 205 here too.',
        no: `Here it has ${events}.`,
        unseen: NOT_ASKED,
      }),
  },
  'lookup-filter': {
    claim:
      'Asked with `lookupid=64`, `/Lookup` returns the events; one tenant returned nothing, so then all lists are read (`count=1000`).',
    ...proven('two live tenants', 'test/integration/clients/halo-lists.test.ts'),
    check: ({ readings: { eventsByNumber } }) =>
      verdict(eventsByNumber === undefined ? undefined : eventsByNumber > 0, {
        yes: 'It answers the events.',
        no: 'It answers nothing: they are sought among all lists.',
        unseen: NOT_ASKED,
      }),
  },
  binding: {
    claim:
      'What starts a runbook is a row of `/Notification` with `type` -2, `delivery_method` 6, `agent_id` 0, the event in `eventno` and the runbook in `webhook_id`.',
    ...proven('a run on a live tenant, started by a ticket', 'test/integration/apply/fresh.test.ts'),
    check: ({ live, runs }) => {
      const rows = EVENTS.flatMap(({ key }) => live[key] ?? []);
      const stored = rows.every(({ type, delivery_method }) => type === -2 && delivery_method === 6);
      return verdict(rows.length === 0 ? undefined : stored, {
        yes:
          runs.length > 0
            ? 'Ours are stored so, and the runbook has run.'
            : 'Ours are stored so; the runbook has not run yet.',
        no: 'One of ours is stored with other codes.',
        unseen: 'There is no event yet.',
      });
    },
  },
  'binding-guid': {
    claim: "A new row is posted with `guid` null: another row's would take that row over.",
    ...proven('runs on a live tenant', 'sandbox/test/halo-runbook.test.ts'),
  },
  'binding-list': {
    claim: '`/Notification?webhook_id=` lists the events of a runbook.',
    ...documented("Halo's API document", 'sandbox/test/halo-runbook.test.ts'),
  },
  'event-on-close': {
    claim: `Closing a ticket raises "Ticket Status Changed" too, so that the two events of ilert's guide are enough to resolve the alert.`,
    ...inferred(
      "ilert's guide binds no other event, and says that closing resolves the alert",
      'test/integration/verify/chain.slow.test.ts',
    ),
  },
  'event-closed': {
    claim: 'Closing a ticket raises "Closed" (39). The program does not bind it, and leaves it where an admin did.',
    ...proven("another vendor's working export", 'sandbox/test/runbook-runs.test.ts'),
  },
  'binding-filter': {
    claim:
      'With `filter_type` 2 and a condition, an event does not start its runbook for other tickets; `type` 0 of a condition is "equals".',
    ...proven('a live tenant with conditions on `symptom` and `reportedby`', 'sandbox/test/conditions.test.ts'),
  },
  'conditions-all': {
    claim: 'A ticket must meet all conditions of an event.',
    ...inferred('filters elsewhere in Halo', 'sandbox/test/conditions.test.ts'),
  },
  'condition-operators': {
    claim:
      '`type` of a condition: 0 equals, 1 not equal, 2 contains, 3 not contains, 5 >, 6 >=, 7 <, 8 <=, 23 in set, 24 not in set, 29 has a value, 30 has none.',
    ...inferred(
      'a list of codes; of these only 0 was seen to filter, and only 0 is sent',
      'test/unit/providers/halo/ticket-condition.test.ts',
    ),
  },
  'condition-returned': {
    claim:
      "Halo stores a condition's column by an id, and may return its name in another case, with `fieldid` and `value_display`.",
    ...inferred('notes of an API client; both forms are read', 'test/unit/providers/halo/ticket-filter.test.ts'),
  },
  'condition-requesttypenew': column('requesttypenew', 'the ticket type', 'halo.onlyTicketType'),
  'condition-seriousness': column('seriousness', 'the priority', 'halo.onlyPriority'),
  'condition-sectio_': column('sectio_', 'the team', 'halo.onlyTeam'),
};

/** Conditions name columns of Halo's table of tickets; no source shows which columns ours are. */
function column(
  name: string,
  what: string,
  setting: 'halo.onlyTicketType' | 'halo.onlyPriority' | 'halo.onlyTeam',
): Fact {
  return {
    claim: `A condition on the column \`${name}\` is one on ${what}.`,
    ...inferred("columns in Halo's reports", FILTER_TEST),
    check: (evidence) => stored(evidence, name, setting),
  };
}

function stored({ live, settings }: Evidence, name: string, setting: Parameters<typeof column>[2]): Verdict {
  const asked = asksForFilter(settings) && settings[setting] !== undefined;
  const rows = EVENTS.flatMap(({ key }) => live[key] ?? []);
  const has = rows.map((row) =>
    objectsIn(row.conditions).some((condition) => isOnColumnOf(condition, { fieldname: name })),
  );
  return verdict(!asked || rows.length === 0 ? undefined : has.every(Boolean), {
    yes: 'The tenant has stored such a condition; that it lets the right tickets through is for a ticket to show.',
    no: 'The tenant does not have the condition that was asked for.',
    unseen: 'No such filter is asked for.',
  });
}
