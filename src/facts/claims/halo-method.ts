import { Secret } from '../../secret/secret.ts';
import { answerOf, type Evidence, has, isOneOf, verdict } from '../evidence.ts';
import { documented, type Facts, inferred, proven } from '../fact.ts';

const FIRST_RUN_TEST = 'test/unit/providers/plan/first-run.test.ts';
const JOIN_TEST = 'test/unit/providers/plan/equal-in-other-words.test.ts';
const CORPUS_TEST = 'test/unit/payload/corpus.test.ts';
const NO_METHOD = 'There is no method yet.';

/** The custom integration and its method. */
export const haloMethodFacts: Facts = {
  'integration-authorisation': {
    claim: '`authorizationtype` 0 of a custom integration is None.',
    ...proven("Halo's configuration page", FIRST_RUN_TEST),
    check: ({ live }) =>
      verdict(isOneOf(live['custom-integration'], 'authorizationtype', 0), {
        yes: "This integration's has 0.",
        no: "This integration's has another one.",
        unobserved: 'There is no custom integration yet.',
      }),
  },
  'method-codes': {
    claim: '`method` counts 0 GET, 1 POST, 2 PUT, 3 DELETE, 4 PATCH: POST is 1.',
    ...proven('a published export of a working method', FIRST_RUN_TEST),
    check: ({ live, deliveries }) =>
      verdict(isOneOf(live.method, 'method', 1) && (deliveries.some(({ status }) => isGood(status)) || undefined), {
        yes: "This integration's has 1, and what it sends is accepted.",
        no: "This integration's has another one.",
        unobserved: 'No delivery of a method with 1 was seen to succeed.',
      }),
  },
  'method-request-type': {
    claim: '`requesttype` 1 sends the body as JSON, together with `responsetype` 0.',
    ...proven('two published exports of working methods', 'sandbox/test/runbook-runs.test.ts'),
    check: ({ live }) =>
      verdict(isOneOf(live.method, 'requesttype', 1), {
        yes: 'It is stored as 1.',
        no: 'It is stored as something else.',
        unobserved: NO_METHOD,
      }),
  },
  'method-other-request-types': {
    claim: '`requesttype` 0 sends no body, 2 XML, 3 a form, 4 text.',
    ...inferred(
      "the order of the radio buttons on Halo's page; only the simulator and messages use it",
      'sandbox/test/runbook-runs.test.ts',
    ),
  },
  'method-authorisation': {
    claim: '`authorizationtype` -1 of a method means: same as its integration.',
    ...proven('two published exports of working methods', FIRST_RUN_TEST),
    check: ({ live }) =>
      verdict(isOneOf(live.method, 'authorizationtype', -1), {
        yes: 'It is stored as -1.',
        no: 'It is stored as something else.',
        unobserved: NO_METHOD,
      }),
  },
  'method-resource': {
    claim: 'A method saved without a base URL inherits that of its integration.',
    ...proven('runs on a live tenant', 'sandbox/test/halo-tenant.test.ts'),
  },
  'methods-of-all': {
    claim: '`GET /CustomIntegrationMethod` without `integration_id` lists the methods of all integrations.',
    ...proven('runs on a live tenant', 'sandbox/test/halo-tenant.test.ts'),
    check: ({ readings }) =>
      verdict(readings.methodsOfAllIntegrations, {
        yes: 'The list has methods of several integrations.',
        unobserved: 'No list of all methods was read, or all of them are of one integration.',
      }),
  },
  'method-address': {
    claim: 'Halo concatenates base URL and path unchanged, so exactly one of the two must have the slash between them.',
    ...documented("screenshots of ilert's guide; two published exports, one in each style", JOIN_TEST),
    check: (evidence) =>
      verdict(meetsInOneSlash(evidence), {
        yes: "This integration's meet in one slash, and what is sent is accepted.",
        no: "This integration's meet in one slash, and ilert does not know the address that is called.",
        unobserved: 'No delivery was seen.',
      }),
  },
  'method-bodies-in-integration': {
    claim:
      'An integration read with `includemethods=true` includes the bodies of its methods. If it does not, the method is read individually.',
    ...inferred("Halo's API document", 'test/integration/apply/tenants.test.ts'),
    check(evidence) {
      const integration = answerOf(evidence, /^GET \/api\/CustomIntegration\/\{id\}/);
      return verdict(has(integration?.fields?.get('methods')?.items, 'requestbody'), {
        yes: 'The bodies were there.',
        no: 'The methods came without bodies.',
        unobserved: 'No integration with methods was read.',
      });
    },
  },
  'template-values': {
    claim:
      '`<<ticket^summary>>` is replaced by a JSON value, including quotes; `<<ticket^summary!>>` by plain text, which belongs inside quotes.',
    ...proven('working payloads that three vendors publish', 'test/unit/payload/template.test.ts'),
    check: ({ deliveries }) =>
      verdict(bodyIsTaken(deliveries), {
        yes: 'ilert accepted the rendered payload.',
        no: 'ilert refused what the template became.',
        unobserved: 'No delivery was seen.',
      }),
  },
  'template-escaping': {
    claim: 'The JSON value of a text has its quotes and line breaks escaped, so any ticket makes a valid body.',
    ...inferred("the payload of ilert's guide, which has no quotes of its own", 'test/unit/payload/check.test.ts'),
  },
  'template-numbers': {
    claim:
      'A number is the same with and without `!`: `<<ticket^id>>` stands inside quotes too, and `<<ticket^site_id!>>` without them.',
    ...proven('published bodies of working methods', CORPUS_TEST),
  },
  'template-other-variables': {
    claim:
      'Custom fields are `<<ticket^CFname>>` and `<<CFname>>`; `<<halo_url>>` is the address of the tenant. Variables of the runbook appear inside quotes both with and without `!`.',
    ...proven('templates that Halo publishes', CORPUS_TEST),
  },
  'template-unresolved': {
    claim: 'An unknown variable of the runbook makes its step fail.',
    ...proven(
      'runs on a live tenant: a step of another kind, and a run without a ticket',
      'sandbox/test/runbook-runs.test.ts',
    ),
  },
  'template-unresolved-method': {
    claim: 'An unknown variable makes a step that executes a method fail too, and nothing is sent.',
    ...inferred('steps of other kinds', 'sandbox/test/runbook-runs.test.ts'),
  },
  'template-unset': {
    claim:
      'A field that is not set on the ticket is `null` as a JSON value, and empty as plain text. What an unknown ticket field becomes is not known.',
    ...inferred('guides send fields that most new tickets lack', 'sandbox/test/body-renderer.test.ts'),
  },
  'halo-ticket-page': {
    claim: "The page of a ticket is `/ticket?id=ID` below the tenant's URL.",
    ...proven('links in published bodies of working methods', 'test/integration/apply/on-call-extras.test.ts'),
  },
  'template-fields': {
    claim:
      'The fields of a ticket, and which of them are numbers, are those that Halo lists; nested ones are written as in `ticket^status^name`.',
    ...documented("the list of variables on Halo's page, and Halo's API document", 'test/unit/payload/check.test.ts'),
  },
};

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function bodyIsTaken(deliveries: Evidence['deliveries']): boolean | undefined {
  if (deliveries.some(({ status }) => status === 400)) return false;
  return deliveries.some(({ status }) => isGood(status)) || undefined;
}

function meetsInOneSlash({ live, deliveries }: Evidence): boolean | undefined {
  const path = live.method?.path;
  const base = live.method?.resource ?? live['custom-integration']?.resourcebaseurl;
  if (!(path instanceof Secret) || typeof base !== 'string') return undefined;
  if (Number(base.endsWith('/')) + Number(path.reveal().startsWith('/')) !== 1) return undefined;
  if (deliveries.some(({ status }) => isGood(status))) return true;
  return deliveries.some(({ status }) => status === 404) ? false : undefined;
}
