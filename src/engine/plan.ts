import type { Problem } from '../errors/cli-error.ts';
import { labelledNew, labelledUpdate } from './labels.ts';
import type { Refreshed } from './refresh.ts';
import { withRow } from './refresh.ts';
import {
  type Dependent,
  type FieldChange,
  type Id,
  type LabelledChange,
  liveNameOf,
  nameOf,
  type OtherRow,
  type Resource,
  rowInWords,
  type StoredRow,
  type World,
  type WriteRequest,
} from './resource.ts';
import type { Fields } from './values.ts';

export type Action = 'create' | 'update' | 'keep' | 'delete';

/** What happens to one resource. */
export interface Change<Key extends string = string, Service extends string = string> {
  readonly resource: Key;
  readonly title: string;
  readonly service: Service;
  readonly name: string;
  readonly action: Action;
  /** The row's id, if there is a row. */
  readonly id?: Id;
  /** What an update changes, field by field. */
  readonly fields: readonly FieldChange[];
  /** A creation or an update as people read it. */
  readonly labelledFields: readonly LabelledChange[];
  /** The request that carries it out, if there is anything to do. */
  readonly request?: WriteRequest<Service>;
  /** Why something that was to be removed is kept, or why it is never changed. */
  readonly kept?: 'external' | 'in-use';
  /** The same in words. */
  readonly because?: string;
}

/** A list of changes as plain data, which is shown, printed as JSON, approved, and carried out as it is. */
export interface Plan<C extends Change = Change> {
  readonly formatVersion: 1;
  readonly changes: readonly C[];
}

/** A change to one of a world's resources. */
export type ChangeOf<W extends World> = Change<keyof W['state'] & string, W['service']>;

/** Plans what to do so that the rows are as desired. Pure. @throws CliError if a row rules it out */
export function planApply<W extends World>(
  resources: readonly Resource<W>[],
  desired: W['desired'],
  state: W['state'],
): Plan<ChangeOf<W>> {
  let after = state;
  const changes = resources.flatMap((resource): ChangeOf<W>[] => {
    if (!isEnabled(resource, desired, state)) return keptThoughUnwanted(resource, desired, state);
    const change = changeOf(resource, desired, after);
    // Dependents are planned for what it will be.
    const row = after[resource.key];
    if (change.action === 'update' && row)
      after = withRow<W>(after, resource.key, { ...row, ...resource.desired(desired, after), id: row.id });
    return [change];
  });
  return { formatVersion: 1, changes: [...changes, ...removals(resources, desired, state)] };
}

/** Returns an unwanted row that stays although `apply` can remove such rows. */
function keptThoughUnwanted<W extends World>(
  resource: Resource<W>,
  desired: W['desired'],
  state: W['state'],
): ChangeOf<W>[] {
  const row = state[resource.key];
  if (!row || resource.isObsolete?.(row, desired, state) !== false) return [];
  return [{ ...describedRow(resource, desired.settings, row), action: 'keep' }];
}

/** Returns the removals of obsolete rows, dependents first; they come once everything else is as it should be. */
function removals<W extends World>(
  resources: readonly Resource<W>[],
  desired: W['desired'],
  state: W['state'],
): ChangeOf<W>[] {
  return resources.toReversed().flatMap((resource): ChangeOf<W>[] => {
    const row = state[resource.key];
    if (!row || isEnabled(resource, desired, state) || resource.isObsolete?.(row, desired, state) !== true) return [];
    const about = describedRow(resource, desired.settings, row);
    return [{ ...about, action: 'delete', request: resource.delete(row) }];
  });
}

/** Returns the resources that are wanted. */
export function enabled<W extends World>(
  resources: readonly Resource<W>[],
  desired: W['desired'],
  state: W['state'],
): Resource<W>[] {
  return resources.filter((resource) => isEnabled(resource, desired, state));
}

function isEnabled<W extends World>(resource: Resource<W>, desired: W['desired'], state: W['state']): boolean {
  return resource.isEnabled?.(desired, state) ?? true;
}

/** Plans what to do for one resource, given the others as they are. Pure. @throws CliError as `planApply` */
export function changeOf<W extends World>(
  resource: Resource<W>,
  desired: W['desired'],
  state: W['state'],
): ChangeOf<W> {
  const { settings } = desired;
  const row = state[resource.key];
  const about = { ...described(resource), name: nameOf(resource, settings, row), fields: [], labelledFields: [] };
  if (resource.isExternal?.(settings)) {
    const id = row?.id ?? resource.externalId?.(settings);
    const kept = { action: 'keep', kept: 'external', because: 'managed elsewhere, read only' } as const;
    return { ...about, ...(id !== undefined && { id }), ...kept };
  }
  const props: Fields = resource.desired(desired, state);
  if (!row) {
    const labelledFields = labelledNew(resource, props, desired, state);
    return { ...about, action: 'create', labelledFields, request: resource.create(props) };
  }
  const fields = resource.diff(row, props);
  if (fields.length === 0) return { ...about, action: 'keep', id: row.id };
  const labelledFields = labelledUpdate(resource, { row, props, changes: fields }, desired, state);
  return {
    ...about,
    action: 'update',
    id: row.id,
    fields,
    labelledFields,
    request: resource.update(row, props, fields),
  };
}

/** Reports changes that would break what belongs to others, or that a service would refuse because of it. Pure. */
export function conflictsIn<W extends World>(
  plan: Pick<Plan, 'changes'>,
  resources: readonly Resource<W>[],
  desired: W['desired'],
  { state, taken }: Pick<Refreshed<W>, 'state' | 'taken'>,
): Problem[] {
  return plan.changes.flatMap((change) => {
    const resource = resources.find(({ key }) => key === change.resource);
    return resource?.conflicts?.(change, state, taken[change.resource] ?? [], desired) ?? [];
  });
}

/**
 * Plans what to do so that nothing of ours is left, dependents first. Pure.
 *
 * @param all our rows
 * @param others other rows that do the same work
 */
export function planDestroy<W extends World>(
  resources: readonly Resource<W>[],
  settings: W['settings'],
  all: W['state'],
  others: readonly OtherRow[] = [],
): Plan<ChangeOf<W>> {
  // External rows are not removed, and what they use is in use by others.
  const ours = resources.filter((resource) => all[resource.key] && !resource.isExternal?.(settings));
  const state = ours.reduce<W['state']>(
    (own, { key }) => withRow<W>(own, key, all[key]),
    withRow<W>({}, '', undefined),
  );
  const inUse = new Map<string, string>();
  const changes = ours.toReversed().flatMap((resource): ChangeOf<W>[] => {
    const row = state[resource.key];
    if (!row || resource.isOurs?.(row) === false) return [];
    const about = describedRow(resource, settings, row);
    const because = usedByOthers(resource.dependents?.(row, state, others) ?? []) ?? inUse.get(resource.key);
    if (because === undefined) return [{ ...about, action: 'delete', request: resource.delete(row) }];
    for (const needed of resource.dependsOn) inUse.set(needed, `required by the ${resource.title}`);
    return [{ ...about, action: 'keep', kept: 'in-use', because }];
  });
  return { formatVersion: 1, changes };
}

/** Returns the changes to make before anything is removed. Pure. */
export function toMake<C extends Change>({ changes }: Plan<C>): C[] {
  return changes.filter(({ action, request }) => request !== undefined && action !== 'delete');
}

/** Returns the removals. Pure. */
export function toRemove<C extends Change>({ changes }: Plan<C>): C[] {
  return changes.filter(({ action }) => action === 'delete');
}

/** Returns what stays as it is. Pure. */
export function toKeep<C extends Change>({ changes }: Plan<C>): C[] {
  return changes.filter(({ action }) => action === 'keep');
}

/** Whether something that was to be removed stays, since others use it. Pure. */
export function keepsInUse({ changes }: Plan): boolean {
  return changes.some(({ kept }) => kept === 'in-use');
}

/** Whether there is anything to do. */
export function isPending(plan: Plan): boolean {
  return plan.changes.some(({ request }) => request !== undefined);
}

function usedByOthers(dependents: readonly Dependent[]): string | undefined {
  const [first] = dependents;
  const names = dependents.map(({ title, row: { id, name } }) => rowInWords({ id, name: name ?? title }));
  if (!first) return undefined;
  const { title, does } = first;
  const use = does === undefined ? `still used by another ${title}` : `another ${title} ${does}`;
  return `${use}: ${names.join(', ')}`;
}

function described<W extends World>({ key, title, service }: Resource<W>) {
  return { resource: key, title, service };
}

function describedRow<W extends World>(resource: Resource<W>, settings: W['settings'], row: StoredRow) {
  const name = liveNameOf(resource, settings, row);
  return { ...described(resource), name, id: row.id, fields: [], labelledFields: [] };
}
