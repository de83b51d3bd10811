import type { Resolved } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import type { IntegrationAccounts, Service } from '../providers/integration.ts';
import type { Lookups } from '../providers/lookups.ts';
import { FOR_ALL_TICKETS } from '../providers/references.ts';
import { readFilters } from '../providers/resolve-filters.ts';
import {
  defaultEventNumbers,
  type FoundReferences,
  readEvents,
  readReferences,
} from '../providers/resolve-references.ts';

/** What the settings name, while it is being looked up. */
export interface LookUp extends Pick<IntegrationAccounts, 'events' | 'filters'> {
  readonly found: Promise<FoundReferences>;
  /** What had to be assumed; complete once everything is found. */
  readonly assumed: readonly string[];
}

/** Without a filter to match, every existing event is ours to remove, whatever its filter. */
const EVERY_EVENT = { filters: FOR_ALL_TICKETS, names: {}, problems: [] };

/** Starts to look up what the settings name in the services that are read. A removal needs no names. */
export function beginLookUp(
  lookups: Lookups,
  { settings, origins }: Resolved,
  { isToApply, only }: { readonly isToApply: boolean; readonly only: Service | undefined },
): LookUp {
  const assumed: string[] = [];
  const isHaloRead = only !== 'ilert';
  const events = isHaloRead
    ? readEvents(lookups, settings, (note) => assumed.push(note))
    : Promise.resolve(defaultEventNumbers);
  const filters = isToApply && isHaloRead ? readFilters(lookups, settings, origins) : Promise.resolve(EVERY_EVENT);
  const ofHalo = isHaloRead ? settings : withoutNamesInHalo(settings);
  const named = isToApply ? ofHalo : withoutNames(settings);
  return { events, filters, found: readReferences(lookups, named, origins, { events, filters }), assumed };
}

function withoutNames(settings: Settings): Settings {
  const {
    'alertSource.escalationPolicy': _policy,
    'alertSource.teams': _teams,
    'alertSource.supportHours': _hours,
    'alertSource.services': _services,
    'alertSource.policyResponders': _responders,
    ...rest
  } = withoutNamesInHalo(settings);
  return rest;
}

function withoutNamesInHalo(settings: Settings): Settings {
  const {
    'halo.notifyOnFailure': _agent,
    'alertSource.priorityFromHalo': _priorities,
    'alertSource.severityFromHalo': _severities,
    ...rest
  } = settings;
  return rest;
}
