import { randomBytes } from 'node:crypto';
import type { Answer, Route, RoutedRequest } from '../http/service.ts';
import type { HaloSignIn } from '../options.ts';
import type { HaloState } from './state.ts';

/** The tenant's only API application. */
export interface Application {
  clientId: string;
  clientSecret: string;
  tokenLifetimeSeconds: number;
}

/** Scopes that the authorisation server knows. Only `all` is proven to work for the whole API. */
const SCOPES = ['all', 'all:standard', 'admin', 'read:tickets', 'edit:tickets'];

/** Routes that need no token: where to sign in, and signing in. */
export function signInRoutes(state: HaloState, application: Application, signIn: HaloSignIn = {}): Route[] {
  const { server = '/auth', authInfo = 'complete' } = signIn;
  return [
    {
      name: 'AuthInfo',
      method: 'GET',
      path: '/api/AuthInfo',
      open: true,
      handle: () => authInfoAnswers[authInfo](state, server),
    },
    {
      name: 'InstanceInfo',
      method: 'GET',
      path: '/api/InstanceInfo',
      open: true,
      handle: () => ({ status: 200, body: { name: 'Sandbox', url: state.origin, ...tenant(state) } }),
    },
    {
      name: 'token',
      method: 'POST',
      path: `${server}/token`,
      open: true,
      query: { tenant: { type: 'string' } },
      body: 'form',
      handle: (request) => issueToken(state, application, request),
    },
  ];
}

const authInfoAnswers: Readonly<
  Record<NonNullable<HaloSignIn['authInfo']>, (state: HaloState, server: string) => Answer>
> = {
  complete: (state, server) => found({ auth_url: `${state.origin}${server}`, ...tenant(state) }),
  relative: (state, server) => found({ auth_url: `${server}/`, ...tenant(state) }),
  'with-token': (state, server) => found({ auth_url: `${state.origin}${server}/token`, ...tenant(state) }),
  'other-case': (state, server) => found({ Auth_URL: `${state.origin}${server}`, Tenant_ID: state.tenantId ?? null }),
  'without-tenant': (state, server) => found({ auth_url: `${state.origin}${server}` }),
  empty: (state) => found({ auth_url: '', ...tenant(state) }),
  failing: () => ({ status: 500, body: 'Object reference not set to an instance of an object.' }),
  missing: () => ({ status: 404, text: '' }),
};

function found(body: unknown): Answer {
  return { status: 200, body };
}

function tenant({ tenantId }: HaloState): { tenant_id?: string } {
  return tenantId === undefined ? {} : { tenant_id: tenantId };
}

const FORM_FIELDS = ['grant_type', 'client_id', 'client_secret', 'scope'];

function issueToken(state: HaloState, application: Application, { query, body }: RoutedRequest): Answer {
  const form = body as Record<string, string>;
  const unknown = Object.keys(form).find((field) => !FORM_FIELDS.includes(field));
  if (unknown !== undefined) return refused('invalid_request', `Unknown field "${unknown}".`);
  if (query.string('tenant') !== state.tenantId) return refused('invalid_request', 'The tenant is missing or wrong.');
  if (form.grant_type !== 'client_credentials') return refused('unsupported_grant_type');
  if (form.client_id !== application.clientId || form.client_secret !== application.clientSecret) {
    return refused('invalid_client');
  }
  // Without a scope, a token is issued but accepted nowhere (fact `halo-scope`); see admission.ts.
  const scopes = (form.scope ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.some((scope) => !SCOPES.includes(scope))) return refused('invalid_scope');
  const token = randomBytes(32).toString('hex');
  const { tokenLifetimeSeconds } = application;
  state.tokens.set(token, { endsAt: state.now() + tokenLifetimeSeconds * 1000, scopes });
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: tokenLifetimeSeconds } };
}

/** The OAuth 2 error answer (RFC 6749, 5.2). */
function refused(error: string, description?: string): Answer {
  return { status: 400, body: { error, ...(description !== undefined && { error_description: description }) } };
}
