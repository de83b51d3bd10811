import { limitPerFiveMinutes } from '../http/rate-limit.ts';
import type { Service } from '../http/service.ts';
import type { SandboxOptions } from '../options.ts';
import { admit } from './admission.ts';
import { haloError } from './error-format.ts';
import { importIntegration } from './import.ts';
import { customIntegrationRoutes } from './resources/custom-integrations.ts';
import { lookupRoutes } from './resources/lookups.ts';
import { methodRoutes } from './resources/methods.ts';
import { notificationRoutes } from './resources/notifications.ts';
import { runRoutes } from './resources/runs.ts';
import { ticketRoutes } from './resources/tickets.ts';
import { webhookRoutes } from './resources/webhooks.ts';
import type { RunbookEngine } from './runbooks/engine.ts';
import { type Application, signInRoutes } from './sign-in.ts';
import type { HaloState } from './state.ts';

/** A HaloITSM tenant, as far as this project uses it. */
export function haloService(
  state: HaloState,
  application: Application,
  engine: RunbookEngine,
  options: SandboxOptions,
): Service {
  const { lookupFilterWorks = true, haloErrors = 'json-string' } = options;
  const { haloRequestsPerFiveMinutes: most = 700, retryAfter = false } = options;
  const count = limitPerFiveMinutes({ most, retryAfter, now: state.now });
  return {
    name: 'halo',
    routes: [
      ...signInRoutes(state, application, options.haloSignIn),
      ...customIntegrationRoutes(state, (document) => importIntegration(state, document)),
      ...methodRoutes(state),
      ...webhookRoutes(state),
      ...notificationRoutes(state),
      ...lookupRoutes(state, lookupFilterWorks),
      ...ticketRoutes(state, (event, ticket) => engine.raise(event, ticket)),
      ...runRoutes(state),
    ],
    // Halo's answers have no headers about its limits.
    admit: (headers, route) => {
      count();
      admit(state, headers, route);
      return {};
    },
    error: (refusal) => haloError(refusal, haloErrors),
  };
}
