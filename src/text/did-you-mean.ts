import { distance } from 'fastest-levenshtein';

const MOST = 3;

/** The few names that are most like the wanted one, nearest first; none where all are far from it. */
export function similarNames(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => ({ name, far: farness(target, name.toLowerCase()) }))
    .filter(({ far }) => far <= 0.5)
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** From 0, the same, to 1, nothing in common; a part of the other counts as near. */
function farness(wanted: string, name: string): number {
  if (wanted === '' || name === '') return 1;
  const far = distance(wanted, name) / Math.max(wanted.length, name.length);
  return name.includes(wanted) || wanted.includes(name) ? Math.min(far, 0.25) : far;
}

/** `Did you mean "Ops"?`, or undefined where nothing is near. */
export function didYouMean(wanted: string, names: readonly string[]): string | undefined {
  const near = similarNames(wanted, names).map((name) => `"${name}"`);
  if (near.length === 0) return undefined;
  return `Did you mean ${near.join(' or ')}?`;
}
