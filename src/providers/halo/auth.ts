import * as z from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import { call } from '../../http/api-call.ts';
import type { HttpClient } from '../../http/client.ts';
import type { Secret } from '../../secret/secret.ts';
import { type AuthorizationServerOptions, askTenant, findTokenEndpoints, withTenant } from './authorization-server.ts';
import { fieldsInLowerCase } from './field-case.ts';
import { wrongTenant } from './refusals.ts';

/** How long before its expiry a token is renewed, so that none expires in use; short ones after half their life. */
const RENEW_EARLY = 60_000;

/** Fact `halo-token`. The lifetime may be missing, or be a string. */
const tokenAnswer = z.lazy(() =>
  fieldsInLowerCase(
    z.looseObject({
      access_token: z.string().regex(/^[\x20-\x7e]+$/),
      expires_in: z.coerce.number().positive().catch(3600),
    }),
  ),
);

export interface HaloOptions extends AuthorizationServerOptions {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Receives each access token, so that it is never printed. */
  readonly onToken: (token: string) => void;
}

/** A session that provides valid tokens. */
export interface HaloSession {
  token(): Promise<string>;
  /** Discards a token that was refused. */
  drop(token: string): void;
}

interface Held {
  readonly token: string;
  /** Milliseconds since 1970. The token is not used after that. */
  readonly until: number;
}

type Token = z.infer<typeof tokenAnswer>;

/** Creates a session that signs in on first use, and again before the token expires. */
export function createHaloSession(http: HttpClient, options: HaloOptions): HaloSession {
  const { service } = options;
  const tokenService =
    options.authUrl === undefined
      ? service
      : { ...service, urlSource: service.refer('halo.authUrl'), urlPlace: service.place('halo.authUrl') };
  /** The token endpoint that accepted the credentials, with its tenant. */
  let known: string | undefined;
  let held: Held | undefined;
  let signingIn: Promise<Held> | undefined;

  return {
    async token() {
      if (held && held.until > options.now()) return held.token;
      signingIn ??= signIn().finally(() => {
        signingIn = undefined;
      });
      held = await signingIn;
      return held.token;
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };

  async function signIn(): Promise<Held> {
    const answer = known === undefined ? await firstSignIn() : await requestToken(known);
    options.onToken(answer.access_token);
    const lifetime = answer.expires_in * 1000;
    return { token: answer.access_token, until: options.now() + lifetime - Math.min(RENEW_EARLY, lifetime / 2) };
  }

  /** Tries the endpoints in turn until one is a token endpoint. */
  async function firstSignIn(): Promise<Token> {
    const { endpoints, tenant, guessedFor } = await findTokenEndpoints(http, options);
    for (const endpoint of endpoints) {
      try {
        return await signInAt(endpoint, tenant);
      } catch (error) {
        if (!isNoEndpoint(error)) throw isInconclusive(error) ? (guessedFor ?? error) : error;
      }
    }
    throw guessedFor ?? noEndpoint(endpoints, options);
  }

  /** A refusal may be about the tenant, whose name can be requested without a token. */
  async function signInAt(endpoint: string, tenant: string | undefined): Promise<Token> {
    const url = withTenant(endpoint, tenant);
    try {
      const answer = await requestToken(url);
      known = url;
      return answer;
    } catch (error) {
      if (!isRefusal(error) || isScopeUnknown(error)) throw error;
      const claimed = await askTenant(http, service, options.url);
      if (claimed === undefined || claimed.toLowerCase() === tenant?.toLowerCase()) throw error;
      if (options.tenant !== undefined) throw wrongTenant(service, options.tenant, claimed, error);
      return signInAt(endpoint, claimed);
    }
  }

  function requestToken(url: string): Promise<Token> {
    const form = {
      grant_type: 'client_credentials',
      client_id: options.clientId,
      client_secret: options.clientSecret.reveal(),
      scope: options.scope,
    };
    return call(http, tokenService, { method: 'POST', url, form, repeatable: true }, tokenAnswer);
  }
}

/** Whether the URL is not an endpoint of an authorization server. */
function isNoEndpoint(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status === undefined || error.status >= 500) return false;
  return error.isPage || error.status === 404 || error.status === 405;
}

function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && !error.isPage && [400, 401, 403].includes(error.status ?? 0);
}

function isScopeUnknown({ serviceCode }: ApiError): boolean {
  return serviceCode?.toLowerCase() === 'invalid_scope';
}

/** A refusal not about the client or the scope. From a guessed endpoint, it says nothing about the credentials. */
function isInconclusive(error: unknown): boolean {
  return isRefusal(error) && (error.serviceCode === undefined || error.serviceCode.toLowerCase() === 'invalid_request');
}

function noEndpoint(endpoints: readonly string[], { service, authUrl }: AuthorizationServerOptions): ApiError {
  const message = `${service.name} issues no access tokens at ${endpoints.join(', ')}.`;
  const { refer, place } = service;
  const hint =
    authUrl === undefined
      ? `Check ${refer('halo.url')}. If the authorisation server has another URL, set it with ${refer('halo.authUrl')}.`
      : `Check ${refer('halo.authUrl')}, or remove it to use the URL that the tenant names.`;
  const key = authUrl === undefined ? 'halo.url' : 'halo.authUrl';
  return new ApiError({ message, hint, place: place(key) }, ExitCode.failed);
}
