import type { Service } from '../service.ts';
import type { SandboxOptions } from '../types.ts';
import { admit } from './admission.ts';
import { customIntegrationRoutes } from './custom-integration-routes.ts';
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
  { methodBodiesInIntegration = true, lookupFilterWorks = true }: SandboxOptions,
): Service {
  return {
    name: 'halo',
    routes: [
      ...signInRoutes(state, application),
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
      admit(state, headers, route);
      return {};
    },
    // A plain sentence, sent as a JSON string.
    errorBody: (_, message) => message,
  };
}
