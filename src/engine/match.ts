import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import { isSameName } from '../providers/halo/runbook-name.ts';
import { type Id, type Live, NO_ID, type Resource, type ResourceKey, type Row } from './resource.ts';

/** How a row may be told from others of the same name. */
export interface Hints {
  /** Ids of `--adopt`, as typed: `ID` or `resource:ID`. */
  readonly adopt: readonly string[];
  /** What earlier runs of this profile made or found in these same tenants. */
  readonly remembered: { readonly [K in ResourceKey]?: { readonly id: Id; readonly name: string } };
}

/** Several rows could be ours: a person has to decide. */
export interface Ambiguity extends Problem {
  readonly resource: ResourceKey;
  readonly rows: readonly Row[];
}

/** What was found: a row, none, or several. */
export type Picked = { readonly row: Row | undefined } | { readonly problem: Ambiguity };

/**
 * Picks our row among those of a list. One of the name is ours; where there are several, `--adopt`
 * decides; where there is none, one that an earlier run knew by this name and that was renamed since. Where
 * names are unique in any case, `--adopt` may also name the one whose name differs in case alone.
 *
 * @param candidates rows of the right kind, of any name
 * @throws Fault, exit 1, where one of the name has no id by which it could be read
 */
export function matchRow(resource: Resource, name: string, candidates: readonly Row[], hints: Hints): Picked {
  const named = candidates.filter((row) => typeof row.name === 'string' && row.name.trim() === name);
  if (named.some(({ id }) => id === NO_ID)) throw withoutId(resource, `named "${name}"`);
  const alike = resource.isUniquelyNamed ? candidates.filter((row) => isSameName(row.name, name)) : named;
  const adopted = alike.filter((row) =>
    hints.adopt.some((id) => isId(id, String(row.id)) || isId(id, `${resource.key}:${row.id}`)),
  );
  if (adopted.length === 1) return { row: adopted[0] };
  if (named.length > 1) return { problem: several(resource, `named "${name}"`, named) };
  return { row: named[0] ?? renamed(resource, name, candidates, hints) };
}

/** What might be ours can't be addressed: made again, there would be two of it. */
export function withoutId({ service, title }: Resource, like: string): CliError {
  return new CliError({
    message: `${service === 'ilert' ? 'ilert' : 'Halo'} lists the ${title} ${like} without a usable id.`,
    hint: 'Nothing was changed. Open it in the product: if it is there and looks right, please report this.',
    exitCode: ExitCode.failed,
  });
}

/** A person has to say which one is meant. */
export function several(resource: Resource, like: string, rows: readonly Row[]): Ambiguity {
  return {
    resource: resource.key,
    rows,
    code: 'name-ambiguous',
    message: `There are ${rows.length} rows of kind ${resource.title} ${like}: ids ${rows.map(({ id }) => id).join(', ')}.`,
    hint: `Say which one is yours, for example --adopt ${resource.key}:${rows[0]?.id}, or give another name.`,
  };
}

function renamed(resource: Resource, name: string, candidates: readonly Row[], { remembered }: Hints): Row | undefined {
  const known = remembered[resource.key];
  return known?.name === name ? candidates.find(({ id }) => isId(String(id), String(known.id))) : undefined;
}

/** GUIDs come, and are typed, in any case. */
function isId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Ids of `--adopt` that none of the rows found has. Pure. @param live all that was found, where nothing was ambiguous */
export function adoptedInVain(adopt: readonly string[], live: Live): Problem[] {
  const known = Object.entries(live).flatMap(([key, row]) => (row ? [String(row.id), `${key}:${row.id}`] : []));
  return adopt
    .filter((id) => !known.some((each) => isId(each, id)))
    .map((id) => ({
      code: 'name-unknown',
      message: `--adopt ${id}: nothing of the names in the settings has this id.`,
      hint: 'Give the id that the product shows, or leave --adopt out: one row of a name needs none.',
    }));
}
