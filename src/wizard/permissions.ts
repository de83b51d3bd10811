import { ApiError } from '../http/api-call.ts';
import type { HaloClient } from '../providers/halo/api.ts';
import { NotAllowed } from './refusals.ts';

/**
 * Reads what has to be read later, so that each permission that is missing is told now, all of them at once.
 *
 * @throws NotAllowed where HaloITSM lets the application in and forbids some of it
 */
export async function readAll(halo: HaloClient): Promise<void> {
  const parts: Readonly<Record<string, () => Promise<unknown>>> = {
    'custom integrations': halo.customIntegrations,
    runbooks: () => halo.runbooks(),
    'notifications (the events of a runbook)': () => readEvents(halo),
    'the list of events': () => halo.eventCatalogue(),
  };
  const read = await Promise.allSettled(Object.values(parts).map((part) => part()));
  const names = Object.keys(parts).filter((_, at) => isForbidden(read[at]));
  if (names.length > 0) throw new NotAllowed(names);
  const failed = read.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** Events are read by runbook; where there is none yet, there is nothing to try it on. */
async function readEvents(halo: HaloClient): Promise<void> {
  const [runbook] = await halo.runbooks().catch(() => []);
  if (runbook) await halo.bindings(runbook.id);
}

function isForbidden(result: PromiseSettledResult<unknown> | undefined): boolean {
  return result?.status === 'rejected' && result.reason instanceof ApiError && result.reason.status === 403;
}
