import { objectsIn } from '../../engine/values.ts';
import { bindingsIn } from '../../providers/halo/event-bindings.ts';
import { EVENTS } from '../../providers/halo/event-catalogue.ts';
import { isOnColumnOf } from '../../providers/halo/ticket-condition.ts';
import { type Evidence, type Verdict, verdict } from '../evidence.ts';
import { documented, type Fact, type Facts, inferred, proven } from '../fact.ts';
import type { Readings } from '../readings.ts';

const CATALOGUE_TEST = 'test/unit/providers/halo/event-catalogue.test.ts';
const FILTER_TEST = 'test/integration/apply/filters.test.ts';
const EVENTS_SEEN = 205;
const NOT_ASKED = 'The list of events was not read.';

/** The events that start the runbook, and their filters. */
export const haloEventFacts: Facts = {
  'events-by-name': {
    claim:
      'The number of an event is the id of its row in `/Lookup` with `lookupid` 64; the row whose name ends in "- All" is the one that fires.',
    ...proven('runs on a live tenant', CATALOGUE_TEST),
    check: ({ readings }) => {
      const found = EVENTS.filter(({ key }) => readings.eventNumbers?.[key] !== undefined);
      const others = EVENTS.filter((event) => !found.includes(event));
      return verdict(readings.events === undefined ? undefined : others.length === 0, {
        yes: `Each is found by its name: ${numbersInWords(readings)}.`,
        no: `Here the list has no event of the name of ${others.map(({ title }) => `"${title}"`).join(', ')}.`,
        unobserved: NOT_ASKED,
      });
    },
  },
  'event-numbers': {
    claim:
      'On the tenants seen, "New Ticket Logged" is 3, "Ticket Status Changed" 76 and "Closed" 39; they are only used if no name matches, with a note.',
    ...proven('runs on a live tenant', 'test/integration/apply/tenants.test.ts'),
    check: ({ readings }) => {
      const found = EVENTS.filter(({ key }) => readings.eventNumbers?.[key] !== undefined);
      const areSeen = found.every(({ key, seen }) => readings.eventNumbers?.[key] === seen);
      return verdict(found.length === 0 ? undefined : areSeen, {
        yes: `Here too: ${numbersInWords(readings)}.`,
        no: `Here: ${numbersInWords(readings)}.`,
        unobserved: 'The names did not tell them.',
      });
    },
  },
  'events-count': {
    claim: 'The list has 205 events.',
    ...proven('a live tenant', 'sandbox/test/halo-tenant.test.ts'),
    check: ({ readings: { events } }) =>
      verdict(events === undefined ? undefined : events === EVENTS_SEEN, {
        yes: 'It has 205 here too.',
        no: `Here it has ${events}.`,
        unobserved: NOT_ASKED,
      }),
  },
  'every-event': {
    claim:
      '`GET /Notification?showall=true` without `webhook_id` lists the events of all runbooks. It shows which other runbooks tickets start. If it does not, `plan` knows of none, and neither does `status` if there are more than 50.',
    ...inferred('the parameter is optional', 'test/integration/apply/second-runbook.test.ts'),
  },
  'lookup-filter': {
    claim:
      '`/Lookup` with `lookupid=64` returns the events. One tenant returned nothing; then all lists are read (`count=1000`).',
    ...proven('two live tenants', 'test/integration/clients/halo-lists.test.ts'),
    check: ({ readings: { eventsByNumber } }) =>
      verdict(eventsByNumber === undefined ? undefined : eventsByNumber > 0, {
        yes: 'It answers the events.',
        no: 'It answers nothing: they are sought among all lists.',
        unobserved: NOT_ASKED,
      }),
  },
  binding: {
    claim:
      'What starts a runbook is a row of `/Notification` with `type` -2, `delivery_method` 6, `agent_id` 0, the event in `eventno` and the runbook in `webhook_id`.',
    ...proven('a run on a live tenant, started by a ticket', 'test/integration/apply/fresh.test.ts'),
    check: ({ live, runs }) => {
      const rows = bindingsIn(live).map(({ row }) => row);
      const stored = rows.every(({ type, delivery_method }) => type === -2 && delivery_method === 6);
      return verdict(rows.length === 0 ? undefined : stored, {
        yes:
          runs.length > 0
            ? "This integration's are stored so, and the runbook has run."
            : "This integration's are stored so; the runbook has not run yet.",
        no: 'One created by this tool is stored with other codes.',
        unobserved: 'There is no event yet.',
      });
    },
  },
  'binding-guid': {
    claim: "A new row is posted with `guid` null: with another row's `guid`, it would overwrite that row.",
    ...proven('runs on a live tenant', 'sandbox/test/halo-runbook.test.ts'),
  },
  'binding-list': {
    claim: '`/Notification?webhook_id=` lists the events of a runbook.',
    ...documented("Halo's API document", 'sandbox/test/halo-runbook.test.ts'),
  },
  'event-on-close': {
    claim: `Closing a ticket raises "Ticket Status Changed" too, so the two events of ilert's guide are enough to resolve the alert.`,
    ...inferred(
      "ilert's guide binds no other event, and says that closing resolves the alert",
      'test/integration/verify/closing.test.ts',
    ),
  },
  'event-closed': {
    claim:
      'Closing a ticket raises "Closed" (39). With a filter, or with `--closed-event`, it starts the runbook for all tickets.',
    ...proven("another vendor's working export", 'sandbox/test/runbook-runs.test.ts'),
  },
  'events-several': {
    claim:
      'A runbook may have several rows of one event. Each starts it for the tickets that its own conditions let through.',
    ...inferred('a row is found by its id, not by its event; no source shows two of one', FILTER_TEST),
    check: ({ live }) =>
      verdict(bindingsIn(live).some(({ index }) => index > 0) || undefined, {
        yes: 'The tenant has stored several of one event; that each starts the runbook is for tickets to show.',
        unobserved: 'No event is bound more than once.',
      }),
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
  'conditions-cleared': {
    claim: 'A POST with `filter_type` 0 and an empty list of conditions removes the conditions that an event has.',
    ...inferred('a post with an `id` changes the fields that it holds', FILTER_TEST),
  },
  'condition-requesttypenew': column('requesttypenew', 'the ticket type', 'halo.onlyTicketType'),
  'condition-seriousness': column('seriousness', 'the priority', 'halo.onlyPriority'),
  'condition-sectio_': column('sectio_', 'the team', 'halo.onlyTeam'),
};

function numbersInWords({ eventNumbers = {} }: Readings): string {
  const known = EVENTS.filter(({ key }) => eventNumbers[key] !== undefined);
  return known.map(({ key, title }) => `"${title}" is ${eventNumbers[key]}`).join(', ');
}

/** Conditions name columns of Halo's table of tickets. No source shows which columns are the ones we use. */
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
  const asked = (settings[setting] ?? []).length > 0;
  const rows = bindingsIn(live).flatMap(({ event, row }) => (event.isFiltered ? [row] : []));
  const has = rows.map((row) =>
    objectsIn(row.conditions).some((condition) => isOnColumnOf(condition, { fieldname: name })),
  );
  return verdict(!asked || rows.length === 0 ? undefined : has.every(Boolean), {
    yes: 'The tenant has stored such a condition; only a ticket can show that it lets the right tickets through.',
    no: 'The tenant does not have the condition that was asked for.',
    unobserved: 'No such filter is asked for.',
  });
}
