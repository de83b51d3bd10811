import type { Hints } from '../../engine/match.ts';
import type { Id } from '../../engine/resource.ts';
import type { HaloClient, IsThere } from './api.ts';

/** The reads of Halo that follow from what a list has shown. */
type Reads = Pick<HaloClient, 'customIntegration' | 'runbook' | 'bindings'>;

/**
 * Reads what an earlier run remembers at the same time as the lists, so that a run over long lists does not wait for both
 * in turn. Whether it is ours is for the lists to say: what is not asked for is not used, and each read counts once.
 *
 * @param eventsOf whether the events of a runbook are among those listed
 */
export function withEarlyReads(
  halo: Reads,
  { 'custom-integration': integration, runbook }: Hints['remembered'],
  eventsOf: (runbook: Id) => IsThere,
): Reads {
  const early = new Map<string, Promise<unknown>>();
  const begin = (key: string, reading: Promise<unknown>) => {
    // Whoever takes it hears of the failure.
    reading.catch(() => undefined);
    early.set(key, reading);
  };
  const take = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const reading = early.get(key) as Promise<T> | undefined;
    early.delete(key);
    return reading ?? read();
  };
  if (integration) begin(`integration ${integration.id}`, halo.customIntegration(integration.id));
  if (runbook) {
    begin(`runbook ${runbook.id}`, halo.runbook(runbook.id));
    begin(`bindings ${runbook.id}`, halo.bindings(runbook.id, eventsOf(runbook.id)));
  }
  return {
    customIntegration: (id: Id) => take(`integration ${id}`, () => halo.customIntegration(id)),
    runbook: (id: Id) => take(`runbook ${id}`, () => halo.runbook(id)),
    bindings: (id: Id, isThere?: IsThere) => take(`bindings ${id}`, () => halo.bindings(id, isThere)),
  };
}
