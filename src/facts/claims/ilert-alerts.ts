import { type Evidence, verdict } from '../evidence.ts';
import type { Fact } from '../fact.ts';

const STORY_TEST = 'test/integration/apply/ticket-to-alert.test.ts';
const STORED_TEST = 'test/integration/apply/stored-differently.test.ts';

/** What ilert makes of tickets. */
export const ilertAlertFacts: readonly Fact[] = [
  {
    id: 'ilert-alert-key',
    claim: "The key of the alert that a ticket makes is the ticket's id, so that closing the ticket finds it again.",
    certainty: 'inferred',
    source: "what ilert's guide says about resolving",
    shownBy: STORY_TEST,
    check: keyIsTicket,
  },
  {
    id: 'ilert-alert-key-case',
    claim: 'An event is added to the open alert with its key, in any case, whatever `alertCreation` is.',
    certainty: 'documented',
    source: "ilert's documentation of integrations of its own",
    shownBy: 'test/unit/diagnostics/verify/alert-of-ticket.test.ts',
  },
  {
    id: 'ilert-resolves',
    claim: 'ilert resolves the alert once the ticket is closed or resolved.',
    certainty: 'documented',
    source: "the questions and answers of ilert's guide",
    shownBy: STORY_TEST,
  },
  {
    id: 'ilert-over',
    claim:
      'ilert recognises a closed ticket by its status in the payload: its name or short name says closed or resolved, in any case, or its id does.',
    certainty: 'inferred',
    source: "the payload of ilert's guide",
    shownBy: 'test/unit/payload/risks.test.ts',
  },
  {
    id: 'ilert-filtered',
    claim:
      'An event that a filter keeps out is answered with 202 as well; the reason is only in the event log of the source.',
    certainty: 'documented',
    source: "ilert's documentation",
    shownBy: 'test/integration/status/status.test.ts',
  },
  {
    id: 'ilert-event-type-filters',
    claim:
      '`eventTypeFilterCreate`, `…Accept` and `…Resolve` work for HALOITSM sources; they were announced for other types.',
    certainty: 'inferred',
    source: 'an announcement of March 2025',
    shownBy: STORED_TEST,
  },
  {
    id: 'ilert-links',
    claim: '`linkTemplates` work for HALOITSM sources. Values are not escaped.',
    certainty: 'inferred',
    source: "the form is in ilert's API document",
    shownBy: STORED_TEST,
  },
  {
    id: 'ilert-mappings',
    claim:
      "`priorityTemplate` and `severityTemplate` work for HALOITSM sources; a value that they do not map leaves the source's own.",
    certainty: 'inferred',
    source: "the form is in ilert's API document",
    shownBy: STORED_TEST,
  },
  {
    id: 'ilert-alerts',
    claim: '`/alerts` is filtered by `sources` and `from`; `include=customDetails` adds the details of an alert.',
    certainty: 'documented',
    source: "ilert's API document",
    shownBy: 'sandbox/test/alerts.test.ts',
  },
  {
    id: 'ilert-custom-details',
    claim: 'The `customDetails` of an alert are the payload that it came from.',
    certainty: 'inferred',
    source: 'the name of the field; where they are something else, they are not compared',
    shownBy: 'test/integration/verify/payload.test.ts',
  },
];

function keyIsTicket({ alerts, runs }: Evidence) {
  const tickets = new Set(runs.flatMap(({ ticketId }) => (ticketId === undefined ? [] : [String(ticketId)])));
  const keys = alerts.flatMap(({ alertKey }) => (alertKey ? [alertKey] : []));
  return verdict(tickets.size === 0 || keys.length === 0 ? undefined : keys.some((key) => tickets.has(key)), {
    yes: 'An alert has the id of a ticket as its key.',
    no: 'No alert has the id of a ticket as its key.',
    unseen: 'No alert was seen together with the ticket that made it.',
  });
}
