import { type Fields, Unknown, type Value } from '../engine/values.ts';
import type { Problem } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { plural } from '../text/plural.ts';
import type { EventKey } from './halo/event-catalogue.ts';

/** What the settings name and the services number. */
export interface References {
  /** The escalation policy's id; not known yet where it is to be made. */
  readonly policy: Value;
  /** Who a policy that is made wakes, one after another: `{ users: [{ id }] }` or `{ schedules: [{ id }] }`. */
  readonly responders: readonly Fields[];
  readonly teams: readonly Value[] | undefined;
  readonly supportHours: Value;
  readonly services: readonly Value[] | undefined;
  /** Undefined where no filter setting is given: then the filters of the events are not managed. */
  readonly filters: TicketFilters | undefined;
  readonly events: Readonly<Record<EventKey, Value>>;
}

/** Which tickets may open an alert: values of each attribute, as tickets store them. One without values lets all through. */
export interface TicketFilters {
  readonly ticketType: readonly Value[];
  readonly priority: readonly Value[];
  readonly team: readonly Value[];
}

/** A row that is referred to by name or id. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/**
 * Finds what a setting names: by id, or by exact name.
 *
 * @param kind as the product calls it, for the message
 * @param origin where the setting came from
 * @returns its id, or what is wrong: unknown (with the nearest names) or ambiguous (with the ids)
 */
export function findReference(kind: string, wanted: string, rows: readonly Named[], origin: string): number | Problem {
  const hits = rows.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
  const [hit, ...more] = hits;
  if (hit && more.length === 0) return hit.id;
  if (hit) {
    // Where an id is the name of another, giving it would find both again.
    const ways = hits.map(({ id, name }) => (String(id) === wanted ? `the name "${name}" for the one of that id` : id));
    return {
      code: 'name-ambiguous',
      message: `There are ${hits.length} ${plural(kind)} named "${wanted}" (${origin}).`,
      hint: `Give the id of the one you mean: ${ways.join(', ')}.`,
    };
  }
  const near = didYouMean(
    wanted,
    rows.map(({ name }) => name),
  );
  const named = rows.find(({ name }) => name.trim() !== '');
  const hint =
    near ?? `There are ${rows.length}; ${named ? `for example "${named.name}"` : 'make one in ilert first'}.`;
  const service = kind === 'ticket type' ? 'Halo' : 'ilert';
  return { code: 'name-unknown', message: `${service} has no ${kind} "${wanted}" (${origin}).`, hint };
}

/** Stands for a reference while nothing is asked of the services. */
export function lookedUpLater(what: string): Unknown {
  return new Unknown(`looked up at apply: ${what}`);
}
