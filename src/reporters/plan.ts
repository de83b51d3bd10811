import { duplicateFindings } from '../diagnostics/duplicates.ts';
import { type Action, type Change, isPending } from '../engine/plan.ts';
import { fieldsIn, objectsIn } from '../engine/values.ts';
import { isBindingKey } from '../providers/halo/event-bindings.ts';
import { capitalised, combinationsInWords } from '../providers/halo/filter-in-words.ts';
import type { IntegrationChange, IntegrationPlan, Service } from '../providers/integration.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { renderFields } from './fields.ts';

const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', keep: '=', delete: '-' };

/** How much of a plan is shown. */
export interface PlanView {
  /** IDs, what stays as it is, and texts in full length as well. */
  readonly verbose?: boolean;
}

/** A plan for people: what happens to what, in which service, and which fields change. Pure. */
export function renderPlan(plan: IntegrationPlan, style: Style, view: PlanView = {}): string {
  const services = (['ilert', 'halo'] satisfies Service[]).flatMap((service) => {
    const changes = plan.changes.filter((change) => change.service === service && isShown(change, view));
    if (changes.length === 0) return [];
    const heading = style.strong(service === 'ilert' ? 'ilert' : plan.product);
    const lines = eventsTogether(changes, plan, view).flatMap((change) => renderChange(change, plan, style, view));
    return [heading, ...lines, ''];
  });
  return [...services, ...renderDuplicates(plan, style), summary(plan)].join('\n');
}

/** What stays as it is, and would do so anyway, is not what a reader of a plan looks for. */
function isShown({ action, because }: IntegrationChange, { verbose }: PlanView): boolean {
  return verbose || action !== 'keep' || because !== undefined;
}

/** A change, or several of one event. */
type ShownChange = IntegrationChange & { readonly count?: number };

/**
 * An event exists once for each combination of its filter's values: those that are new, or removed with their runbook, are
 * shown as one.
 */
function eventsTogether(
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
  return [...groups.values()].flatMap((group) => together(group, plan) ?? group);
}

function removesRunbook({ changes }: IntegrationPlan): boolean {
  return changes.some(({ resource, action }) => resource === 'runbook' && action === 'delete');
}

/** Undefined where one sentence can't tell which tickets they are for. */
function together(group: readonly IntegrationChange[], { names }: IntegrationPlan): ShownChange[] | undefined {
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

/** Further events of a kind have a number behind its name; an admin may have given them names of their own. */
function withoutNumber({ name }: IntegrationChange): string {
  return name.replace(/ \(\d+\)$/, '');
}

function renderDuplicates(plan: IntegrationPlan, style: Style): string[] {
  const lines = duplicateFindings(plan).flatMap(({ message, hint }) => [
    `${style.bad('!')} ${plainName(message)}`,
    `  ${plainName(hint)}`,
  ]);
  return lines.length > 0 ? [...lines, ''] : [];
}

function renderChange(change: ShownChange, plan: IntegrationPlan, style: Style, view: PlanView): string[] {
  const { action, title, name, labelledFields, count } = change;
  const several = count === undefined ? '' : ` (${count} events, one per combination)`;
  const color = { create: style.good, update: style.changed, keep: style.faint, delete: style.bad }[action];
  const head = `  ${color(SIGNS[action])} ${title} "${plainName(name)}"${idIn(change, plan, style, view)}${several}${whyKept(change)}`;
  const fields = renderFields(labelledFields, style, { ...view, isNew: action === 'create' });
  return [head, ...fields.map((line) => `      ${line}`)];
}

/** The name tells what is meant, unless something else has the same one, as events of a runbook do. */
function idIn(change: ShownChange, plan: IntegrationPlan, style: Style, { verbose }: PlanView): string {
  const { id, action, title, name, resource, count } = change;
  const isAlike = ({ changes, duplicates }: IntegrationPlan) =>
    changes.some((other) => other !== change && other.title === title && other.name === name) ||
    duplicates.some((other) => other.title === title && other.row.name === name);
  const isOneOfSeveral = action === 'delete' && isBindingKey(resource) && !removesRunbook(plan);
  const isNeeded = verbose || isOneOfSeveral || isAlike(plan);
  return id !== undefined && count === undefined && isNeeded ? style.faint(` (ID ${id})`) : '';
}

function whyKept({ kept, because }: IntegrationChange): string {
  if (because === undefined) return '';
  return kept === 'external' ? ` (${because})` : ` (kept: ${plainName(because)})`;
}

function summary(plan: IntegrationPlan): string {
  const { changes, duplicates } = plan;
  if (changes.length === 0) return 'Nothing to remove: none of these exist.';
  if (!isPending(plan) && changes.every(({ kept }) => kept !== 'in-use'))
    return duplicates.length > 0 ? 'No changes, but see above.' : 'No changes. Everything is up to date.';
  const counts = countsOf(changes);
  const isRemoval = counts.create + counts.update === 0 && counts.delete > 0;
  const kept = changes.some((change) => change.kept === 'in-use') ? 'kept' : 'unchanged';
  const words = [
    ...(isRemoval || kept === 'kept' ? [] : [`${counts.create} to create`]),
    ...(counts.update > 0 ? [`${counts.update} to update`] : []),
    ...(counts.delete > 0 ? [`${counts.delete} to remove`] : []),
    ...(counts.keep > 0 ? [`${counts.keep} ${kept}`] : []),
  ];
  return `Plan: ${words.join(', ')}.`;
}

/** How many changes are of each action. Pure. */
export function countsOf(changes: readonly Change[]): Readonly<Record<Action, number>> {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return { create: count('create'), update: count('update'), delete: count('delete'), keep: count('keep') };
}

/** How many changes are of each action: `2 to create, 1 to update`; empty where there are none. Pure. */
export function countsInWords(changes: readonly Change[], verbs: Readonly<Partial<Record<Action, string>>>): string {
  const words = Object.entries(verbs).flatMap(([action, verb]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  return words.join(', ');
}
