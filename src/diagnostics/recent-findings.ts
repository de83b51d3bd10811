import { isPending, type Plan } from '../engine/plan.ts';
import type { History, Run } from '../providers/halo/run-history.ts';
import type { IntegrationState } from '../providers/integration.ts';
import type { Finding } from './finding.ts';
import { isTransient, isWaiting, pendingFinding, waitingRuns } from './retries.ts';
import { deliveryFinding, deliveryOf, missingVariable, runFinding } from './run-findings.ts';

/**
 * Returns what the latest runs and calls show. Only the latest finished run counts: an earlier failure of something
 * that works now is no finding. A ticket that waits for Halo's retry is always reported, unless the retry is bound to
 * fail again; then its run counts as failed. Pure.
 */
export function recentFindings({ runs, deliveries }: History, plan: Plan, live: IntegrationState): Finding[] {
  if (runs.length === 0) return failureOf(deliveries[0] && deliveryFinding(deliveries[0], plan), undefined);
  const findingOf = (run: Run) => runFinding(run, deliveryOf(run, deliveries), plan);
  const isRunFixed = (run: Run) => isFixed(findingOf(run), run);
  const mayStillArrive = (run: Run) => isTransient(deliveryOf(run, deliveries)) || isRunFixed(run);
  const [first, ...others] = waitingRuns(runs).filter(mayStillArrive);
  const last = runs.find((run) => (isWaiting(run) ? !mayStillArrive(run) : run.state !== 'running'));
  return [
    ...(first ? [pendingFinding([first, ...others], deliveries, isRunFixed)] : []),
    ...failureOf(last && findingOf(last), last),
  ];

  function failureOf(finding: Finding | undefined, run: Run | undefined): Finding[] {
    if (!finding) return [];
    return [isFixed(finding, run) ? unprovenFix(finding) : finding];
  }

  /** Whether the cause is gone. The next run has to prove it. */
  function isFixed(finding: Finding | undefined, run: Run | undefined): boolean {
    const variable = run && missingVariable(run);
    const isRemoved = variable !== undefined && !String(live.method?.requestbody ?? '').includes(`<<${variable}`);
    return isRemoved || (finding?.fixableByApply === true && !isPending(plan));
  }
}

function unprovenFix({ component, message }: Finding): Finding {
  return {
    code: 'fix-unproven',
    component,
    severity: 'drifted',
    message: `The last run failed; the cause has since been fixed. It was: ${message}`,
    hint: 'Confirm with the next ticket, or run: ilert-haloitsm verify --through-halo',
    fixableByApply: false,
  };
}
