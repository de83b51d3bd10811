import type { Problem } from '../errors/cli-error.ts';
import { describeOrigin, type Origin, placeOf } from './raw-value.ts';
import { type FieldKey, fieldOf, type Settings } from './settings.ts';

/** The settings that filter tickets, by attribute. */
export const FILTER_SETTINGS = {
  ticketType: 'halo.onlyTicketType',
  priority: 'halo.onlyPriority',
  team: 'halo.onlyTeam',
} as const satisfies Readonly<Record<string, FieldKey>>;

/** A ticket attribute that can be filtered by. */
export type FilterAttribute = keyof typeof FILTER_SETTINGS;

/** The filterable attributes, in the order of their settings. */
export const FILTER_ATTRIBUTES: readonly FilterAttribute[] = ['ticketType', 'priority', 'team'];

/** Each attribute's name on HaloITSM's pages. */
export const ATTRIBUTE_NAMES: Readonly<Record<FilterAttribute, string>> = {
  ticketType: 'ticket type',
  priority: 'priority',
  team: 'team',
};

/** An event is bound once per combination of values; nobody could review more bindings in Halo. */
export const MAX_COMBINATIONS = 20;

/** Returns how many bindings of each event the values of all attributes produce. */
export function countCombinations(values: Readonly<Record<FilterAttribute, readonly unknown[]>>): number {
  return FILTER_ATTRIBUTES.reduce((product, attribute) => product * Math.max(1, values[attribute].length), 1);
}

/** Returns each combination of one value per attribute that has any; without values, one empty combination. */
export function combinationsOf<Value>(values: Readonly<Record<FilterAttribute, readonly Value[]>>) {
  return FILTER_ATTRIBUTES.filter((attribute) => values[attribute].length > 0).reduce<
    (readonly (readonly [FilterAttribute, Value])[])[]
  >(
    (combinations, attribute) =>
      combinations.flatMap((before) => values[attribute].map((value) => [...before, [attribute, value] as const])),
    [[]],
  );
}

/**
 * Returns the problem that filters have so many combinations that an event would be bound too often.
 *
 * @param values by attribute; may be more than in the settings, since a name can stand for several
 */
export function tooManyCombinations(
  values: Readonly<Record<FilterAttribute, readonly unknown[]>>,
  settings: Settings,
  origins: ReadonlyMap<FieldKey, Origin>,
): Problem[] {
  const combinations = countCombinations(values);
  if (combinations <= MAX_COMBINATIONS) return [];
  const sources = FILTER_ATTRIBUTES.map((attribute) => {
    const key = FILTER_SETTINGS[attribute];
    return {
      place: placeOf(origins.get(key)),
      name: describeOrigin(origins.get(key) ?? { from: 'default' }, fieldOf(key)),
      count: values[attribute].length,
      given: settings[key]?.length ?? 0,
    };
  }).filter(({ count }) => count > 1);
  const counted = sources.map(({ name, count }) => `${name} (${count} values)`).join(' and ');
  const long = sources.filter(({ given }) => given > 1).map(({ name }) => name);
  const named = sources.filter(({ count, given }) => count > given).map(({ name }) => name);
  const ways = [
    ...(long.length > 0 ? [`Shorten ${long.join(' or ')}.`] : []),
    ...named.map((name) => `A name in ${name} stands for several numbers: use only the numbers you mean.`),
  ];
  return [
    {
      code: 'setting-invalid',
      message: `${counted} ${sources.length === 1 ? 'makes' : 'make'} ${combinations} combinations for each event; at most ${MAX_COMBINATIONS} are possible.`,
      hint: ways.join(' '),
      place: sources.find(({ place }) => place)?.place,
    },
  ];
}
