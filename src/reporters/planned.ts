import { type Change, isPending, type Plan } from '../engine/plan.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';
import { createStyle } from '../ui/style.ts';
import { renderPlan } from './plan.ts';

/** A plan as a result: shown, and nothing done. */
export function planned({ streams }: Context, plan: Plan): Result {
  return {
    exitCode: ExitCode.done,
    text: renderPlan(plan, createStyle(streams.resultColor)),
    document: { pending: isPending(plan), changes: changesOf(plan) },
  };
}

function changesOf(plan: Plan) {
  return plan.changes.map(({ request: _, ...change }) => change);
}

/** What somebody agrees to, to be held against the plan that is carried out. */
export function approvalOf(document: Result['document'] = {}): readonly string[] {
  return pendingIn(JSON.parse(JSON.stringify(document.changes ?? [])));
}

/**
 * @param agreed what was agreed to, where that was some time before; less may be left to do, since another has done it
 * @throws Fault, exit 1, where something is to be done that was not shown
 */
export function assertApproved(plan: Plan, agreed: unknown): void {
  const known = agreed as readonly string[] | undefined;
  const isAgreed = (change: string) => known === undefined || known.includes(change);
  if (pendingIn(JSON.parse(JSON.stringify(changesOf(plan)))).every(isAgreed)) return;
  throw new CliError({
    message: 'What is to be done has changed since it was shown, so nothing was done.',
    hint: 'Run it again, and look at it again.',
    exitCode: ExitCode.failed,
  });
}

/** Each change in a form to compare. Of what is created, fields that are only known later don't count. */
function pendingIn(changes: readonly Pick<Change, 'action' | 'resource' | 'name' | 'id' | 'fields'>[]): string[] {
  return changes
    .filter(({ action }) => action !== 'keep')
    .map(({ action, resource, name, id, fields }) =>
      JSON.stringify(action === 'update' ? { action, resource, id, fields } : { action, resource, name, id }),
    );
}
