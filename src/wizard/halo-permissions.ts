import { isForbidden } from '../errors/api-error.ts';
import type { HaloClient } from '../providers/halo/api.ts';

/** Reads everything that is needed later, and returns everything that HaloITSM forbids at once, in words for people. */
export async function missingPermissions(halo: HaloClient): Promise<string[]> {
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    'custom integrations': () => halo.customIntegrations(),
    runbooks: () => halo.runbooks(),
    'notifications (the events of a runbook)': () => readEvents(halo),
    'the list of events': () => halo.eventCatalogue(),
  };
  const results = await Promise.allSettled(Object.values(reads).map((read) => read()));
  const failed = results.find((result) => result.status === 'rejected');
  const forbidden = Object.keys(reads).filter((_, index) => {
    const result = results[index];
    return result?.status === 'rejected' && isForbidden(result.reason);
  });
  if (failed && forbidden.length === 0) throw failed.reason;
  return forbidden;
}

/** Events are read by runbook; without any runbook, the permission can't be tested. */
async function readEvents(halo: HaloClient): Promise<void> {
  const [runbook] = await halo.runbooks().catch(() => []);
  if (runbook) await halo.events(runbook.id);
}
