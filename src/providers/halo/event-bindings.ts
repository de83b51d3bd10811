import { EVENTS, type EventKey, type RunbookEvent } from './event-catalogue.ts';
import type { EventRow } from './schemas.ts';

/** Numbers of further bindings of an event, in their keys. */
const FURTHER = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] as const;

/** So many bindings an event may have. */
export const MOST_BINDINGS = 1 + FURTHER.length;

/** The key of the resource that is a binding of an event to the runbook: `new-ticket-event`, `new-ticket-event-2`. */
export type BindingKey = EventKey | `${EventKey}-${(typeof FURTHER)[number]}`;

/** One of the bindings of an event: with several values of a filter there is one for each combination. */
export interface EventBinding {
  readonly key: BindingKey;
  readonly event: RunbookEvent;
  /** Its place among the bindings of the event, from 0. */
  readonly index: number;
}

/** All bindings that there may be, those of an event together. */
export const BINDINGS: readonly EventBinding[] = EVENTS.flatMap((event) => [
  { key: event.key, event, index: 0 },
  ...FURTHER.map((number) => ({ key: `${event.key}-${number}` as const, event, index: number - 1 })),
]);

/** Whether a resource is a binding of an event. */
export function isBindingKey(resource: string): resource is BindingKey {
  return BINDINGS.some(({ key }) => key === resource);
}

/** The event of a binding. */
export function eventOf(binding: BindingKey): RunbookEvent {
  const found = BINDINGS.find(({ key }) => key === binding);
  if (!found) throw new TypeError(`there is no binding ${binding}`);
  return found.event;
}

/** A binding that is there. */
export interface LiveBinding extends EventBinding {
  readonly row: EventRow;
}

/** The bindings that are there, those of an event together. */
export function bindingsIn(state: { readonly [Key in BindingKey]?: EventRow }): LiveBinding[] {
  return BINDINGS.flatMap((binding) => {
    const row = state[binding.key];
    return row ? [{ ...binding, row }] : [];
  });
}
