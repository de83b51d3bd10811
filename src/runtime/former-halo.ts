import { productOf } from '../config/product.ts';
import { isSameId } from '../engine/match.ts';
import { rowInWords } from '../engine/resource.ts';
import type { Context } from './context.ts';
import { isKnownToHaveMoved } from './profile.ts';
import type { Refresh } from './refresh.ts';

/**
 * Says what may still run in the Halo that a target had before `--adopt` said that it has moved. Undefined if it has not
 * moved, if nothing runs there, or if the runbook is this one: it is the same Halo under another address.
 */
export async function formerHaloInWords(
  { profiles, options, ...context }: Context,
  { desired: { settings }, refreshed: { state } }: Refresh,
): Promise<string | undefined> {
  const profile = await profiles.read(options.profile);
  if (!profile || !isKnownToHaveMoved({ ...context, profiles, options }, profile, settings)) return undefined;
  const { runbook } = profile.resources;
  if (!runbook || (state.runbook && isSameId(state.runbook.id, runbook.id))) return undefined;
  return `The former ${productOf(settings).name}, ${profile.halo}, may still have the runbook ${rowInWords(runbook)}, which posts to the same alert source. If so, deactivate it there: after apply or destroy, this machine no longer remembers it.`;
}
