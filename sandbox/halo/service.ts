import { RollingLimit } from '../rate-limit.ts';
import type { Service } from '../service.ts';
import type { SandboxOptions } from '../types.ts';
import { admit } from './admission.ts';
import { customIntegrationRoutes } from './custom-integration-routes.ts';
import { haloError } from './error-format.ts';
import { lookupRoutes } from './lookup-routes.ts';
import { methodRoutes } from './method-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import { runRoutes } from './run-routes.ts';
import type { RunbookEngine } from './runbook-engine.ts';
import { type Application, signInRoutes } from './sign-in-routes.ts';
import type { HaloState } from './state.ts';
import { ticketListRoutes } from './ticket-list-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** A HaloITSM tenant, as far as the project uses it. */
export function haloService(
  state: HaloState,
  application: Application,
  engine: RunbookEngine,
  options: SandboxOptions,
): Service {
  const { methodBodiesInIntegration = true, lookupFilterWorks = true, haloErrors = 'json-string' } = options;
  const { haloRequestsPerFiveMinutes: most = 700, retryAfter = false } = options;
  const limit = new RollingLimit({ most, retryAfter, now: state.now });
  return {
    name: 'halo',
    routes: [
      ...signInRoutes(state, application, options.haloSignIn),
      ...customIntegrationRoutes(state, methodBodiesInIntegration),
      ...methodRoutes(state),
      ...webhookRoutes(state),
      ...notificationRoutes(state),
      ...lookupRoutes(state, lookupFilterWorks),
      ...ticketRoutes(state, (event, ticket) => engine.raise(event, ticket)),
      ...ticketListRoutes(state),
      ...runRoutes(state),
    ],
    // Halo tells nothing of its limits.
    admit: (headers, route) => {
      limit.count();
      admit(state, headers, route);
      return {};
    },
    error: (refusal) => haloError(refusal, haloErrors),
  };
}
