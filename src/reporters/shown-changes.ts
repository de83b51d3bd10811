import type { Id } from '../engine/resource.ts';
import { fieldsIn, objectsIn } from '../engine/values.ts';
import { isBindingKey } from '../providers/halo/event-bindings.ts';
import { capitalised, combinationsInWords } from '../providers/halo/filter-in-words.ts';
import type { IntegrationChange, IntegrationPlan } from '../providers/integration.ts';

/** How much of a plan to show. */
export interface PlanView {
  /** Also show IDs, unchanged resources, and texts in full. */
  readonly verbose?: boolean;
  /** Whether it is one of many: what holds for all of them is then said once. */
  readonly isOneOfMany?: boolean;
}

/** Returns a plan's changes as people see them, in order. Pure. */
export function shownChanges(plan: IntegrationPlan, view: PlanView): ShownChange[] {
  const services = (['ilert', 'halo'] as const).map((service) =>
    plan.changes.filter((change) => change.service === service && isShown(change, view)),
  );
  return services.flatMap((changes) => groupEvents(changes, plan, view));
}

/** Describes how many events a line stands for. */
export function eventsInWords(count: number): string {
  return `${count} events, one per combination`;
}

/** Readers of a plan don't look for what stays unchanged anyway. */
function isShown({ action, because }: IntegrationChange, { verbose = false }: PlanView): boolean {
  return verbose || action !== 'keep' || because !== undefined;
}

/** A change, or several changes of one event. */
export type ShownChange = IntegrationChange & { readonly count?: number };

/**
 * An event exists once for each combination of its filter's values. New ones, and those removed with their runbook, are
 * shown as one.
 */
function groupEvents(
  changes: readonly IntegrationChange[],
  plan: IntegrationPlan,
  { verbose }: PlanView,
): ShownChange[] {
  if (verbose) return [...changes];
  const groups = new Map<string, IntegrationChange[]>();
  for (const change of changes) {
    const { resource, action, because } = change;
    const isWhole = action === 'create' || (action === 'delete' && removesRunbook(plan));
    const isOfSeveral = isBindingKey(resource) && because === undefined && isWhole;
    const key = isOfSeveral ? `${action} ${withoutNumber(change)}` : resource;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((group) => mergeEvents(group, plan) ?? group);
}

function removesRunbook({ changes }: IntegrationPlan): boolean {
  return changes.some(({ resource, action }) => resource === 'runbook' && action === 'delete');
}

/** Returns undefined if one sentence can't say which tickets they are for. */
function mergeEvents(group: readonly IntegrationChange[], { names }: IntegrationPlan): ShownChange[] | undefined {
  const [first, ...more] = group;
  if (!first || more.length === 0) return undefined;
  const [tickets, ...others] = first.labelledFields;
  const shown = { ...first, name: withoutNumber(first), count: group.length };
  if (!tickets) return [shown];
  const filters = group.map(({ labelledFields: [field] }) => objectsIn(fieldsIn(field?.after).conditions));
  const filter = combinationsInWords(filters, names);
  return filter === undefined || others.length > 0
    ? undefined
    : [{ ...shown, labelledFields: [{ ...tickets, afterText: capitalised(filter) }] }];
}

/** Further events of a kind have a number after their name; an admin may have renamed them. */
function withoutNumber({ name }: IntegrationChange): string {
  return name.replace(/ \(\d+\)$/, '');
}

/** Returns the ID if the name isn't enough because something else shares it, as events of a runbook do. Pure. */
export function idToShow(change: ShownChange, plan: IntegrationPlan, { verbose }: PlanView): Id | undefined {
  const { id, action, title, name, resource, count } = change;
  const isAlike = ({ changes, duplicates }: IntegrationPlan) =>
    changes.some((other) => other !== change && other.title === title && other.name === name) ||
    duplicates.some((other) => other.title === title && other.row.name === name);
  const isOneOfSeveral = action === 'delete' && isBindingKey(resource) && !removesRunbook(plan);
  const isNeeded = verbose || isOneOfSeveral || isAlike(plan);
  return count === undefined && isNeeded ? id : undefined;
}

/** Returns why something stays that was to be removed, or is never changed. Pure. */
export function whyKept({ kept, because }: IntegrationChange): string | undefined {
  return because === undefined || kept === 'external' ? because : `kept: ${because}`;
}
