import { duplicateFindings } from '../diagnostics/duplicates.ts';
import { type Action, type Change, isPending } from '../engine/plan.ts';
import { isBindingKey } from '../providers/halo/event-bindings.ts';
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
    return [heading, ...changes.flatMap((change) => renderChange(change, plan, style, view)), ''];
  });
  return [...services, ...renderDuplicates(plan, style), summary(plan)].join('\n');
}

/** What stays as it is, and would do so anyway, is not what a reader of a plan looks for. */
function isShown({ action, because }: IntegrationChange, { verbose }: PlanView): boolean {
  return verbose || action !== 'keep' || because !== undefined;
}

function renderDuplicates(plan: IntegrationPlan, style: Style): string[] {
  const lines = duplicateFindings(plan).flatMap(({ message, hint }) => [
    `${style.bad('!')} ${plainName(message)}`,
    `  ${plainName(hint)}`,
  ]);
  return lines.length > 0 ? [...lines, ''] : [];
}

function renderChange(change: IntegrationChange, plan: IntegrationPlan, style: Style, view: PlanView): string[] {
  const { action, title, name, labelled } = change;
  const color = { create: style.good, update: style.changed, keep: style.faint, delete: style.bad }[action];
  const head = `  ${color(SIGNS[action])} ${title} "${plainName(name)}"${idIn(change, plan, style, view)}${whyKept(change)}`;
  const fields = renderFields(labelled, style, { ...view, isNew: action === 'create' });
  return [head, ...fields.map((line) => `      ${line}`)];
}

/** The name tells what is meant, unless something else has the same one, as events of a runbook do. */
function idIn(change: IntegrationChange, plan: IntegrationPlan, style: Style, { verbose }: PlanView): string {
  const { id, action, title, name, resource } = change;
  const isAlike = ({ changes, duplicates }: IntegrationPlan) =>
    changes.some((other) => other !== change && other.title === title && other.name === name) ||
    duplicates.some((other) => other.title === title && other.row.name === name);
  const isNeeded = verbose || (action === 'delete' && isBindingKey(resource)) || isAlike(plan);
  return id !== undefined && isNeeded ? style.faint(` (ID ${id})`) : '';
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
