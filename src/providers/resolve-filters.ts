import { productOf } from '../config/product.ts';
import { describeOrigin, placeOf } from '../config/raw-value.ts';
import { fieldOf, type Origins, type Settings } from '../config/settings.ts';
import {
  ATTRIBUTE_NAMES,
  FILTER_ATTRIBUTES,
  FILTER_SETTINGS,
  type FilterAttribute,
  tooManyCombinations,
} from '../config/ticket-filters.ts';
import type { Value } from '../engine/values.ts';
import { unlessForbidden } from '../errors/api-error.ts';
import type { Problem } from '../errors/cli-error.ts';
import { listSyntaxHint } from './list-syntax-hint.ts';
import type { Lookups } from './lookups.ts';
import { type Named, type Names, namesIn } from './names.ts';
import { ambiguousName, lookedUpLater, namedBy, type TicketFilters, unknownName } from './references.ts';

/** The lists of Halo for looking up filters. */
type Lists = Pick<Lookups, 'ticketTypes' | 'priorities' | 'ticketTeams'>;

/** The values of the filters as tickets store them, and the problems with their names. */
export interface FoundFilters {
  /** Undefined if no filter setting is given, or if one has a problem. */
  readonly filters: TicketFilters | undefined;
  /** Names of the stored values, as far as Halo lists them. */
  readonly names: Names;
  readonly problems: readonly Problem[];
}

/** A possible value of an attribute, as Halo lists it. */
interface Listed extends Named {
  /** The form that tickets store. */
  readonly stored: Value;
}

interface Attribute {
  readonly list: (lookups: Lists) => Promise<readonly Listed[]>;
  /** What tickets store if Halo lists no values to us; undefined if that is unknown. */
  readonly unlisted: (wanted: string) => Value;
  /** Which of the matching entries are meant; undefined if ambiguous. */
  readonly meant: (hits: readonly Listed[], wanted: string) => readonly Listed[] | undefined;
}

const ATTRIBUTES: Readonly<Record<FilterAttribute, Attribute>> = {
  ticketType: {
    list: async (lookups) => (await lookups.ticketTypes()).map((type) => ({ ...type, stored: type.id })),
    unlisted: numberIn,
    meant: ofOneValue,
  },
  // Service level agreements may use different numbers for the same name (fact `halo-priority-number`). If the name of
  // a priority is the number of another, it means the number: the other priority has its own.
  priority: {
    list: async (lookups) =>
      (await lookups.priorities()).map(({ priorityid, name }) => ({ id: priorityid, name, stored: priorityid })),
    unlisted: numberIn,
    meant: (hits, wanted) => {
      const ofNumber = hits.filter(({ id }) => String(id) === wanted);
      return ofNumber.length > 0 ? ofNumber : hits;
    },
  },
  // Tickets store the name of their team (fact `halo-priority-number`).
  team: {
    list: async (lookups) =>
      (await lookups.ticketTeams())
        .map(({ id, name }) => ({ id, name: name.trim(), stored: name.trim() }))
        .filter(({ name }) => name !== ''),
    unlisted: (wanted) => (numberIn(wanted) === undefined ? wanted : undefined),
    meant: ofOneValue,
  },
};

/** Looks up the values of the given filters. */
export async function readFilters(lookups: Lists, settings: Settings, origins: Origins): Promise<FoundFilters> {
  const found = await Promise.all(
    FILTER_ATTRIBUTES.map((attribute) => valuesOf(attribute, lookups, settings, origins)),
  );
  const [inTypes, inPriorities, inTeams] = found;
  const filters = {
    ticketType: inTypes?.values ?? [],
    priority: inPriorities?.values ?? [],
    team: inTeams?.values ?? [],
  };
  const problems = [...found.flatMap((each) => each.problems), ...tooManyCombinations(filters, settings, origins)];
  const names = { ticketType: namesIn(inTypes?.listed ?? []), priority: namesIn(inPriorities?.listed ?? []) };
  return { filters: isManaged(settings) && problems.length === 0 ? filters : undefined, names, problems };
}

/** The filters of an offline run. */
export function filtersOffline(settings: Settings): TicketFilters | undefined {
  const wantedFor = (attribute: FilterAttribute) => settings[FILTER_SETTINGS[attribute]] ?? [];
  const later = (attribute: FilterAttribute, wanted: string) => lookedUpLater(ATTRIBUTE_NAMES[attribute], wanted);
  const filters = {
    ticketType: wantedFor('ticketType').map((wanted) => later('ticketType', wanted)),
    priority: wantedFor('priority').map((wanted) => numberIn(wanted) ?? later('priority', wanted)),
    team: wantedFor('team').map((wanted) => (numberIn(wanted) === undefined ? wanted : later('team', wanted))),
  };
  return isManaged(settings) ? filters : undefined;
}

/**
 * Returns the words of a filter setting for values that Halo stores: the name, or the number if the name is ambiguous.
 *
 * @param isUsable whether a text is valid among the setting's values
 * @returns the words, and the names of those that are numbers; undefined if a value can't be expressed
 */
export async function filterValuesFor(
  attribute: FilterAttribute,
  stored: readonly Value[],
  lookups: Lists,
  isUsable: (word: string) => boolean,
): Promise<{ readonly words: readonly string[]; readonly named: ReadonlyMap<string, string> } | undefined> {
  const { list, unlisted, meant } = ATTRIBUTES[attribute];
  const listed = stored.length === 0 ? [] : await list(lookups).catch(unlessForbidden(() => []));
  const named = new Map<string, string>();
  const words: string[] = [];
  for (const value of stored) {
    const rows = listed.filter((each) => each.stored === value);
    const isMeant = (word: string) =>
      listed.length === 0
        ? unlisted(word) === value
        : meant(namedBy(word, listed), word)?.every((each) => each.stored === value) === true;
    const possible = [...rows.flatMap(({ name, id }) => [name.trim(), String(id)]), String(value)];
    const word = possible.find((each) => isUsable(each) && isMeant(each));
    if (word === undefined) return undefined;
    words.push(word);
    const name = rows.find((each) => each.name.trim() !== '')?.name.trim();
    if (name !== undefined && name !== word) named.set(word, name);
  }
  return { words, named };
}

interface FoundValues {
  readonly values: readonly Value[];
  /** Everything that Halo lists; empty if it was not asked. */
  readonly listed: readonly Listed[];
  readonly problems: readonly Problem[];
}

async function valuesOf(
  attribute: FilterAttribute,
  lookups: Lists,
  settings: Settings,
  origins: Origins,
): Promise<FoundValues> {
  const key = FILTER_SETTINGS[attribute];
  const wanted = settings[key] ?? [];
  if (wanted.length === 0) return { values: [], listed: [], problems: [] };
  const { list, unlisted, meant } = ATTRIBUTES[attribute];
  const kind = ATTRIBUTE_NAMES[attribute];
  const isKnown = wanted.every((each) => unlisted(each) !== undefined);
  const listed = await (isKnown ? list(lookups).catch(unlessForbidden(() => [])) : list(lookups));
  const given = { field: fieldOf(key), origin: origins.get(key), entries: wanted };
  const origin = describeOrigin(given.origin ?? { from: 'default' }, given.field);
  const place = placeOf(given.origin);
  const values = new Set<Value>();
  const problems: Problem[] = [];
  for (const each of wanted) {
    const hits = namedBy(each, listed);
    const rows = meant(hits, each);
    const asGiven = listed.length === 0 ? unlisted(each) : undefined;
    if (asGiven !== undefined) values.add(asGiven);
    else if (hits.length === 0) {
      const hint = listSyntaxHint(each, listed, given);
      const unknown = unknownName(kind, each, listed, origin, productOf(settings).name);
      problems.push({ ...unknown, ...(hint && { hint }), place });
    } else if (!rows) problems.push({ ...ambiguousName(kind, each, hits, origin), place });
    else for (const { stored } of rows) values.add(stored);
  }
  return { values: [...values], listed, problems };
}

function isManaged(settings: Settings): boolean {
  return FILTER_ATTRIBUTES.some((attribute) => settings[FILTER_SETTINGS[attribute]] !== undefined);
}

function ofOneValue(hits: readonly Listed[]): readonly Listed[] | undefined {
  return new Set(hits.map(({ stored }) => stored)).size === 1 ? hits : undefined;
}

function numberIn(wanted: string): number | undefined {
  return /^\d+$/.test(wanted) ? Number(wanted) : undefined;
}
