import { limitPerMinute } from '../http/rate-limit.ts';
import { Refusal } from '../http/refusal.ts';
import type { Service } from '../http/service.ts';
import type { SandboxOptions } from '../options.ts';
import { eventRoutes } from './alerting/event-routes.ts';
import { accountListRoutes } from './resources/account-lists.ts';
import { alertSourceRoutes } from './resources/alert-sources.ts';
import { alertRoutes } from './resources/alerts.ts';
import { escalationPolicyRoutes } from './resources/escalation-policies.ts';
import type { IlertState } from './state.ts';

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  429: 'TOO_MANY_REQUESTS',
};

/** ilert, as far as this project uses it. A key other than `token` gets 403, a request without a key 401. */
export function ilertService(state: IlertState, token: string, options: SandboxOptions): Service {
  const { ilertRequestsPerMinute = 120, integrationKeyRequestsPerMinute = 50 } = options;
  const retryAfter = options.retryAfter === true || state.contradicts('ilert-limits');
  const countApiKey = limitPerMinute({ most: ilertRequestsPerMinute, retryAfter, now: state.now });
  const countIntegrationKey = limitPerMinute({ most: integrationKeyRequestsPerMinute, retryAfter, now: state.now });
  return {
    name: 'ilert',
    routes: [
      ...alertSourceRoutes(state),
      ...escalationPolicyRoutes(state),
      ...accountListRoutes(state),
      ...alertRoutes(state),
      ...eventRoutes(state, countIntegrationKey),
    ],
    admit: ({ authorization }) => {
      if (authorization === undefined) throw new Refusal(401, 'The Authorization header is missing.');
      if (authorization !== `Bearer ${token}`)
        throw new Refusal(403, 'The API key is wrong or was deleted.', { code: 'KEY_ERROR' });
      const left = countApiKey(token);
      // It is inferred that ilert returns the remaining requests, and in this header.
      return state.contradicts('ilert-requests-left') ? {} : { 'x-ratelimit-remaining': String(left) };
    },
    // The format {status, message, code} and KEY_ERROR are documented. The codes for statuses are made up.
    error: ({ status, message, code }) => ({
      body: state.contradicts('ilert-refusals')
        ? { error: message }
        : { status, message, code: code ?? CODES[status] ?? 'ERROR' },
    }),
  };
}
