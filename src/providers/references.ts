import { type Fields, Unknown, type Value } from '../engine/values.ts';
import type { Problem } from '../errors/cli-error.ts';
import { didYouMean, similarNames } from '../text/did-you-mean.ts';
import { plural } from '../text/plural.ts';
import type { EventKey } from './halo/event-catalogue.ts';
import type { Named, Names } from './names.ts';

/** The IDs of what the settings name. */
export interface References {
  /** The escalation policy's ID; not known yet if it is to be created. */
  readonly policy: Value;
  /** Whom a new policy notifies, in order: `{ users: [{ id }] }` or `{ schedules: [{ id }] }`. */
  readonly responders: readonly Fields[];
  readonly teams: readonly Value[] | undefined;
  readonly supportHours: Value;
  readonly services: readonly Value[] | undefined;
  /** Undefined without a filter setting; the filters of the events are then not managed. */
  readonly filters: TicketFilters | undefined;
  /** Who is notified if the runbook fails, or `NOBODY`; undefined if this is not managed. */
  readonly failureRecipient: Value;
  readonly events: Readonly<Record<EventKey, Value>>;
  readonly priorities: PrioritySpellings;
  /** The names of these IDs, and of others in the same lists. */
  readonly names: Names;
}

/**
 * How Halo writes the names of priorities, by the name in the settings. Halo sends spaces around a name along, so they
 * are part of what an alert source compares with. Empty if Halo's priorities were not read.
 */
export type PrioritySpellings = ReadonlyMap<string, readonly string[]>;

/** Which tickets may open an alert: values of each attribute, as tickets store them. One without values allows all. */
export interface TicketFilters {
  readonly ticketType: readonly Value[];
  readonly priority: readonly Value[];
  readonly team: readonly Value[];
}

/** Filters that let every ticket through. */
export const FOR_ALL_TICKETS: TicketFilters = { ticketType: [], priority: [], team: [] };

/**
 * Finds what a setting names, by ID or exact name.
 *
 * @param kind as the product names it, for the message
 * @param origin where the setting came from
 * @returns its ID, or the problem: unknown (with the nearest names) or ambiguous (with the IDs)
 */
export function findReference(kind: string, wanted: string, rows: readonly Named[], origin: string): number | Problem {
  const hits = namedBy(wanted, rows);
  const [hit, ...more] = hits;
  if (!hit) return unknownName(kind, wanted, rows, origin);
  return more.length === 0 ? hit.id : ambiguousName(kind, wanted, hits, origin);
}

/** The rows with this ID or exact name. */
export function namedBy<Row extends Named>(wanted: string, rows: readonly Row[]): Row[] {
  return rows.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
}

/**
 * Returns the word for a row in a setting: its name, or its ID if the name is not unique.
 *
 * @param isUsable whether a text is valid as the setting's value
 * @returns undefined if no word identifies it, such as for a row that is not listed
 */
export function settingValueFor(
  id: number,
  rows: readonly Named[],
  isUsable: (word: string) => boolean,
): string | undefined {
  const row = rows.find((each) => each.id === id);
  const words = row ? [row.name.trim(), String(id)] : [];
  return words.find((word) => isUsable(word) && namedBy(word, rows).every((hit) => hit.id === id));
}

/** The problem that no row has this name, with similar ones. @param service the product's name */
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

/** Up to this many names are all listed. */
const FEW = 5;

/** Lists the other names: all if they are few, else an example unless there are similar ones. */
function whatElse(similar: readonly string[], names: readonly string[], rows: readonly Named[], service: string) {
  if (rows.length === 0) return `There are none. Create one in ${service} first.`;
  if (names.length === 0) return `None of those in ${service} has a name: use the ID of the one you mean.`;
  if (names.length > FEW) return similar.length > 0 ? '' : `${names.length} are available, for example "${names[0]}".`;
  const others = names.filter((name) => !similar.includes(name)).map((name) => `"${name}"`);
  if (others.length === 0) return '';
  return `${similar.length > 0 ? 'Also available' : 'Available'}: ${others.join(', ')}.`;
}

/** The problem that several rows have this name, with their IDs. */
export function ambiguousName(kind: string, wanted: string, hits: readonly Named[], origin: string): Problem {
  // If an ID is also the name of another row, using the ID would match both again.
  const ways = hits.map(({ id, name }) => (String(id) === wanted ? `the name "${name}" for that ID` : id));
  return {
    code: 'name-ambiguous',
    message: `${hits.length} ${plural(kind)} are named "${wanted}" (${origin}).`,
    hint: `Use the ID instead: ${ways.join(', ')}.`,
  };
}

/** A placeholder for a reference while offline. @param name the name that users know */
export function lookedUpLater(what: string, name?: string): Unknown {
  return name === undefined
    ? new Unknown(`looked up at apply: ${what}`)
    : new Unknown(`looked up at apply: ${what} "${name}"`, name);
}
