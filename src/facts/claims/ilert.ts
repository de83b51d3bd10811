import { isTypeOf, productOf } from '../../config/product.ts';
import { Secret } from '../../secret/secret.ts';
import { answered, answerOf, has, isOneOf, verdict } from '../evidence.ts';
import { documented, type Facts, inferred, proven } from '../fact.ts';

const ACCOUNT_TEST = 'sandbox/test/ilert-account.test.ts';
const NO_SOURCE = 'There is no alert source yet.';
const SOURCES = / \/api\/alert-sources/;

/** ilert's name for its default behaviour, without alert grouping. */
const OWN_GROUPING = 'ONE_ALERT_PER_EMAIL';
const GROUPINGS: readonly unknown[] = [
  OWN_GROUPING,
  'ONE_ALERT_PER_EMAIL_SUBJECT',
  'ONE_PENDING_ALERT_ALLOWED',
  'ONE_OPEN_ALERT_ALLOWED',
  'OPEN_RESOLVE_ON_EXTRACTION',
  'ONE_ALERT_GROUPED_PER_WINDOW',
  'INTELLIGENT_GROUPING',
];

/** ilert's alert sources, and how its API answers. */
export const ilertFacts: Facts = {
  'ilert-source': {
    claim:
      "An alert source's `integrationUrl` is the authoritative URL to which tickets are sent; its last part is the key.",
    ...documented("ilert's API document", ACCOUNT_TEST),
    check: ({ live }) =>
      verdict(live['alert-source'] && live['alert-source'].integrationUrl instanceof Secret, {
        yes: 'It includes its URL.',
        no: 'It does not tell its URL.',
        unobserved: NO_SOURCE,
      }),
  },
  'ilert-hidden-url': {
    claim:
      '`integrationKey` and `integrationUrl` are null, with status 200, for a user who may not edit the source. Sources of other types may have one that is not a URL.',
    ...documented("ilert's API document", 'test/integration/clients/ilert-refusals.test.ts'),
  },
  'ilert-source-by-key': {
    claim: '`GET /alert-sources/{id}` accepts the integration key instead of the ID.',
    ...documented("ilert's API document", ACCOUNT_TEST),
  },
  'ilert-types': {
    claim: '`integrationType` is `HALOITSM` or `HALOPSA`.',
    ...documented("ilert's API document", 'test/integration/apply/fresh.test.ts'),
    check: ({ live, settings }) =>
      verdict(live['alert-source'] && isTypeOf(productOf(settings), live['alert-source'].integrationType), {
        yes: 'The source is of the type that goes with the product.',
        no: 'The source is of another type.',
        unobserved: NO_SOURCE,
      }),
  },
  'ilert-own-grouping': {
    claim: `Without \`alertCreation\` a source creates one alert per ticket; responses call that \`${OWN_GROUPING}\`.`,
    ...documented("ilert's API document", 'test/integration/any-settings.slow.test.ts'),
    check({ live, settings }) {
      const creation = live['alert-source']?.alertCreation;
      const asked = settings['alertSource.grouping'];
      const isOurs = creation !== undefined && (asked === undefined || asked === 'none');
      return verdict(isOurs ? creation === OWN_GROUPING : undefined, {
        yes: 'The source has it.',
        no: GROUPINGS.includes(creation)
          ? `The source has ${String(creation)}.`
          : 'The source has one that is not known here.',
        unobserved: 'There is no alert source yet, or a grouping was asked for.',
      });
    },
  },
  'ilert-put': {
    claim:
      'A PUT replaces the alert source: omitted fields are reset, so whatever others have set is sent as well. Only `teams` are kept if omitted; `[]` removes them, and they are returned in another order.',
    ...proven("ilert's Terraform provider", ACCOUNT_TEST),
  },
  'ilert-link-text': {
    claim:
      'The name of a link is `linkTextTemplate` or `text`; the first supersedes the second, which is then no longer returned.',
    ...proven("ilert's Terraform provider", 'test/unit/providers/plan/alert-templates.test.ts'),
  },
  'ilert-template-elements': {
    claim:
      'A template consists of `elements`; its `textTemplate` is only returned with `include=textTemplate`, and either may be sent.',
    ...documented("ilert's API document", 'test/unit/providers/plan/alert-templates.test.ts'),
  },
  'ilert-setup-status': {
    claim:
      'A source created without `setupStatus` is `CREATED`, and ilert asks to "Finish setup"; `FINISHED` is sent. Lists do not show it.',
    ...proven("ilert's Terraform provider", ACCOUNT_TEST),
    check: ({ live }) =>
      verdict(isOneOf(live['alert-source'], 'setupStatus', 'FINISHED'), {
        yes: 'The source has it.',
        no: 'The source has another one.',
        unobserved: 'The source does not tell it.',
      }),
  },
  'ilert-include': {
    claim:
      'Templates and filters of a source are only returned if each is requested with `include`, and never in lists.',
    ...documented("ilert's API document", ACCOUNT_TEST),
    check: (evidence) => {
      const listed = answerOf(evidence, /^GET \/api\/alert-sources\?/)?.items;
      return verdict(listed && !has(listed, 'summaryTemplate') && !has(listed, 'eventFilter'), {
        yes: 'The list includes none of them.',
        no: 'The list includes them.',
        unobserved: 'No alert source was listed.',
      });
    },
  },
  'ilert-support-hours': {
    claim:
      '`supportHours` is only allowed with the two rules `…_DURING_SUPPORT_HOURS`, a window only with two of the groupings.',
    ...documented("ilert's API document and its own tools", 'sandbox/test/ilert-strict.test.ts'),
  },
  'ilert-at-most': {
    claim:
      'A source has at most 15 services and 10 links; `severity` is 1 to 5, `scoreThreshold` 0 to 1, and times are those of a list.',
    ...documented("ilert's API document and web pages", 'test/unit/config/rules.test.ts'),
  },
  'ilert-policy': {
    claim:
      'An escalation policy needs a name and at least one rule, which has `escalationTimeout` and users or schedules.',
    ...documented("ilert's API document", 'test/integration/apply/policy.test.ts'),
  },
  'ilert-lists': {
    claim: 'Lists are paged by `start-index` and `max-results`, of at most 20 to 100 rows.',
    ...documented("ilert's API document", 'test/integration/clients/ilert-lists.test.ts'),
    check: (evidence) =>
      verdict(
        answerOf(evidence, /^GET \/api\/alert-sources\?.*max-results/)?.kinds.every((kind) => kind === 'array'),
        {
          yes: 'The list of alert sources came as a page.',
          no: 'The list of alert sources is no array.',
          unobserved: 'No list was read.',
        },
      ),
  },
  'ilert-limits': {
    claim:
      'The limits are 120 requests a minute per user API key, 700 per IP address and 50 events per alert source; beyond them, 429 without `Retry-After` until the minute is over. Accounts differ.',
    ...documented("ilert's API document", ACCOUNT_TEST),
    check: (evidence) => {
      const limited = answered(evidence, / \/api\/[a-z]/, 429);
      return verdict(limited || undefined, {
        yes: 'A request was answered with 429.',
        unobserved: 'No request was answered with 429.',
      });
    },
  },
  'ilert-requests-left': {
    claim: '`X-RateLimit-Remaining` or `RateLimit-Remaining` is the number of requests left.',
    ...inferred(
      'names that are in use elsewhere; without them nothing is said',
      'test/integration/status/requests-left.test.ts',
    ),
  },
  'ilert-refusals': {
    claim:
      'ilert rejects a request with `status`, `message` and `code`: KEY_ERROR (403) for a wrong key, 401 without one, OAUTH2_SCOPE_ERROR for an insufficient scope, FEATURE_REQUIRED and QUOTA_EXCEEDED (402 or 400) for what the plan does not include.',
    ...documented("ilert's API document", 'test/cli/service-errors.test.ts'),
    check: ({ routes }) => {
      const refusals = [...routes.values()].flatMap(({ route, refusal }) =>
        SOURCES.test(route) && refusal ? [refusal] : [],
      );
      return verdict(
        refusals.length === 0 ? undefined : refusals.every((refusal) => has(refusal, 'message') === true),
        {
          yes: 'A refusal came so.',
          no: 'A refusal came without a message.',
          unobserved: 'ilert refused nothing.',
        },
      );
    },
  },
  'ilert-not-visible': {
    claim: "404 may also mean that the key's user is not allowed to see the resource.",
    ...documented("ilert's CLI", 'test/integration/export/external-alert-source.test.ts'),
  },
  'ilert-open-enums': {
    claim: 'Codes, types, statuses and kinds of grouping are open lists: new values appear without notice.',
    ...documented("ilert's CLI", 'test/accounts/accounts.test.ts'),
  },
  'ilert-not-json': {
    claim: 'A firewall or proxy may respond instead of ilert, and not with JSON.',
    ...proven('runs behind such', 'test/integration/http/answers.test.ts'),
  },
  'ilert-key-forms': {
    claim: 'API keys of users start with `il1api`, integration keys with `il1h`. Only hints depend on it.',
    ...inferred('keys in screenshots', 'test/integration/clients/ilert-refusals.test.ts'),
  },
  'ilert-ids-ascend': {
    claim: 'Of two alert sources or policies, the one with the lower ID was created first.',
    ...inferred('ids are numbers that ilert gives', 'test/integration/apply/at-the-same-time.slow.test.ts'),
    check: ({ readings }) =>
      verdict(readings.ilertIdsAscend, {
        yes: 'Later alerts have higher ids.',
        no: 'Of two alerts, the later one has the lower id.',
        unobserved: 'Fewer than two alerts were listed.',
      }),
  },
};
