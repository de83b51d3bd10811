import { labelsOf } from '../engine/labels.ts';
import type { LabelledChange } from '../engine/resource.ts';
import { NOBODY_IN_WORDS } from '../providers/halo/failure-notification.ts';
import type { CommandResult } from './result.ts';

/** Rows with the fields that change. */
type Rows = readonly { readonly labelledFields: readonly LabelledChange[] }[];

/** Names what is to be set that no live account has confirmed to work; undefined if there is none. Pure. */
export function unconfirmedInWords(changes: Rows): string | undefined {
  const labels = labelsOf(changes.flatMap(({ labelledFields }) => labelledFields.filter(setsUnconfirmed)));
  return labels.length === 0 ? undefined : `Not yet confirmed on a live tenant: ${labels.join(', ')}.`;
}

/** A field that is only cleared needs no confirmation. */
function setsUnconfirmed({ isUnconfirmed, afterText = NOBODY_IN_WORDS }: LabelledChange): boolean {
  return isUnconfirmed === true && afterText !== NOBODY_IN_WORDS;
}

/** Returns the rows with the fields that a plan changes, or that differ from the settings in a state. Pure. */
export function rowsToChange(result: CommandResult | undefined): Rows {
  if (result?.kind === 'plan' || result?.kind === 'dry-run') return result.plan.changes;
  if (result?.kind !== 'status') return [];
  return result.health.resources.map(({ fields }) => ({ labelledFields: fields }));
}
