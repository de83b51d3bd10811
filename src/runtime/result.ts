import { isPending } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import type { Planned } from '../saved-plan/save.ts';

/** What every command hands back: data alone, which a reporter turns into text or a document. */
export interface RunResult {
  /** Says which data it holds. */
  readonly kind: string;
  readonly exitCode: ExitCode;
  /** Whether something is to be done, which the command was not to do. */
  readonly pending?: boolean;
  /** Why the command did not end as wished although there is something to report. */
  readonly failure?: unknown;
}

/** What would be done, and was not. */
export interface PlanResult extends RunResult {
  readonly kind: 'plan';
  readonly plan: IntegrationPlan;
  /** Whether anything is to be done. */
  readonly pending: boolean;
  /** The same with what it was made from, where it may be saved. */
  readonly planned?: Planned;
}

/** A plan as a result. */
export function planResult(plan: IntegrationPlan, exitCode: ExitCode = ExitCode.done): PlanResult {
  return { kind: 'plan', exitCode, plan, pending: isPending(plan) };
}
