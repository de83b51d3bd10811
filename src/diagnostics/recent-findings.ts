import { isPending, type Plan } from '../engine/plan.ts';
import type { Live } from '../engine/resource.ts';
import type { History, Run } from '../providers/halo/run-history.ts';
import type { Finding } from './finding.ts';
import { isTransient, isWaiting, pendingFinding, waitingRuns } from './retries.ts';
import { deliveryFinding, deliveryOf, missingVariable, runFinding } from './run-findings.ts';

/**
 * What the last runs and calls say of the chain. Only the latest run that has ended counts: what failed
 * before and works now is no finding. A ticket that waits for Halo's retry is told, whatever came after
 * it; if the same request can only fail again, its run has failed. Pure.
 *
 * @param plan what `apply` would change
 */
export function recentFindings({ runs, deliveries }: History, plan: Plan, live: Live): Finding[] {
  if (runs.length === 0) return failureOf(deliveries[0] && deliveryFinding(deliveries[0], plan), undefined);
  const findingOf = (run: Run) => runFinding(run, deliveryOf(run, deliveries), plan);
  const isMendedSince = (run: Run) => isMended(findingOf(run), run);
  const mayStillArrive = (run: Run) => isTransient(deliveryOf(run, deliveries)) || isMendedSince(run);
  const [first, ...others] = waitingRuns(runs).filter(mayStillArrive);
  const last = runs.find((run) => (isWaiting(run) ? !mayStillArrive(run) : run.state !== 'running'));
  return [
    ...(first ? [pendingFinding([first, ...others], deliveries, isMendedSince)] : []),
    ...failureOf(last && findingOf(last), last),
  ];

  function failureOf(finding: Finding | undefined, run: Run | undefined): Finding[] {
    if (!finding) return [];
    return [isMended(finding, run) ? unprovenFix(finding) : finding];
  }

  /** Whether the cause is gone, which the next run has to prove. */
  function isMended(finding: Finding | undefined, run: Run | undefined): boolean {
    const variable = run && missingVariable(run);
    const isGone = variable !== undefined && !String(live.method?.requestbody ?? '').includes(`<<${variable}`);
    return isGone || (finding?.mendedByApply === true && !isPending(plan));
  }
}

function unprovenFix({ link, message }: Finding): Finding {
  return {
    link,
    severity: 'drifted',
    message: `The last run failed, and what it failed at has been mended since. It was: ${message}`,
    hint: 'Prove it with the next ticket, or run: ilert-haloitsm verify --through-halo',
    mendedByApply: false,
  };
}
