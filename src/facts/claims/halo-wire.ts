import { answered, answerOf, answersOf, type Evidence, verdict } from '../evidence.ts';
import { documented, type Facts, inferred, proven } from '../fact.ts';
import type { Shape } from '../shape.ts';

const LISTS =
  /^GET \/api\/(CustomIntegration|CustomIntegrationMethod|Webhook|Notification|Lookup|Automation|WebhookEvent)(\?|$)/;
const WRITES = /^POST \/api\/(CustomIntegration|CustomIntegrationMethod|Webhook|Notification|Tickets)$/;
const TENANT_TEST = 'sandbox/test/halo-tenant.test.ts';
const LISTS_TEST = 'test/integration/clients/halo-lists.test.ts';

/** How Halo reads and writes rows. */
export const haloWireFacts: Facts = {
  'halo-one-element': {
    claim: 'Creates and updates are posted as an array of exactly one object.',
    ...proven("Halo's API clients", 'sandbox/test/halo-strict.test.ts'),
    check: (evidence) =>
      verdict(answerOf(evidence, WRITES) && true, {
        yes: 'Such a post was accepted.',
        unobserved: 'Nothing was written in this run.',
      }),
  },
  'halo-written-row': {
    claim: 'The response to a POST is the object, or an array of that one object.',
    ...proven("Halo's API clients", TENANT_TEST),
    check: (evidence) => {
      const written = answerOf(evidence, WRITES);
      return verdict(
        written?.kinds.every((kind) => kind === 'object' || kind === 'array'),
        {
          yes: `It was ${written?.kinds.map((kind) => `an ${kind}`).join(' or ')}.`,
          no: 'It was neither.',
          unobserved: 'Nothing was written in this run.',
        },
      );
    },
  },
  'halo-merge': {
    claim:
      'A POST with an `id` updates the fields it contains and keeps the others: a renamed runbook keeps its steps.',
    ...proven('runs on a live tenant', 'test/unit/providers/plan/drift.test.ts'),
  },
  'halo-lists': {
    claim: 'A list is an array, or an object that contains one array and possibly `record_count`.',
    ...proven("Halo's API clients", LISTS_TEST),
    check: (evidence) =>
      verdict(areLists(evidence), {
        yes: 'Each list that was read was one of the two.',
        no: 'A list was neither: see the routes.',
        unobserved: 'No list was read.',
      }),
  },
  'halo-pages': {
    claim:
      'A page has at most 100 rows, whatever `page_size` says. Without `pageinate=true` a list may be truncated to 50 rows, and `page_no`, which starts at 1, is ignored.',
    ...proven("Halo's API clients", LISTS_TEST),
  },
  'halo-unknown-parameters': {
    claim: 'Unknown parameters are silently ignored.',
    ...proven("Halo's API clients", LISTS_TEST),
  },
  'halo-rows-of-others': {
    claim:
      'Rows created by others can look like anything: fields may be missing or null, or differ from the documentation in type and case. Null fields may be omitted from any row.',
    ...proven('notes of two API clients', 'test/accounts/accounts.test.ts'),
  },
  'halo-lists-filtered': {
    claim: 'Lists requested with `webhook_id`, `integration_id` or `type` contain nothing else.',
    ...inferred("parameters of Halo's API document", 'sandbox/test/halo-runbook.test.ts'),
    check({ readings }) {
      const { bindingsAreOfRunbook, methodsAreOfIntegration, deliveriesAreOfRunbook, webhooksAreRunbooks } = readings;
      const seen = Object.entries({
        events: bindingsAreOfRunbook,
        methods: methodsAreOfIntegration,
        deliveries: deliveriesAreOfRunbook,
        runbooks: webhooksAreRunbooks,
      }).filter(([, isFiltered]) => isFiltered !== undefined);
      const not = seen.filter(([, isFiltered]) => !isFiltered).map(([name]) => name);
      return verdict(seen.length === 0 ? undefined : not.length === 0, {
        yes: `The lists of ${seen.map(([name]) => name).join(', ')} held only what was asked for.`,
        no: `The list of ${not.join(', ')} had other rows too.`,
        unobserved: 'No such list had a row.',
      });
    },
  },
  'halo-refusals': {
    claim:
      'Halo rejects a request with 400 and a reason: plain text, a JSON string, `{resultCode, errorMessage}`, `{ClassName, Message}`, `{Message}` or `{error, error_description}`.',
    ...proven('runs on a live tenant; HaloAPI PowerShell module', 'test/integration/clients/halo-reasons.test.ts'),
    check: ({ routes }) => {
      const refusals = [...routes.values()].filter(({ statuses }) => statuses.has(400));
      return verdict(
        refusals.length === 0 ? undefined : refusals.every(({ refusal }) => refusal?.kinds.includes('text') === true),
        {
          yes: 'A 400 came with a sentence.',
          no: 'A 400 came in another form: see the routes.',
          unobserved: 'Nothing was answered with 400.',
        },
      );
    },
  },
  'halo-refusals-other': {
    claim: 'A reason may also come as problem details (`title`, `errors`) or in a list.',
    ...inferred('how services made with ASP.NET answer', 'test/integration/clients/halo-reasons.test.ts'),
  },
  'halo-deletions': {
    claim:
      'Rows are deleted before those that they belong to: events, runbook, method, integration. The `GET` of a deleted row no longer returns 200.',
    ...proven('runs on a live tenant', 'test/integration/destroy/destroy.test.ts'),
  },
  'halo-unset-dates': {
    claim:
      'A date that is not set may be 0001-01-01, 1899-12-30 or 1900-01-01. Dates have up to seven fraction digits, with and without `Z`.',
    ...proven('tickets of live tenants', 'test/unit/providers/halo/date.test.ts'),
  },
  'halo-date-zone': {
    claim: 'A date without `Z` is in UTC.',
    ...inferred('the same dates with `Z` in other fields', 'test/unit/providers/halo/date.test.ts'),
  },
  'halo-priority-number': {
    claim:
      '`/Priority` has one row per priority and service level agreement, with a GUID as `id`. Tickets store its number, `priorityid`. On a ticket `priority` is `{id, priorityid, name}`, and `team` is a text.',
    ...proven('live tenants', 'sandbox/test/halo-tenant.test.ts'),
  },
  'halo-ticket-lists': {
    claim: '`/TicketType`, `/Priority` (with `priorityid`) and `/Team` list what tickets are filtered by.',
    ...proven("clients of Halo's API", 'test/wizard/filter.test.ts'),
    check(evidence) {
      const asked = ['TicketType', 'Priority', 'Team'].filter((name) =>
        [...evidence.routes.keys()].some((route) => new RegExp(`^GET /api/${name}(\\?|$)`).test(route)),
      );
      const failed = asked.filter((name) => !answered(evidence, new RegExp(`^GET /api/${name}(\\?|$)`), 200));
      return verdict(asked.length === 0 ? undefined : failed.length === 0, {
        yes: `The lists ${asked.join(', ')} came.`,
        no: `The lists ${failed.join(', ')} did not come.`,
        unobserved: 'None of them was needed in this run.',
      });
    },
  },
  'halo-access-control': {
    claim:
      'Resources created by the API agent may carry `access_control` (level 3) for that agent, so an admin with a smaller role may not see them. It is never sent, so it stays unchanged.',
    ...documented("Halo's API document", 'test/integration/apply/stored-differently.test.ts'),
  },
  'halo-ids-ascend': {
    claim:
      'Of two resources of a kind with numeric IDs, the one with the lower ID was created first. So runs that start at the same time agree on what stays.',
    ...inferred('ids of published exports', 'test/integration/apply/at-the-same-time.slow.test.ts'),
    check: ({ readings }) =>
      verdict(readings.haloIdsAscend, {
        yes: 'Later runs have higher ids.',
        no: 'Of two runs, the later one has the lower id.',
        unobserved: 'Fewer than two runs with a time were listed.',
      }),
  },
};

function areLists(evidence: Evidence): boolean | undefined {
  const isList = (shape: Shape) => [shape, ...(shape.fields?.values() ?? [])].some(({ lengths }) => lengths);
  const shapes = answersOf(evidence, LISTS);
  return shapes.length === 0 ? undefined : shapes.every(isList);
}
