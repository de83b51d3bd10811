import { Secret } from '../../secret/secret.ts';
import { answerOf, type Evidence, has, isOneOf, verdict } from '../evidence.ts';
import type { Fact } from '../fact.ts';

const FIRST_RUN_TEST = 'test/unit/plan/first-run.test.ts';
const JOIN_TEST = 'test/unit/plan/equal-in-other-words.test.ts';
const CORPUS_TEST = 'test/unit/payload/corpus.test.ts';
const NO_METHOD = 'There is no method yet.';

/** The custom integration and its method. */
export const haloMethodFacts: readonly Fact[] = [
  {
    id: 'integration-authorisation',
    claim: '`authorizationtype` 0 of a custom integration is None.',
    certainty: 'proven',
    source: "Halo's configuration page",
    shownBy: FIRST_RUN_TEST,
    check: ({ live }) =>
      verdict(isOneOf(live['custom-integration'], 'authorizationtype', 0), {
        yes: 'Ours has 0.',
        no: 'Ours has another one.',
        unseen: 'There is no custom integration yet.',
      }),
  },
  {
    id: 'method-codes',
    claim: '`method` counts 0 GET, 1 POST, 2 PUT, 3 DELETE, 4 PATCH: POST is 1.',
    certainty: 'proven',
    source: 'a published export of a working method',
    shownBy: FIRST_RUN_TEST,
    check: ({ live, deliveries }) =>
      verdict(isOneOf(live.method, 'method', 1) && (deliveries.some(({ status }) => isGood(status)) || undefined), {
        yes: 'Ours has 1, and what it sends is taken.',
        no: 'Ours has another one.',
        unseen: 'No delivery of a method with 1 was seen to succeed.',
      }),
  },
  {
    id: 'method-request-type',
    claim: '`requesttype` 1 sends the body as JSON, together with `responsetype` 0.',
    certainty: 'proven',
    source: 'two published exports of working methods',
    shownBy: 'sandbox/test/runbook-runs.test.ts',
    check: ({ live }) =>
      verdict(isOneOf(live.method, 'requesttype', 1), {
        yes: 'It is stored as 1.',
        no: 'It is stored as something else.',
        unseen: NO_METHOD,
      }),
  },
  {
    id: 'method-other-request-types',
    claim: '`requesttype` 0 sends no body, 2 XML, 3 a form, 4 text.',
    certainty: 'inferred',
    source: "the order of the radio buttons on Halo's page; only the simulator and messages use it",
    shownBy: 'sandbox/test/runbook-runs.test.ts',
  },
  {
    id: 'method-authorisation',
    claim: '`authorizationtype` -1 of a method means: as its integration.',
    certainty: 'proven',
    source: 'two published exports of working methods',
    shownBy: FIRST_RUN_TEST,
    check: ({ live }) =>
      verdict(isOneOf(live.method, 'authorizationtype', -1), {
        yes: 'It is stored as -1.',
        no: 'It is stored as something else.',
        unseen: NO_METHOD,
      }),
  },
  {
    id: 'method-resource',
    claim: 'A method saved without a base URL gets that of its integration.',
    certainty: 'proven',
    source: 'runs on a live tenant',
    shownBy: 'sandbox/test/halo-tenant.test.ts',
  },
  {
    id: 'method-address',
    claim: 'Halo joins base URL and path as they are, so exactly one of the two must have the slash between them.',
    certainty: 'documented',
    source: "screenshots of ilert's guide; two published exports, one in each style",
    shownBy: JOIN_TEST,
    check: (evidence) =>
      verdict(meetsInOneSlash(evidence), {
        yes: 'Ours meet in one slash, and what is sent is taken.',
        no: 'Ours meet in one slash, and ilert does not know the address that is called.',
        unseen: 'No delivery was seen.',
      }),
  },
  {
    id: 'method-bodies-in-integration',
    claim:
      'An integration read with `includemethods=true` shows the bodies of its methods. Where it does not, the method is read by itself.',
    certainty: 'inferred',
    source: "Halo's API document",
    shownBy: 'test/integration/apply/tenants.test.ts',
    check(evidence) {
      const integration = answerOf(evidence, /^GET \/api\/CustomIntegration\/\{id\}/);
      return verdict(has(integration?.fields?.get('methods')?.items, 'requestbody'), {
        yes: 'The bodies were there.',
        no: 'The methods came without bodies.',
        unseen: 'No integration with methods was read.',
      });
    },
  },
  {
    id: 'template-values',
    claim:
      '`<<ticket^summary>>` is replaced by a JSON value, including quotes; `<<ticket^summary!>>` by the bare text, which belongs inside quotes.',
    certainty: 'proven',
    source: 'working payloads that three vendors publish',
    shownBy: 'test/unit/payload/template.test.ts',
    check: ({ deliveries }) =>
      verdict(bodyIsTaken(deliveries), {
        yes: 'What the template became was taken by ilert.',
        no: 'ilert refused what the template became.',
        unseen: 'No delivery was seen.',
      }),
  },
  {
    id: 'template-escaping',
    claim: 'The JSON value of a text has its quotes and line breaks escaped, so any ticket makes a valid body.',
    certainty: 'inferred',
    source: "the payload of ilert's guide, which has no quotes of its own",
    shownBy: 'test/unit/payload/check.test.ts',
  },
  {
    id: 'template-numbers',
    claim:
      'A number is the same with and without `!`: `<<ticket^id>>` stands inside quotes too, and `<<ticket^site_id!>>` without them.',
    certainty: 'proven',
    source: 'published bodies of working methods',
    shownBy: CORPUS_TEST,
  },
  {
    id: 'template-other-variables',
    claim:
      'Custom fields are `<<ticket^CFname>>` and `<<CFname>>`; `<<halo_url>>` is the address of the tenant. Variables of the runbook appear inside quotes both with and without `!`.',
    certainty: 'proven',
    source: 'templates that Halo publishes',
    shownBy: CORPUS_TEST,
  },
  {
    id: 'template-unresolved',
    claim: 'An unknown variable of the runbook makes its step fail.',
    certainty: 'proven',
    source: 'runs on a live tenant: a step of another kind, and a run without a ticket',
    shownBy: 'sandbox/test/runbook-runs.test.ts',
  },
  {
    id: 'template-unresolved-method',
    claim: 'An unknown variable makes a step that executes a method fail too, and nothing is sent.',
    certainty: 'inferred',
    source: 'steps of other kinds',
    shownBy: 'sandbox/test/runbook-runs.test.ts',
  },
  {
    id: 'template-unset',
    claim:
      'A field that the ticket does not have set is `null` as a JSON value, and nothing as bare text; what a field that no ticket has becomes is not known.',
    certainty: 'inferred',
    source: 'guides send fields that most new tickets lack',
    shownBy: 'sandbox/test/body-renderer.test.ts',
  },
  {
    id: 'template-fields',
    claim:
      'The fields of a ticket, and which of them are numbers, are those that Halo lists; nested ones are written as in `ticket^status^name`.',
    certainty: 'documented',
    source: "the list of variables on Halo's page, and Halo's API document",
    shownBy: 'test/unit/payload/check.test.ts',
  },
];

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
