import type { Problem } from '../errors/cli-error.ts';
import { plural } from '../text/plural.ts';
import type { Ambiguity, Id, Resource, State, StoredRow, World } from './resource.ts';

/** What distinguishes our row from others with the same name. */
export interface Hints {
  /** Ids of `--adopt`, as typed: `ID` or `resource:ID`. */
  readonly adopt: readonly string[];
  /** What earlier runs of this profile made or found in these same tenants, by resource. */
  readonly remembered: { readonly [key: string]: { readonly id: Id; readonly name: string } | undefined };
}

/** Several rows could be ours. */
export interface Ambiguous<Row> {
  readonly ambiguity: Ambiguity<Row>;
}

/** What was found: our row, none, or several. */
export type Match<Row> = { readonly row: Row | undefined } | Ambiguous<Row>;

type Matched = Pick<Resource<World>, 'key' | 'title' | 'isUniquelyNamed'>;

/**
 * Matches our row among those of a list. One of the name is ours; where there are several, `--adopt` decides; where
 * there is none, one that an earlier run knew by this name and that was renamed since. Where names are unique in any
 * case, `--adopt` may also name the one whose name differs in case alone. Pure.
 *
 * @param candidates rows of the right kind, of any name
 */
export function matchByName<Row extends StoredRow>(
  resource: Matched,
  name: string,
  candidates: readonly Row[],
  hints: Hints,
): Match<Row> {
  const named = candidates.filter((row) => hasName(row, name));
  const alike = resource.isUniquelyNamed ? candidates.filter((row) => isSameName(row.name, name)) : named;
  const [adopted, ...more] = adoptedAmong(resource, alike, hints);
  if (adopted && more.length === 0) return { row: adopted };
  if (named.length > 1) return { ambiguity: ambiguityOf(resource, `named "${name}"`, named) };
  return { row: named[0] ?? renamed(resource, name, candidates, hints) };
}

/** Matches our row among those that do the same work: the first one, or the one that `--adopt` names. Pure. */
export function matchByRole<Row extends StoredRow>(
  resource: Matched,
  role: string,
  candidates: readonly Row[],
  hints: Hints,
): Match<Row> {
  const [adopted, ...more] = adoptedAmong(resource, candidates, hints);
  if (adopted && more.length === 0) return { row: adopted };
  if (candidates.length > 1) return { ambiguity: ambiguityOf(resource, `for "${role}"`, candidates) };
  return { row: candidates[0] };
}

/** Whether a row has exactly this name, but for blanks around it. */
export function hasName({ name }: Pick<StoredRow, 'name'>, wanted: string): boolean {
  return typeof name === 'string' && name.trim() === wanted;
}

/** Whether two names are the same in any case. */
export function isSameName(one: StoredRow['name'], other: string): boolean {
  return typeof one === 'string' && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Whether two ids are the same; GUIDs come, and are typed, in any case. */
export function isSameId(one: Id, other: Id): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

/** Whether an earlier run knew a row as ours, or `--adopt` names it. */
export function isKnown({ key }: Pick<Matched, 'key'>, { id }: StoredRow, hints: Hints): boolean {
  return [...knownIds(key, hints), ...hints.adopt].some((known) => isSameId(known, id));
}

/** Ids that may be those of our row. */
export function knownIds(key: string, { adopt, remembered }: Hints): Id[] {
  const adopted = adopt.filter((id) => id.startsWith(`${key}:`)).map((id) => id.slice(key.length + 1));
  const known = remembered[key];
  return [...(known ? [known.id] : []), ...adopted];
}

/** Ids of `--adopt` that none of the rows found has. Pure. @param state all that was found, where nothing was ambiguous */
export function adoptedInVain(adopt: readonly string[], state: State): Problem[] {
  const known = Object.entries(state).flatMap(([key, row]) => (row ? [row.id, `${key}:${row.id}`] : []));
  return adopt
    .filter((id) => !known.some((each) => isSameId(each, id)))
    .map((id) => ({
      code: 'name-unknown',
      message: `--adopt ${id}: nothing of the names in the settings has this id.`,
      hint: 'Give the id that the product shows, or leave --adopt out: one row of a name needs none.',
    }));
}

function adoptedAmong<Row extends StoredRow>({ key }: Matched, rows: readonly Row[], { adopt }: Hints): Row[] {
  return rows.filter((row) => adopt.some((id) => isSameId(id, row.id) || isSameId(id, `${key}:${row.id}`)));
}

/** Several rows where there should be one. @param like what they have in common, in words */
export function ambiguityOf<Row extends StoredRow>(
  resource: Matched,
  like: string,
  rows: readonly Row[],
): Ambiguity<Row> {
  return {
    resource: resource.key,
    rows,
    code: 'name-ambiguous',
    message: `There are ${rows.length} ${plural(resource.title)} ${like}: ids ${rows.map(({ id }) => id).join(', ')}.`,
    hint: `Say which one is yours, for example --adopt ${resource.key}:${rows[0]?.id}, or give another name.`,
  };
}

function renamed<Row extends StoredRow>(
  { key }: Matched,
  name: string,
  candidates: readonly Row[],
  { remembered }: Hints,
): Row | undefined {
  const known = remembered[key];
  return known?.name === name ? candidates.find(({ id }) => isSameId(id, known.id)) : undefined;
}
