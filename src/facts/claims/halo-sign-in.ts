import { answered, answerOf, has, verdict } from '../evidence.ts';
import { documented, type Facts, inferred, proven } from '../fact.ts';

const SIGN_IN_TEST = 'test/integration/clients/halo-sign-in.test.ts';
const PLACES_TEST = 'test/integration/clients/halo-authorization-server.test.ts';
const ADDRESS_TEST = 'test/unit/config/address.test.ts';
const TOKEN = /^POST .*\/token/;

/** How to find a Halo tenant and sign in. */
export const haloSignInFacts: Facts = {
  'halo-address': {
    claim:
      'The API is under `/api` of the address in the browser. People paste it with a path, a trailing slash or `/api` appended.',
    ...proven("Halo's API clients", ADDRESS_TEST),
    check: (evidence) =>
      verdict(answerOf(evidence, / \/api\/AuthInfo/) && true, {
        yes: 'The tenant answers under /api.',
        unobserved: 'Nothing was asked under /api that needs no token.',
      }),
  },
  'halo-hosts': {
    claim:
      'Halo hosts tenants, trials and sign-in pages under haloitsm.com, halopsa.com, haloservicedesk.com and usehalo.com; others have domains of their own.',
    ...proven("Halo's API clients and their issue threads", ADDRESS_TEST),
  },
  'halo-own-domain': {
    claim: "haloservicesolutions.com is Halo's own domain too, so credentials may be sent to a sign-in page there.",
    ...inferred("the vendor's name", PLACES_TEST),
  },
  'halo-auth-info': {
    claim:
      '`GET /api/AuthInfo` needs no token and returns the authorisation server (`auth_url`) and, on shared hosts, the tenant (`tenant_id`). `auth_url` may be the host itself, `/auth` or `/identity`. Without a response, `/auth/token` of the tenant is tried.',
    ...proven('HaloAPI PowerShell module', SIGN_IN_TEST),
    check: (evidence) =>
      verdict(has(answerOf(evidence, / \/api\/AuthInfo/), 'auth_url'), {
        yes: 'It names an authorisation server.',
        no: 'It answers, and names no auth_url.',
        unobserved: 'It was not asked, or it did not answer with JSON.',
      }),
  },
  'halo-auth-info-forms': {
    claim:
      '`auth_url` may also be relative, have no scheme, or be empty. If none of them works, `/token` and `/identity/token` of the tenant are tried after `/auth/token`.',
    ...inferred('the places where authorisation servers were seen', PLACES_TEST),
  },
  'halo-instance-info': {
    claim: '`GET /api/InstanceInfo` needs no token and contains `tenant_id`. It is read if a sign-in is rejected.',
    ...proven('vendor guide 1853, halocli', PLACES_TEST),
  },
  'halo-token': {
    claim:
      'A form with `grant_type=client_credentials` to `/token` of that server returns `access_token` and, in seconds, `expires_in`; the tenant is passed as `?tenant=`.',
    ...proven("Halo's API clients", SIGN_IN_TEST),
    check: (evidence) =>
      verdict(has(answerOf(evidence, TOKEN), 'access_token', 'expires_in'), {
        yes: 'A token came, with the seconds it holds.',
        no: 'An answer came without access_token or without expires_in.',
        unobserved: 'No token was given.',
      }),
  },
  'halo-scope': {
    claim:
      'The scope `all` is enough; an unknown one is rejected as `invalid_scope`, and a token without one is issued and then rejected everywhere. A 403 may come from the scope, the agent, its role or feature access.',
    ...proven('halocli, issue threads', PLACES_TEST),
    check: (evidence) => {
      const refused = answered(evidence, / \/api\/[A-Z]/, 403);
      const asked = answerOf(evidence, /^GET \/api\/(CustomIntegration|Webhook|Lookup)/) !== undefined;
      return verdict(refused ? false : asked || undefined, {
        yes: 'Nothing was refused with 403.',
        no: 'At least one route answered 403: see the routes.',
        unobserved: 'Nothing was asked that needs a scope.',
      });
    },
  },
  'halo-throttling': {
    claim:
      'A rate-limited tenant returns 429 as plain text, with or without `Retry-After`. It counts requests over a rolling window of five minutes; the limit differs.',
    ...proven('HaloAPI PowerShell module', 'test/integration/http/throttling.test.ts'),
  },
  'halo-application': {
    claim:
      'An administrator creates the API application manually, under Configuration > Integrations > Halo API: "Client ID and Secret (Services)", login type Agent, permissions all.',
    ...documented("vendors' guides", 'test/wizard/credentials.test.ts'),
  },
};
