import { EVENTS, type EventKey, type RunbookEvent } from './event-catalogue.ts';
import type { EventRow } from './schemas.ts';

/** Numbers for the keys of additional bindings of an event. */
const FURTHER = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] as const;

/** The maximum number of bindings of an event. */
export const MAX_BINDINGS = 1 + FURTHER.length;

/** The key of a binding, which is a resource: `new-ticket-event`, `new-ticket-event-2`. */
export type BindingKey = EventKey | `${EventKey}-${(typeof FURTHER)[number]}`;

/** A binding of an event to the runbook. A filter with several values needs one for each combination. */
export interface EventBinding {
  readonly key: BindingKey;
  readonly event: RunbookEvent;
  /** Index among the bindings of the event, from 0. */
  readonly index: number;
}

/** All possible bindings, grouped by event. */
export const BINDINGS: readonly EventBinding[] = EVENTS.flatMap((event) => [
  { key: event.key, event, index: 0 },
  ...FURTHER.map((number) => ({ key: `${event.key}-${number}` as const, event, index: number - 1 })),
]);

export function isBindingKey(resource: string): resource is BindingKey {
  return BINDINGS.some(({ key }) => key === resource);
}

/** Returns the event of a binding. */
export function eventOf(binding: BindingKey): RunbookEvent {
  const found = BINDINGS.find(({ key }) => key === binding);
  if (!found) throw new TypeError(`there is no binding ${binding}`);
  return found.event;
}

/** An existing binding. */
export interface LiveBinding extends EventBinding {
  readonly row: EventRow;
}

/** Returns the existing bindings, grouped by event. */
export function bindingsIn(state: { readonly [Key in BindingKey]?: EventRow }): LiveBinding[] {
  // Most keys have no row. An empty list for each of them was a sixth of all memory that a fleet ever took.
  return BINDINGS.filter(({ key }) => state[key] !== undefined).flatMap((binding) => {
    const row = state[binding.key];
    return row ? [{ ...binding, row }] : [];
  });
}
