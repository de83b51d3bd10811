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

/** What distinguishes our row from others with the same name. */
export interface Hints {
  /** Ids of `--adopt`, as typed: `ID` or `resource:ID`. */
  readonly adopt: readonly string[];
  /** What earlier runs of this profile made or found in these same tenants, by resource. */
  readonly remembered: { readonly [key: string]: { readonly id: Id; readonly name: string } | undefined };
  /** Names that a row of ours had before it was renamed in the settings, by resource: they count where nothing has the new one. */
  readonly formerly?: { readonly [key: string]: readonly string[] };
  /** Rows that this machine knows as those of another integration in these same tenants, as `resource:ID`. */
  readonly elsewhere?: readonly string[];
}

/** Several rows could be ours. */
export interface Ambiguous<Row> {
  readonly ambiguity: Ambiguity<Row>;
}

/** What was found: our row, none, or several. */
export type Match<Row> = { readonly row: Row | undefined } | Ambiguous<Row>;

type Matched = Pick<Resource<World>, 'key' | 'title' | 'isUniquelyNamed'> & { readonly nameSetting?: string };

/**
 * Rows of a list that may be ours. One that `--adopt` names is, whatever it is called; else those of the name, of which an
 * earlier run may know one; else the one that an earlier run knew by this name, renamed since; else those of a former name. Where names are unique in
 * any case, an id alone may also name the one whose name differs in case. Pure.
 *
 * @param rows rows of the right kind, of any name
 * @returns none, one, or several that a person has to choose from
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

/** Whether `--adopt` names a row: by `resource:id`, or, where it is alike, by its id alone. */
export function isAdopted(
  { key }: Pick<Matched, 'key'>,
  { id }: StoredRow,
  { adopt }: Hints,
  isAlike: boolean,
): boolean {
  return adopt.some((each) => isSameId(each, `${key}:${id}`) || (isAlike && isSameId(each, id)));
}

/** Our row among the candidates for it. Pure. */
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

/** Matches our row among those that do the same work: the first one, or the one that `--adopt` names. Pure. */
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

/** Whether this machine knows a row as that of another integration. @param row as `resource:id` */
export function isElsewhere(row: string, { elsewhere = [] }: Hints): boolean {
  return elsewhere.some((each) => isSameId(each, row));
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
      message: `--adopt ${id}: no matching resource has this ID.`,
      hint: 'Check the ID, or omit --adopt if the name is unique.',
    }));
}

/** Several rows where there should be one. @param like what they have in common, in words */
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
