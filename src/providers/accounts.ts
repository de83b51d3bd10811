import type { Settings } from '../config/settings.ts';
import type { Hints } from '../engine/match.ts';
import type { EventNumbers, IntegrationAccounts } from './integration.ts';
import type { Clients, Lookups } from './lookups.ts';

/** Both services as this integration reaches them; reads nothing yet. */
export function createAccounts(
  { ilert, halo }: Clients,
  lookups: Lookups,
  settings: Settings,
  hints: Hints,
  events: Promise<EventNumbers>,
): IntegrationAccounts {
  return {
    ilert,
    halo,
    lookups,
    settings,
    hints,
    events,
    write: (request) => (request.service === 'ilert' ? ilert : halo).write(request),
  };
}
