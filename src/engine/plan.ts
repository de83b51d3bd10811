import type { Problem } from '../errors/cli-error.ts';
import { labelledNew, labelledUpdate } from './labels.ts';
import type { Refreshed } from './refresh.ts';
import { withRow } from './refresh.ts';
import {
  type Dependent,
  type FieldChange,
  type Id,
  type LabelledChange,
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

/** What becomes of one resource. */
export interface Change<Key extends string = string, Service extends string = string> {
  readonly resource: Key;
  readonly title: string;
  readonly service: Service;
  readonly name: string;
  readonly action: Action;
  /** The row's id, where there is one. */
  readonly id?: Id;
  /** What an update changes, field by field. */
  readonly fields: readonly FieldChange[];
  /** What people read about a creation or an update. */
  readonly labelledFields: readonly LabelledChange[];
  /** What carries it out; none where nothing is to be done. */
  readonly request?: WriteRequest<Service>;
  /** Why something is kept that was to be removed, or is never changed. */
  readonly kept?: 'external' | 'in-use';
  /** The same in words. */
  readonly because?: string;
}

/** A list of changes as plain data: shown, printed as JSON, approved, and carried out as it is. */
export interface Plan<C extends Change = Change> {
  readonly formatVersion: 1;
  readonly changes: readonly C[];
}

/** A change of one of a world's resources. */
export type ChangeOf<W extends World> = Change<keyof W['state'] & string, W['service']>;

/** What has to be done so that the rows are as desired. Pure. @throws CliError where a row rules it out */
export function planApply<W extends World>(
  resources: readonly Resource<W>[],
  desired: W['desired'],
  state: W['state'],
): Plan<ChangeOf<W>> {
  let after = state;
  const changes = resources.flatMap((resource): ChangeOf<W>[] => {
    if (!isEnabled(resource, desired, state)) return leftAlone(resource, desired, state);
    const change = changeOf(resource, desired, after);
    // What depends on it is planned for what it will be.
    const row = after[resource.key];
    if (change.action === 'update' && row)
      after = withRow<W>(after, resource.key, { ...row, ...resource.desired(desired, after), id: row.id });
    return [change];
  });
  return { formatVersion: 1, changes: [...changes, ...removals(resources, desired, state)] };
}

/** What is not part of what is wanted and stays all the same, where `apply` might have removed it. */
function leftAlone<W extends World>(resource: Resource<W>, desired: W['desired'], state: W['state']): ChangeOf<W>[] {
  const row = state[resource.key];
  if (!row || resource.isObsolete?.(row, desired, state) !== false) return [];
  return [{ ...describedRow(resource, desired.settings, row), action: 'keep' }];
}

/** What is obsolete: it goes once all else is as it should be, dependents first. */
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

/** The resources that are part of what is wanted. */
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

/** What has to be done for one resource, as the others are now. Pure. @throws CliError as `planApply` */
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

/** Changes that would break what belongs to others, or that a service would refuse because of it. Pure. */
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
 * What has to be done so that nothing of ours is left: dependents first. Pure.
 *
 * @param all the rows that are ours
 * @param others rows besides ours that do the same work
 */
export function planDestroy<W extends World>(
  resources: readonly Resource<W>[],
  settings: W['settings'],
  all: W['state'],
  others: readonly OtherRow[] = [],
): Plan<ChangeOf<W>> {
  // What others keep is not removed, and what it uses is used by others.
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

/** What is to be done before anything is removed. Pure. */
export function toMake<C extends Change>({ changes }: Plan<C>): C[] {
  return changes.filter(({ action, request }) => request !== undefined && action !== 'delete');
}

/** What is to be removed. Pure. */
export function toRemove<C extends Change>({ changes }: Plan<C>): C[] {
  return changes.filter(({ action }) => action === 'delete');
}

/** What stays as it is. Pure. */
export function toKeep<C extends Change>({ changes }: Plan<C>): C[] {
  return changes.filter(({ action }) => action === 'keep');
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
  return { ...described(resource), name: nameOf(resource, settings, row), id: row.id, fields: [], labelledFields: [] };
}
