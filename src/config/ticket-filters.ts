import type { Problem } from '../errors/cli-error.ts';
import { describeOrigin, type Origin } from './raw-value.ts';
import { type FieldKey, fieldOf } from './settings.ts';

/** The settings that filter tickets, by the attribute that they are about. */
export const FILTER_SETTINGS = {
  ticketType: 'halo.onlyTicketType',
  priority: 'halo.onlyPriority',
  team: 'halo.onlyTeam',
} as const satisfies Readonly<Record<string, FieldKey>>;

/** An attribute of tickets that can be filtered by. */
export type FilterAttribute = keyof typeof FILTER_SETTINGS;

/** The attributes that can be filtered by, in the order of their settings. */
export const FILTER_ATTRIBUTES: readonly FilterAttribute[] = ['ticketType', 'priority', 'team'];

/** An event is bound once for each combination of values; more bindings nobody could look through in Halo. */
const MAX_COMBINATIONS = 20;

/** The problem with filters of so many combinations that an event would be bound too often. @param values by attribute */
export function tooManyCombinations(
  values: Readonly<Record<FilterAttribute, readonly unknown[]>>,
  origins: ReadonlyMap<FieldKey, Origin>,
): Problem[] {
  const several = FILTER_ATTRIBUTES.filter((attribute) => values[attribute].length > 1);
  const combinations = several.reduce((product, attribute) => product * values[attribute].length, 1);
  if (combinations <= MAX_COMBINATIONS) return [];
  const sources = several.map((attribute) => {
    const key = FILTER_SETTINGS[attribute];
    return {
      name: describeOrigin(origins.get(key) ?? { from: 'default' }, fieldOf(key)),
      count: values[attribute].length,
    };
  });
  const counted = sources.map(({ name, count }) => `${name} (${count} values)`).join(' and ');
  return [
    {
      code: 'setting-invalid',
      message: `${counted} ${several.length === 1 ? 'makes' : 'make'} ${combinations} bindings of each event: there can be at most ${MAX_COMBINATIONS}.`,
      hint: `Shorten ${sources.map(({ name }) => name).join(' or ')}.`,
    },
  ];
}
