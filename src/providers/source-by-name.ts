import type { Settings } from '../config/settings.ts';
import { type Hints, isKnown } from '../engine/match.ts';
import { rowInWords } from '../engine/resource.ts';
import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { ifReadable } from './find.ts';
import { postsTo, showsKey } from './identity/chain.ts';
import { alertSource } from './ilert/alert-source.ts';
import type { IlertClient } from './ilert/api.ts';
import type { AlertSourceRow } from './ilert/schemas.ts';
import type { IntegrationChange, IntegrationPlan, IntegrationState, Service } from './integration.ts';

/** What speaks for an alert source being ours, and what is known of the accounts. */
interface Known {
  readonly state: IntegrationState;
  readonly settings: Settings;
  readonly hints: Hints;
  /** The service that alone was read. */
  readonly only: Service | undefined;
}

/**
 * The alert source that is ours by its name and nothing else: no method of this Halo posts to it, no earlier run on this
 * machine knew it, and nobody has named its ID. An interrupted run may have left it, or another Halo may post to it, set
 * up from another settings file. Pure. @returns undefined also where Halo was not read, so that nothing tells
 */
export function sourceByNameAlone({ state, settings, hints, only }: Known): AlertSourceRow | undefined {
  const { 'alert-source': source, method } = state;
  if (!source || only !== undefined || alertSource.isExternal?.(settings)) return undefined;
  if (isKnown(alertSource, source, hints)) return undefined;
  return method && (postsTo(method, source) || !showsKey(source)) ? undefined : source;
}

/**
 * Whether an alert source that is ours by name alone seems to serve another Halo: it has alerts, and this Halo has
 * nothing of ours. What an interrupted run left has no alerts.
 *
 * @param ifUnreadable the answer for an API key that may not read alerts
 */
export async function isUsedElsewhere(
  { id }: AlertSourceRow,
  { 'custom-integration': integration, method, runbook }: IntegrationState,
  ilert: Pick<IlertClient, 'hasAlerts'>,
  ifUnreadable: boolean,
): Promise<boolean> {
  if (integration || method || runbook) return false;
  return ifReadable(ilert.hasAlerts(id), ifUnreadable);
}

/**
 * Says what to know before using an alert source that is ours by name alone. Pure.
 *
 * @param command the command that confirms the use
 */
export function usedByNameAlone(row: AlertSourceRow, product: string, command: string): string {
  return `The alert source ${rowInWords(row)} exists already, and nothing in this ${product} posts to it yet. If another ${product} posts to it, choose another name (--name, alertSource.name). To confirm that it is the right one: ${command} ${adoptFlag(row)}`;
}

/** Why an alert source is not used that is ours by its name alone and that something has posted to. Pure. @param command that uses it all the same */
export function inUseElsewhere(row: AlertSourceRow, product: string, command: string): Problem {
  return {
    code: 'conflict',
    message: `The alert source ${rowInWords(row)} has alerts, but this ${product} has nothing that posts to it: another one may.`,
    hint: `Choose another name (--name, alertSource.name). To use this one: ${command} ${adoptFlag(row)}`,
  };
}

/** The plan with the alert source kept, and what it needs. Pure. */
export function withSourceKept(plan: IntegrationPlan): IntegrationPlan {
  const because = `it has alerts, and another ${plan.product} may post to it`;
  const reasons = new Map<string, string>([
    [alertSource.key, because],
    ['escalation-policy', 'required by the alert source'],
  ]);
  return {
    ...plan,
    changes: plan.changes.map((change): IntegrationChange => {
      const reason = reasons.get(change.resource);
      if (reason === undefined || change.action !== 'delete') return change;
      const { request: _, ...about } = change;
      return { ...about, action: 'keep', kept: 'in-use', because: reason };
    }),
  };
}

/** Why an alert source was kept, though all else was removed. Pure. @param command that removes it all the same */
export function keptByNameAlone(row: AlertSourceRow, product: string, command: string): CliError {
  return new CliError({
    code: 'conflict',
    message: `The alert source ${rowInWords(row)} was not removed: it has alerts, but nothing in this ${product} posts to it. Another ${product} may.`,
    hint: `To remove it all the same: ${command} ${adoptFlag(row)}`,
    exitCode: ExitCode.failed,
  });
}

function adoptFlag({ id }: AlertSourceRow): string {
  return `--adopt ${alertSource.key}:${id}`;
}
