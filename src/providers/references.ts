import { type Fields, Unknown, type Value } from '../engine/values.ts';
import type { Problem } from '../errors/cli-error.ts';
import { didYouMean, similarNames } from '../text/did-you-mean.ts';
import { plural } from '../text/plural.ts';
import type { EventKey } from './halo/event-catalogue.ts';
import type { Named, Names } from './names.ts';

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
  /** Who is notified if the runbook fails, `NOBODY` for no one; undefined where that is not managed. */
  readonly failureRecipient: Value;
  readonly events: Readonly<Record<EventKey, Value>>;
  /** What the ids stand for, and others of the same lists. */
  readonly names: Names;
}

/** Which tickets may open an alert: values of each attribute, as tickets store them. One without values lets all through. */
export interface TicketFilters {
  readonly ticketType: readonly Value[];
  readonly priority: readonly Value[];
  readonly team: readonly Value[];
}

/** Filters that let every ticket through. */
export const FOR_ALL_TICKETS: TicketFilters = { ticketType: [], priority: [], team: [] };

/**
 * Finds what a setting names: by id, or by exact name.
 *
 * @param kind as the product calls it, for the message
 * @param origin where the setting came from
 * @returns its id, or what is wrong: unknown (with the nearest names) or ambiguous (with the ids)
 */
export function findReference(kind: string, wanted: string, rows: readonly Named[], origin: string): number | Problem {
  const hits = namedBy(wanted, rows);
  const [hit, ...more] = hits;
  if (!hit) return unknownName(kind, wanted, rows, origin);
  return more.length === 0 ? hit.id : ambiguousName(kind, wanted, hits, origin);
}

/** The rows of an id or an exact name. */
export function namedBy<Row extends Named>(wanted: string, rows: readonly Row[]): Row[] {
  return rows.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
}

/**
 * What a setting calls a row: its name, or its ID where the name would not find it alone.
 *
 * @param isUsable whether a setting may have a text as its value
 * @returns undefined where nothing finds it, as when the row is not listed
 */
export function wordFor(id: number, rows: readonly Named[], isUsable: (word: string) => boolean): string | undefined {
  const row = rows.find((each) => each.id === id);
  const words = row ? [row.name.trim(), String(id)] : [];
  return words.find((word) => isUsable(word) && namedBy(word, rows).every((hit) => hit.id === id));
}

/** The problem that no row has a name, with the nearest ones, and of a few with all. @param service as people know it: the name of the Halo product */
export function unknownName(
  kind: string,
  wanted: string,
  rows: readonly Named[],
  origin: string,
  service = 'ilert',
): Problem {
  const names = [...new Set(rows.map(({ name }) => name.trim()))].filter((name) => name !== '');
  const hint = [didYouMean(wanted, names), whatElse(similarNames(wanted, names), names, rows, service)]
    .filter(Boolean)
    .join(' ');
  return { code: 'name-unknown', message: `${service} has no ${kind} "${wanted}" (${origin}).`, hint };
}

/** So many names are all listed. */
const FEW = 5;

/** What there is besides what is similar; of many, an example where nothing is. */
function whatElse(similar: readonly string[], names: readonly string[], rows: readonly Named[], service: string) {
  if (rows.length === 0) return `There are none. Create one in ${service} first.`;
  if (names.length === 0) return `None of those in ${service} has a name: use the ID of the one you mean.`;
  if (names.length > FEW) return similar.length > 0 ? '' : `${names.length} are available, for example "${names[0]}".`;
  const others = names.filter((name) => !similar.includes(name)).map((name) => `"${name}"`);
  if (others.length === 0) return '';
  return `${similar.length > 0 ? 'Also available' : 'Available'}: ${others.join(', ')}.`;
}

/** The problem that several rows have a name, with their ids. */
export function ambiguousName(kind: string, wanted: string, hits: readonly Named[], origin: string): Problem {
  // Where an id is the name of another, giving it would find both again.
  const ways = hits.map(({ id, name }) => (String(id) === wanted ? `the name "${name}" for that ID` : id));
  return {
    code: 'name-ambiguous',
    message: `${hits.length} ${plural(kind)} are named "${wanted}" (${origin}).`,
    hint: `Use the ID instead: ${ways.join(', ')}.`,
  };
}

/** Stands for a reference while nothing is asked of the services. @param name what a person calls it */
export function lookedUpLater(what: string, name?: string): Unknown {
  return name === undefined
    ? new Unknown(`looked up at apply: ${what}`)
    : new Unknown(`looked up at apply: ${what} "${name}"`, name);
}
