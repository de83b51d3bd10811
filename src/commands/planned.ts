import type { Context } from '../context.ts';
import { ExitCode, Fault } from '../errors.ts';
import { isPending, type Plan } from '../plan/plan.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import type { Result } from './result.ts';

/** A plan as a result: shown, and nothing done. */
export function planned({ streams }: Context, plan: Plan): Result {
  return {
    exitCode: ExitCode.done,
    text: renderPlan(plan, createPaint(streams.resultColor)),
    document: { pending: isPending(plan), changes: changesOf(plan) },
  };
}

function changesOf(plan: Plan) {
  return plan.changes.map(({ request: _, ...change }) => change);
}

/** What somebody agrees to, to be held against the plan that is carried out. */
export function agreementTo(document: Result['document'] = {}): string {
  return JSON.stringify(document.changes);
}

/** @param agreed what was agreed to, where that was some time before. @throws Fault, exit 1, where it is not this plan */
export function assertAgreed(plan: Plan, agreed: unknown): void {
  if (agreed === undefined || agreed === JSON.stringify(changesOf(plan))) return;
  throw new Fault({
    message: 'What is to be done has changed since it was shown, so nothing was done.',
    hint: 'Run it again, and look at it again.',
    exitCode: ExitCode.failed,
  });
}
