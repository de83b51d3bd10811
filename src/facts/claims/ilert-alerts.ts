import { type Evidence, verdict } from '../evidence.ts';
import { documented, type Facts, inferred } from '../fact.ts';

const STORY_TEST = 'test/integration/apply/ticket-to-alert.test.ts';
const EXTRAS_TEST = 'test/integration/apply/on-call-extras.test.ts';
const STORED_TEST = 'test/integration/apply/stored-differently.test.ts';

/** What ilert does with tickets. */
export const ilertAlertFacts: Facts = {
  'ilert-alert-key': {
    claim: "The key of a ticket's alert is the ticket's ID, so closing the ticket resolves that alert.",
    ...inferred("what ilert's guide says about resolving", STORY_TEST),
    check: keyIsTicket,
  },
  'ilert-alert-key-case': {
    claim: 'An event is added to the open alert with its key, in any case, whatever `alertCreation` is.',
    ...documented(
      "ilert's documentation of integrations of its own",
      'test/unit/diagnostics/verify/alert-of-ticket.test.ts',
    ),
  },
  'ilert-grouping': {
    claim:
      'Only alerts that are still open take events in: the last one until it is resolved or accepted, or those reported within the window.',
    ...inferred("the names of ilert's kinds of alert grouping", 'test/integration/verify/grouping.test.ts'),
  },
  'ilert-resolves': {
    claim: 'ilert resolves the alert once the ticket is closed or resolved.',
    ...documented("the questions and answers of ilert's guide", STORY_TEST),
  },
  'ilert-closed-without-alert': {
    claim: 'The event of a closed ticket that has no open alert creates none.',
    ...inferred('there is no alert to resolve; no source shows it', 'test/integration/verify/filters.test.ts'),
  },
  'ilert-over': {
    claim:
      'ilert recognises a closed ticket by its status in the payload: its name or short name says closed or resolved, in any case, or its id does.',
    ...inferred("the payload of ilert's guide", 'test/unit/payload/risks.test.ts'),
  },
  'ilert-filtered': {
    claim: 'An event excluded by a filter also returns 202; the reason is only in the event log of the source.',
    ...documented("ilert's documentation", 'test/integration/status/status.test.ts'),
  },
  'ilert-event-type-filters': {
    claim:
      '`eventTypeFilterCreate`, `…Accept` and `…Resolve` work for HALOITSM sources; they were announced for other types.',
    ...inferred('an announcement of March 2025', STORED_TEST),
  },
  'ilert-links': {
    claim:
      '`linkTemplates` work for HALOITSM sources: the alert has the links, filled in. Values are not escaped, so only the ID of the ticket is used.',
    ...inferred("the form is in ilert's API document", EXTRAS_TEST),
  },
  'ilert-mappings': {
    claim:
      "`priorityTemplate` and `severityTemplate` work for HALOITSM sources; a value that they do not map leaves the source's own. Values are compared as they are, in the same case.",
    ...inferred("the form is in ilert's API document", EXTRAS_TEST),
  },
  'ilert-alerts': {
    claim:
      '`/alerts` accepts the filters `sources`, `states` and `from`; `include=customDetails` adds the details of an alert.',
    ...documented("ilert's API document", 'sandbox/test/alerts.test.ts'),
  },
  'ilert-custom-details': {
    claim: 'The `customDetails` of an alert are the payload of its event.',
    ...inferred(
      'the name of the field; where they are something else, they are not compared',
      'test/integration/verify/payload.test.ts',
    ),
  },
};

function keyIsTicket({ alerts, runs }: Evidence) {
  const tickets = new Set(runs.flatMap(({ ticketId }) => (ticketId === undefined ? [] : [String(ticketId)])));
  const keys = alerts.flatMap(({ alertKey }) => (alertKey ? [alertKey] : []));
  return verdict(tickets.size === 0 || keys.length === 0 ? undefined : keys.some((key) => tickets.has(key)), {
    yes: 'An alert has the id of a ticket as its key.',
    no: 'No alert has the id of a ticket as its key.',
    unobserved: 'No alert was seen together with the ticket that opened it.',
  });
}
