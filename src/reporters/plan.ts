import { duplicateFindings } from '../diagnostics/duplicates.ts';
import { type Action, type Change, isPending, keepsInUse } from '../engine/plan.ts';
import type { IntegrationPlan, Service } from '../providers/integration.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { renderFields } from './fields.ts';
import { eventsInWords, idToShow, type PlanView, type ShownChange, shownChanges, whyKept } from './shown-changes.ts';
import { unconfirmedInWords } from './unconfirmed.ts';

/** Precedes a change, by action. */
export const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', keep: '=', delete: '-' };

/** Renders a plan for people: what changes, in which service, and in which fields. Pure. */
export function renderPlan(plan: IntegrationPlan, style: Style, view: PlanView = {}): string {
  const services = (['ilert', 'halo'] satisfies Service[]).flatMap((service) => {
    const changes = shownChanges(plan, view).filter((change) => change.service === service);
    if (changes.length === 0) return [];
    const heading = style.strong(service === 'ilert' ? 'ilert' : plan.product);
    const lines = changes.flatMap((change) => renderChange(change, plan, style, view));
    return [heading, ...lines, ''];
  });
  const unconfirmed = view.isOneOfMany ? undefined : unconfirmedInWords(plan.changes);
  const footnote = unconfirmed === undefined ? [] : [style.faint(unconfirmed), ''];
  return [...services, ...renderDuplicates(plan, style), ...footnote, planInWords(plan)].join('\n');
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
  const because = whyKept(change);
  const id = idToShow(change, plan, view);
  const remarks = [
    id === undefined ? undefined : style.faint(`(ID ${id})`),
    count === undefined ? undefined : `(${eventsInWords(count)})`,
    because === undefined ? undefined : `(${plainName(because)})`,
  ];
  const color = { create: style.good, update: style.changed, keep: style.faint, delete: style.bad }[action];
  const head = [
    color(SIGNS[action]),
    title,
    `"${plainName(name)}"`,
    ...remarks.filter((remark) => remark !== undefined),
  ];
  const fields = renderFields(labelledFields, style, { ...view, isNew: action === 'create' });
  return [`  ${head.join(' ')}`, ...fields.map((line) => `      ${line}`)];
}

/** Sums up a plan in one sentence. Pure. */
export function planInWords(plan: IntegrationPlan): string {
  const { changes, duplicates } = plan;
  if (changes.length === 0) return 'Nothing to remove: none of these exist.';
  if (!isPending(plan) && !keepsInUse(plan))
    return duplicates.length > 0 ? 'No changes, but see above.' : 'No changes. Everything is up to date.';
  const counts = countsOf(changes);
  const isRemoval = counts.create + counts.update === 0 && counts.delete > 0;
  const kept = keepsInUse(plan) ? 'kept' : 'unchanged';
  const words = [
    ...(isRemoval || kept === 'kept' ? [] : [`${counts.create} to create`]),
    ...(counts.update > 0 ? [`${counts.update} to update`] : []),
    ...(counts.delete > 0 ? [`${counts.delete} to remove`] : []),
    ...(counts.keep > 0 ? [`${counts.keep} ${kept}`] : []),
  ];
  return `Plan: ${words.join(', ')}.`;
}

/** Counts the changes by action. Pure. */
export function countsOf(changes: readonly Change[]): Readonly<Record<Action, number>> {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return { create: count('create'), update: count('update'), delete: count('delete'), keep: count('keep') };
}

/** Counts the changes by action in words: `2 to create, 1 to update`; empty if there are none. Pure. */
export function countsInWords(changes: readonly Change[], verbs: Readonly<Partial<Record<Action, string>>>): string {
  const words = Object.entries(verbs).flatMap(([action, verb]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  return words.join(', ');
}
