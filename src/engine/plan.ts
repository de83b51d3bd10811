import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { nameOf } from '../providers/name-of.ts';
import { resources } from '../providers/resources.ts';
import {
  type Desired,
  type FieldChange,
  type Id,
  type Live,
  NO_ID,
  type Resource,
  type ResourceKey,
  type Row,
  type ServiceKey,
  type WriteRequest,
} from './resource.ts';
import type { Fields } from './values.ts';

export type Action = 'create' | 'update' | 'keep' | 'delete';

/** What becomes of one resource. */
export interface Change {
  readonly resource: ResourceKey;
  readonly title: string;
  readonly service: ServiceKey;
  readonly name: string;
  readonly action: Action;
  /** The live row's id, where there is one. */
  readonly id?: Id;
  /** What an update changes. */
  readonly fields: readonly FieldChange[];
  /** What carries it out; none where nothing is to be done. */
  readonly request?: WriteRequest;
  /** Why something is kept that was to be removed. */
  readonly because?: string;
}

/** Why what others keep stays as it is. */
export const ONLY_READ = 'it is not ours: only read';

/** A list of changes as plain data: shown, printed as JSON, or carried out. */
export interface Plan {
  readonly formatVersion: 1;
  /** The Halo product, by name. */
  readonly product: string;
  readonly changes: readonly Change[];
}

/** What has to be done so that the live rows are as desired. Pure. */
export function planApply(desired: Desired, live: Live): Plan {
  const asked = resources.filter(({ isEnabled }) => isEnabled?.(desired.settings) ?? true);
  let after = live;
  const changes = asked.map((resource) => {
    if (resource.isExternal?.(desired.settings)) return leftAlone(resource, desired.settings, live);
    const wanted = resource.desired(desired, after);
    const change = changeFor(resource, desired, after, wanted);
    // What depends on it is planned for what it will be.
    if (change.action === 'update') after = { ...after, [resource.key]: { ...after[resource.key], ...wanted } };
    return change;
  });
  return { formatVersion: 1, product: productOf(desired.settings).name, changes };
}

/** What others keep is looked at and never written. Without a look, as offline, its id is known all the same. */
function leftAlone(resource: Resource, settings: Settings, live: Live): Change {
  const row = live[resource.key];
  const id = row?.id ?? settings['alertSource.id'];
  return {
    ...about(resource, settings),
    name: nameOf(resource, settings, row),
    action: 'keep',
    ...(id !== undefined && { id }),
    fields: [],
    because: ONLY_READ,
  };
}

function changeFor(resource: Resource, desired: Desired, live: Live, wanted: Fields): Change {
  const base = about(resource, desired.settings);
  const row = live[resource.key];
  if (!row) return { ...base, action: 'create', fields: [], request: resource.create(wanted) };
  const fields = resource.diff(row, wanted);
  if (fields.length === 0) return { ...base, action: 'keep', id: row.id, fields };
  return { ...base, action: 'update', id: row.id, fields, request: resource.update(row, wanted, fields) };
}

/** What has to be done so that nothing of ours is left: children first. Pure. */
export function planDestroy(settings: Settings, all: Live): Plan {
  const live = ourOwn(settings, all);
  const kept = new Map<ResourceKey, string>();
  const changes: Change[] = [];
  for (const resource of resources.toReversed()) {
    const row = live[resource.key];
    if (!row || !isOurs(resource.key, row)) continue;
    const because = hungOnByOthers(resource.key, row, live) ?? kept.get(resource.key);
    const base = { ...about(resource, settings), name: nameOf(resource, settings, row), id: row.id, fields: [] };
    if (because === undefined) {
      changes.push({ ...base, action: 'delete', request: resource.delete(row) });
    } else {
      changes.push({ ...base, action: 'keep', because });
      for (const needed of resource.dependsOn) kept.set(needed, `the ${resource.title} needs it`);
    }
  }
  return { formatVersion: 1, product: productOf(settings).name, changes };
}

/** Without what others keep: it is not removed, and what it uses is used by others. */
function ourOwn(settings: Settings, live: Live): Live {
  const own = resources.filter(({ key, isExternal }) => live[key] && !isExternal?.(settings));
  return Object.fromEntries(own.map(({ key }) => [key, live[key]]));
}

/** Whether there is anything to do. */
export function isPending(plan: Plan): boolean {
  return plan.changes.some(({ request }) => request !== undefined);
}

/** An escalation policy is ours only if an earlier run made it: the profile knows. The others are found by their name. */
function isOurs(key: ResourceKey, row: Row): boolean {
  return key !== 'escalation-policy' || row.made === true;
}

/** Methods and events that others added, and alert sources of others that use the policy, would be lost with ours. */
function hungOnByOthers(key: ResourceKey, row: Row, live: Live): string | undefined {
  if (key === 'escalation-policy') return inWords('alert source', othersIn(row.usedBy, [live['alert-source']]));
  if (key === 'custom-integration') return inWords('method', othersIn(row.methods, [live.method]));
  if (key !== 'runbook') return undefined;
  return inWords('event', othersIn(row.events, [live['new-ticket-binding'], live['status-changed-binding']]));
}

/** Rows of a list that are none of ours. */
export function othersIn(list: Row[string], ours: readonly (Row | undefined)[]): Row[] {
  const ids = ours.map((row) => row?.id);
  return Array.isArray(list) ? (list as Row[]).filter(({ id }) => !ids.includes(id)) : [];
}

function inWords(title: string, others: readonly Row[]): string | undefined {
  if (others.length === 0) return undefined;
  return `somebody else's ${title} uses it: ${others.map(({ id, name }) => (id === NO_ID ? `${name ?? title}` : `${name ?? title} (id ${id})`)).join(', ')}`;
}

function about(resource: Resource, settings: Settings) {
  const { key, title, service } = resource;
  return { resource: key, title, service, name: resource.name(settings) };
}
