import { answered, answerOf, type Evidence, rowOf, verdict } from '../evidence.ts';
import type { Fact } from '../fact.ts';

const LISTS =
  /^GET \/api\/(CustomIntegration|CustomIntegrationMethod|Webhook|Notification|Lookup|Automation|WebhookEvent)(\?|$)/;
const WRITES = /^POST \/api\/(CustomIntegration|CustomIntegrationMethod|Webhook|Notification|Tickets)$/;
const TENANT_TEST = 'test/integration/sandbox/halo-tenant.test.ts';
const LISTS_TEST = 'test/integration/clients/halo-lists.test.ts';

/** How Halo takes and gives rows. */
export const haloWireFacts: readonly Fact[] = [
  {
    id: 'halo-one-element',
    claim: 'What is created or updated is posted as an array of exactly one object.',
    surety: 'proven',
    source: "Halo's API clients",
    shownBy: 'test/integration/sandbox/halo-strict.test.ts',
    check: (evidence) =>
      verdict(answerOf(evidence, WRITES) && true, {
        yes: 'Such a post was taken.',
        unseen: 'Nothing was written in this run.',
      }),
  },
  {
    id: 'halo-written-row',
    claim: 'The answer to a post is the row, or an array of that one row.',
    surety: 'proven',
    source: "Halo's API clients",
    shownBy: TENANT_TEST,
    check: (evidence) => {
      const written = answerOf(evidence, WRITES);
      return verdict(
        written?.kinds.every((kind) => kind === 'object' || kind === 'array'),
        {
          yes: `It was ${written?.kinds.map((kind) => `an ${kind}`).join(' or ')}.`,
          no: 'It was neither.',
          unseen: 'Nothing was written in this run.',
        },
      );
    },
  },
  {
    id: 'halo-merge',
    claim:
      'A post with an `id` changes the fields that it holds and leaves the others: a renamed runbook keeps its steps.',
    surety: 'proven',
    source: 'runs on a live tenant',
    shownBy: 'test/unit/plan/drift.test.ts',
  },
  {
    id: 'halo-lists',
    claim: 'A list is an array, or an object with one array in it and perhaps `record_count`; some come in pages.',
    surety: 'proven',
    source: "Halo's API clients",
    shownBy: LISTS_TEST,
    check: (evidence) =>
      verdict(areLists(evidence), {
        yes: 'Each list that was read was one of the two.',
        no: 'A list was neither: see the routes.',
        unseen: 'No list was read.',
      }),
  },
  {
    id: 'halo-lists-filtered',
    claim: 'Lists asked for by `webhook_id`, `integration_id` or `type` hold nothing else.',
    surety: 'inferred',
    source: "parameters of Halo's API document",
    shownBy: 'test/integration/sandbox/halo-runbook.test.ts',
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
        no: `The list of ${not.join(', ')} held other rows too.`,
        unseen: 'No such list had a row.',
      });
    },
  },
  {
    id: 'halo-refusals',
    claim:
      'What Halo does not take it answers with 400 and a reason: plain text, a JSON string, `{resultCode, errorMessage}`, `{ClassName, Message}`, `{Message}`, `{error, error_description}` or problem details.',
    surety: 'proven',
    source: 'runs on a live tenant; HaloAPI PowerShell module',
    shownBy: 'test/integration/clients/halo-reasons.test.ts',
    check: ({ routes }) => {
      const refusals = [...routes.values()].filter(({ statuses }) => statuses.has(400));
      return verdict(
        refusals.length === 0 ? undefined : refusals.every(({ refusal }) => refusal?.kinds.includes('text') === true),
        {
          yes: 'A 400 came with a sentence.',
          no: 'A 400 came in another form: see the routes.',
          unseen: 'Nothing was answered with 400.',
        },
      );
    },
  },
  {
    id: 'halo-deletions',
    claim:
      'What others hang on is removed last: events, runbook, method, integration. A removed row is not found again.',
    surety: 'proven',
    source: 'runs on a live tenant',
    shownBy: 'test/integration/destroy/destroy.test.ts',
  },
  {
    id: 'halo-unset-dates',
    claim:
      'A date that is not set may be one of the years 1, 1899 and 1900. Dates have up to seven digits after the second, with and without `Z`.',
    surety: 'proven',
    source: 'tickets of live tenants',
    shownBy: 'test/unit/halo/date.test.ts',
  },
  {
    id: 'halo-priority-number',
    claim:
      'A priority is a row of each service level agreement with a GUID as its `id`; tickets store its number, `priorityid`.',
    surety: 'proven',
    source: 'live tenants',
    shownBy: 'test/integration/sandbox/halo-tenant.test.ts',
  },
  {
    id: 'halo-ticket-lists',
    claim: '`/TicketType`, `/Priority` (with `priorityid`) and `/Team` list what tickets are filtered by.',
    surety: 'proven',
    source: "clients of Halo's API",
    shownBy: 'test/wizard/filter.test.ts',
    check(evidence) {
      const asked = ['TicketType', 'Priority', 'Team'].filter((name) =>
        [...evidence.routes.keys()].some((route) => new RegExp(`^GET /api/${name}(\\?|$)`).test(route)),
      );
      const failed = asked.filter((name) => !answered(evidence, new RegExp(`^GET /api/${name}(\\?|$)`), 200));
      return verdict(asked.length === 0 ? undefined : failed.length === 0, {
        yes: `The lists ${asked.join(', ')} came.`,
        no: `The lists ${failed.join(', ')} did not come.`,
        unseen: 'None of them was needed in this run.',
      });
    },
  },
];

function areLists(evidence: Evidence): boolean | undefined {
  const shapes = [...evidence.routes.values()].flatMap(({ route, answer }) =>
    LISTS.test(route) && answer ? [answer] : [],
  );
  if (shapes.length === 0) return undefined;
  return shapes.every(
    (shape) => shape.lengths || rowOf(shape) || [...(shape.fields?.values() ?? [])].some(({ lengths }) => lengths),
  );
}
