import { distance } from 'fastest-levenshtein';
import { listInWords } from './list.ts';

const MAX_SUGGESTIONS = 3;
/** From 0, the same, to 1, nothing in common. */
const MAX_DISTANCE = 0.5;
const DISTANCE_OF_PART = 0.25;

/** Returns the few names most similar to the wanted one, best first; none if all are too different. */
export function similarNames(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => ({ name, distance: relativeDistance(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** Returns a distance from 0 to 1. A name that is part of the other counts as similar. */
function relativeDistance(wanted: string, name: string): number {
  if (wanted === '' || name === '') return 1;
  const relative = distance(wanted, name) / Math.max(wanted.length, name.length);
  return name.includes(wanted) || wanted.includes(name) ? Math.min(relative, DISTANCE_OF_PART) : relative;
}

/** `Did you mean "Ops"?`, or undefined if nothing is similar. */
export function didYouMean(wanted: string, names: readonly string[]): string | undefined {
  const similar = similarNames(wanted, names).map((name) => `"${name}"`);
  return similar.length === 0 ? undefined : `Did you mean ${listInWords(similar, 'or')}?`;
}
