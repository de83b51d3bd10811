import { isPending } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import type { Planned } from '../saved-plan/save.ts';

/** What every command returns: data alone, which a reporter turns into text or a document. */
export interface RunResult {
  /** Says which data it holds. */
  readonly kind: string;
  readonly exitCode: ExitCode;
  /** Whether there are changes to make, which the command was not meant to make. */
  readonly pending?: boolean;
  /** Why the command did not succeed, although there is something to report. */
  readonly failure?: unknown;
}

/** What would be done, and was not. */
export interface PlanResult extends RunResult {
  readonly kind: 'plan';
  readonly plan: IntegrationPlan;
  /** Whether there are changes to make. */
  readonly pending: boolean;
  /** The plan with what it was made from, if it may be saved. */
  readonly planned?: Planned;
}

/** Wraps a plan in a result. */
export function planResult(plan: IntegrationPlan, exitCode: ExitCode = ExitCode.done): PlanResult {
  return { kind: 'plan', exitCode, plan, pending: isPending(plan) };
}
