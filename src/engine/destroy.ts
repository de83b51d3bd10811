import type { RunOptions } from './events.ts';
import { type Plan, toRemove } from './plan.ts';
import { removeAll } from './remove.ts';
import type { World } from './resource.ts';
import { type Outcome, outcomeOf, type Session } from './run.ts';

/** Carries out a plan of removals, dependents first. A row that is already gone counts as removed. */
export function destroy<W extends World>(plan: Plan, session: Session<W>, options: RunOptions): Promise<Outcome<W>> {
  return outcomeOf(session, options, (run) => removeAll(toRemove(plan), run));
}
