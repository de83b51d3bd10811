import type { Problem } from '../errors/cli-error.ts';
import { plural } from '../text/plural.ts';
import {
  type Ambiguity,
  type Id,
  type Resource,
  rowInWords,
  type State,
  type StoredRow,
  type World,
} from './resource.ts';

/** What distinguishes our row from others of the same name. */
export interface Hints {
  /** The ids of `--adopt`, as typed: `ID` or `resource:ID`. */
  readonly adopt: readonly string[];
  /** What earlier runs of this profile made or found in the same tenants, by resource. */
  readonly remembered: { readonly [key: string]: { readonly id: Id; readonly name: string } | undefined };
  /** Names of our row before it was renamed in the settings, by resource: they count if no row has the new name. */
  readonly formerly?: { readonly [key: string]: readonly string[] };
  /** Rows known on this machine as another integration's in the same tenants, as `resource:ID`. */
  readonly elsewhere?: readonly string[];
}

/** Several rows could be ours. */
export interface Ambiguous<Row> {
  readonly ambiguity: Ambiguity<Row>;
}

/** The result of a match: our row, none, or several. */
export type Match<Row> = { readonly row: Row | undefined } | Ambiguous<Row>;

type Matched = Pick<Resource<World>, 'key' | 'title' | 'isUniquelyNamed'> & { readonly nameSetting?: string };

/**
 * Returns the rows of a list that may be ours. The one that `--adopt` names is, whatever it is called; else those with
 * the name, or the one of them that an earlier run knows; else the one that an earlier run knew by this name and that
 * has been renamed since; else those with a former name. If names are unique regardless of case, an id alone may also
 * adopt a row whose name differs in case. Pure.
 *
 * @param rows rows of the right kind, of any name
 * @returns none, one, or several for a person to choose from
 */
export function candidatesOf<Row extends StoredRow>(
  resource: Matched,
  name: string,
  rows: readonly Row[],
  hints: Hints,
): Row[] {
  const named = rows.filter((row) => hasName(row, name));
  const alike = resource.isUniquelyNamed ? rows.filter((row) => isSameName(row.name, name)) : named;
  const adopted = rows.filter((row) => isAdopted(resource, row, hints, alike.includes(row)));
  if (adopted.length === 1) return adopted;
  const known = hints.remembered[resource.key];
  const remembered = known && rows.filter(({ id }) => isSameId(id, known.id));
  if (named.length > 1 && remembered?.[0] && named.includes(remembered[0])) return remembered;
  if (named.length > 0) return named;
  if (remembered && known.name === name) return remembered;
  const formerly = hints.formerly?.[resource.key] ?? [];
  return rows.filter(
    (row) => formerly.some((former) => hasName(row, former)) && !isElsewhere(`${resource.key}:${row.id}`, hints),
  );
}

/** Whether `--adopt` names a row: by `resource:id`, or by its id alone if `isAlike`. */
export function isAdopted(
  { key }: Pick<Matched, 'key'>,
  { id }: StoredRow,
  { adopt }: Hints,
  isAlike: boolean,
): boolean {
  return adopt.some((each) => isSameId(each, `${key}:${id}`) || (isAlike && isSameId(each, id)));
}

/** Finds our row among the candidates by name. Pure. */
export function matchByName<Row extends StoredRow>(
  resource: Matched,
  name: string,
  rows: readonly Row[],
  hints: Hints,
): Match<Row> {
  const candidates = candidatesOf(resource, name, rows, hints);
  return candidates.length > 1
    ? { ambiguity: ambiguityOf(resource, `named "${name}"`, candidates) }
    : { row: candidates[0] };
}

/** Finds our row among those that do the same work: the only one, or the one that `--adopt` names. Pure. */
export function matchByRole<Row extends StoredRow>(
  resource: Matched,
  role: string,
  candidates: readonly Row[],
  hints: Hints,
): Match<Row> {
  const [adopted, ...more] = candidates.filter((row) => isAdopted(resource, row, hints, true));
  if (adopted && more.length === 0) return { row: adopted };
  if (candidates.length > 1) return { ambiguity: ambiguityOf(resource, `for "${role}"`, candidates) };
  return { row: candidates[0] };
}

/** Whether a row has exactly this name, apart from surrounding blanks. */
export function hasName({ name }: Pick<StoredRow, 'name'>, wanted: string): boolean {
  return typeof name === 'string' && name.trim() === wanted;
}

/** Whether two names are the same, ignoring case. */
export function isSameName(one: StoredRow['name'], other: string): boolean {
  return typeof one === 'string' && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Whether two ids are the same, ignoring the case of GUIDs. */
export function isSameId(one: Id, other: Id): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

/** Whether an earlier run knew a row as ours, or `--adopt` names it. */
export function isKnown({ key }: Pick<Matched, 'key'>, { id }: StoredRow, hints: Hints): boolean {
  return [...knownIds(key, hints), ...hints.adopt].some((known) => isSameId(known, id));
}

/** Whether a row is known on this machine as another integration's. @param row as `resource:id` */
export function isElsewhere(row: string, { elsewhere = [] }: Hints): boolean {
  return elsewhere.some((each) => isSameId(each, row));
}

/** Returns the ids that our row may have. */
export function knownIds(key: string, { adopt, remembered }: Hints): Id[] {
  const adopted = adopt.filter((id) => id.startsWith(`${key}:`)).map((id) => id.slice(key.length + 1));
  const known = remembered[key];
  return [...(known ? [known.id] : []), ...adopted];
}

/** Reports the ids of `--adopt` that no row has. Pure. @param state everything found, if nothing was ambiguous */
export function unmatchedAdoptIds(adopt: readonly string[], state: State): Problem[] {
  const known = Object.entries(state).flatMap(([key, row]) => (row ? [row.id, `${key}:${row.id}`] : []));
  return adopt
    .filter((id) => !known.some((each) => isSameId(each, id)))
    .map((id) => ({
      code: 'name-unknown',
      message: `--adopt ${id}: no matching resource has this ID.`,
      hint: 'Check the ID, or omit --adopt if the name is unique.',
    }));
}

/** Reports several rows where there should be one. @param like what they have in common, in words */
export function ambiguityOf<Row extends StoredRow>(
  resource: Matched,
  like: string,
  rows: readonly Row[],
): Ambiguity<Row> {
  const areAlike = rows.every(({ name }) => name === rows[0]?.name);
  const which = rows.map(({ id, name }) => (areAlike ? `${id}` : rowInWords({ id, name }))).join(', ');
  const orElse = resource.nameSetting === undefined ? '' : ', or use another name';
  return {
    resource: resource.key,
    rows,
    code: 'name-ambiguous',
    message: `There are ${rows.length} ${plural(resource.title)} ${like}: ${areAlike ? 'IDs ' : ''}${which}.`,
    hint: `Choose one with --adopt, such as --adopt ${resource.key}:${rows[0]?.id}${orElse}.`,
  };
}
