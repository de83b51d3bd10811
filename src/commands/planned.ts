import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { isPending, type Plan } from '../plan/plan.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import type { Result } from './result.ts';

/** A plan as a result: shown, and nothing done. */
export function planned({ streams }: Context, plan: Plan): Result {
  return {
    exitCode: ExitCode.done,
    text: renderPlan(plan, createPaint(streams.resultColor)),
    document: { pending: isPending(plan), changes: plan.changes.map(({ request: _, ...change }) => change) },
  };
}
