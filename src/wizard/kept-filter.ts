import { hasName } from '../engine/match.ts';
import type { HaloClient } from '../providers/halo/api.ts';
import { bindingsIn } from '../providers/halo/event-bindings.ts';
import { combinationsInWords, filterInWords } from '../providers/halo/filter-in-words.ts';
import type { EventRow } from '../providers/halo/schemas.ts';
import { isOnOurColumn } from '../providers/halo/ticket-condition.ts';
import { conditionsIn } from '../providers/halo/ticket-filter.ts';
import type { IntegrationSession } from '../runtime/refresh.ts';

/**
 * Describes HaloITSM's existing filter if no setting names one, since it is kept. Only what a setting could name;
 * undefined if there is none. Pure.
 */
export function keptFilter({
  desired,
  refreshed,
}: Pick<IntegrationSession, 'desired' | 'refreshed'>): string | undefined {
  return desired.references.filters ? undefined : inWords(bindingsIn(refreshed.state).map(({ row }) => row));
}

/** Describes the filter of a runbook's events in the same words. @param name of the runbook */
export async function filterOfRunbook(halo: HaloClient, name: string): Promise<string | undefined> {
  const runbook = (await halo.runbooks()).find((row) => hasName(row, name));
  return runbook && inWords(await halo.events(runbook.id));
}

function inWords(events: readonly EventRow[]): string | undefined {
  const filters = events.map((row) => conditionsIn(row).filter(isOnOurColumn)).filter(({ length }) => length > 0);
  const each = new Set(filters.map((conditions) => filterInWords(conditions)));
  return combinationsInWords(filters) ?? ([...each].join(', or ') || undefined);
}
