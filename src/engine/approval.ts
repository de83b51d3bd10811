import { CliError, ExitCode } from '../errors/cli-error.ts';
import { fillsIn } from './diff.ts';
import { labelsOf } from './labels.ts';
import type { Change } from './plan.ts';
import { type FieldChange, rowInWords } from './resource.ts';

/**
 * Whether a change is the approved one: only unknown values may have been filled in, and less may be left to do because
 * another run has done it. Pure.
 */
export function isApproved(approved: Change | undefined, actual: Change): boolean {
  if (actual.action === 'keep') return true;
  if (approved?.action !== actual.action || approved.id !== actual.id) return false;
  if (actual.action === 'update') return actual.fields.every((field) => isApprovedField(approved.fields, field));
  return fillsIn(approved.request?.body, actual.request?.body);
}

/** Whether the removal of this row was approved, even if it now counts as another resource. Pure. */
export function isApprovedRemoval(approved: readonly Change[], { request }: Change): boolean {
  return approved.some((each) => each.request?.service === request?.service && each.request?.path === request?.path);
}

function isApprovedField(approved: readonly FieldChange[], { field, before, after }: FieldChange): boolean {
  const planned = approved.find((each) => each.field === field);
  return planned !== undefined && fillsIn(planned.before, before) && fillsIn(planned.after, after);
}

/** Creates the error for a change that is not what was approved, and so is not made: exit 1. */
export function changedSinceApproval(change: Change): CliError {
  if (change.action === 'update') return rowChangedSinceApproval(change, labelsOf(change.labelledFields));
  return leftAsItWas(`the ${change.title} ${rowInWords(change)} is not as it was`);
}

/** Creates the error for a row left alone because it is no longer as planned: exit 1. @param labels what has changed */
export function rowChangedSinceApproval(change: Change, labels: readonly string[]): CliError {
  const changed = labels.length > 0 ? ` (${labels.join(', ')})` : '';
  return leftAsItWas(`the ${change.title} ${rowInWords(change)} has changed${changed}`);
}

function leftAsItWas(what: string): CliError {
  return new CliError({
    code: 'plan-changed',
    message: `Since the plan was shown, ${what}, so it was not changed.`,
    hint: 'Another run or a person has changed it. Run the command again and review the new plan.',
    exitCode: ExitCode.failed,
  });
}
