import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../http/refusal.ts';
import type { Route } from '../http/service.ts';
import type { HaloState } from './state.ts';

const WHOLE_API = ['all', 'all:standard', 'admin'];

/**
 * Admits a request.
 *
 * @throws Refusal 401 without a valid token or for one without a scope, 403 for a forbidden route or too small a scope
 */
export function admit(state: HaloState, { authorization }: IncomingHttpHeaders, route: Route): void {
  const token = state.tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
  if (!token || token.endsAt <= state.now()) throw new Refusal(401, 'The access token is missing, wrong or expired.');
  if (token.scopes.length === 0) throw new Refusal(401, 'The access token has no scope.');
  if (state.forbid.has(route.name)) throw new Refusal(403, `You do not have access to ${route.name}.`);
  if (!scopeAllows(token.scopes, route)) throw new Refusal(403, `The scope does not cover ${route.name}.`);
}

function scopeAllows(scopes: readonly string[], { name, method }: Route): boolean {
  if (scopes.some((scope) => WHOLE_API.includes(scope))) return true;
  if (name !== 'Tickets') return false;
  return scopes.includes('edit:tickets') || (method === 'GET' && scopes.includes('read:tickets'));
}
