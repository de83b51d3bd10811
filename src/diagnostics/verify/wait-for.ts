import { isPending } from '../../engine/plan.ts';
import type { Finding } from '../finding.ts';
import { VerificationFailed } from './steps.ts';
import type { Verification } from './verification.ts';

/** Pause between two polls: well within ilert's 120 requests a minute (fact `ilert-limits`). */
const POLL_PAUSE = 2_000;
/** A check for a failure reads long lists, so not every poll includes one. */
const POLLS_PER_FAILURE_CHECK = 5;
const PROGRESS_INTERVAL = 15_000;

/** What ends a wait without a result. */
export interface WaitEnds {
  /** What is waited for, such as `Waiting for the alert`. */
  readonly doing: string;
  /** Explains why nothing came in time. */
  readonly onTimeout: () => Promise<Finding>;
  /** Checks from time to time for a failure that makes further waiting pointless. */
  readonly failure?: () => Promise<Finding | undefined>;
}

/** Polls until there is a result. @throws VerificationFailed */
export async function waitFor<T>(
  verification: Verification,
  poll: () => Promise<T | undefined>,
  { doing, onTimeout, failure }: WaitEnds,
): Promise<T> {
  let polls = 0;
  const look = async () => {
    const found = await poll();
    polls += 1;
    const failed = found === undefined && polls % POLLS_PER_FAILURE_CHECK === 0 ? await failure?.() : undefined;
    if (failed) throw failedAt(verification, failed);
    return found;
  };
  const found = await watch(verification, doing, verification.wait, look);
  if (found === undefined) throw failedAt(verification, await onTimeout());
  return found;
}

/** Polls for the given time, at least once. @returns undefined if nothing came */
export async function watch<T>(
  { now, pause, show, stillWaiting }: Pick<Verification, 'now' | 'pause' | 'show' | 'stillWaiting'>,
  doing: string,
  milliseconds: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const start = now();
  let shown = start;
  const passed = () => `${Math.round((now() - start) / 1000)} of ${Math.round(milliseconds / 1000)} s`;
  for (;;) {
    show(`${doing}… ${passed()}`);
    const found = await look();
    if (found !== undefined) return found;
    if (now() - start >= milliseconds) return undefined;
    if (now() - shown >= PROGRESS_INTERVAL) {
      shown = now();
      stillWaiting(`Still waiting (${passed()})`);
    }
    await pause(POLL_PAUSE);
  }
}

/** The failure as it is reported: `apply` does not help if the plan has no changes. */
export function failedAt({ plan }: Pick<Verification, 'plan'>, finding: Finding): VerificationFailed {
  if (!finding.fixableByApply || isPending(plan)) return new VerificationFailed(finding);
  const hint = `The configuration is correct, so apply won't help. Check what lies between ${plan.product} and ilert, such as a proxy.`;
  return new VerificationFailed({ ...finding, hint, fixableByApply: false });
}
