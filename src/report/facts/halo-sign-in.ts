import { answered, answerOf, has, verdict } from '../evidence.ts';
import type { Fact } from '../fact.ts';

const SIGN_IN_TEST = 'test/integration/clients/halo-sign-in.test.ts';
const ADDRESS_TEST = 'test/unit/settings/addresses.test.ts';
const TOKEN = /^POST .*\/token/;

/** Finding a Halo tenant and being let in. */
export const haloSignInFacts: readonly Fact[] = [
  {
    id: 'halo-address',
    claim:
      'The API is under `/api` of the address in the browser. People paste it with a page, a slash or `/api` behind it.',
    surety: 'proven',
    source: "Halo's API clients",
    shownBy: ADDRESS_TEST,
    check: (evidence) =>
      verdict(answerOf(evidence, / \/api\/AuthInfo/) && true, {
        yes: 'The tenant answers under /api.',
        unseen: 'Nothing was asked under /api that needs no token.',
      }),
  },
  {
    id: 'halo-auth-info',
    claim:
      '`GET /api/AuthInfo` needs no token and names the authorisation server (`auth_url`) and, on shared hosts, the tenant (`tenant_id`). Where it fails, the server is sought under `/auth`.',
    surety: 'proven',
    source: 'HaloAPI PowerShell module',
    shownBy: SIGN_IN_TEST,
    check: (evidence) =>
      verdict(has(answerOf(evidence, / \/api\/AuthInfo/), 'auth_url'), {
        yes: 'It names an authorisation server.',
        no: 'It answers, and names no auth_url.',
        unseen: 'It was not asked, or it did not answer with JSON.',
      }),
  },
  {
    id: 'halo-token',
    claim:
      'A form with `grant_type=client_credentials` to `/token` of that server brings `access_token` and, in seconds, `expires_in`; the tenant goes along as `?tenant=`.',
    surety: 'proven',
    source: "Halo's API clients",
    shownBy: SIGN_IN_TEST,
    check: (evidence) =>
      verdict(has(answerOf(evidence, TOKEN), 'access_token', 'expires_in'), {
        yes: 'A token came, with the seconds it holds.',
        no: 'An answer came without access_token or without expires_in.',
        unseen: 'No token was given.',
      }),
  },
  {
    id: 'halo-scope',
    claim:
      'The scope `all` is enough; a 403 means that the scope, the application, its agent or the role is too small.',
    surety: 'proven',
    source: 'halocli',
    shownBy: SIGN_IN_TEST,
    check: (evidence) => {
      const refused = answered(evidence, / \/api\/[A-Z]/, 403);
      const asked = answerOf(evidence, /^GET \/api\/(CustomIntegration|Webhook|Lookup)/) !== undefined;
      return verdict(refused ? false : asked || undefined, {
        yes: 'Nothing was refused with 403.',
        no: 'At least one route answered 403: see the routes.',
        unseen: 'Nothing was asked that needs a scope.',
      });
    },
  },
  {
    id: 'halo-throttling',
    claim: 'A tenant that is asked too often answers 429, with or without `Retry-After`.',
    surety: 'proven',
    source: 'HaloAPI PowerShell module',
    shownBy: 'test/integration/apply/tenants.test.ts',
  },
];
