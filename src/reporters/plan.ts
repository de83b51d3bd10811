import { duplicateFindings } from '../diagnostics/duplicates.ts';
import { filterToCreate } from '../diagnostics/filters.ts';
import { type Action, type Change, isPending } from '../engine/plan.ts';
import type { FieldChange } from '../engine/resource.ts';
import { withFilterInWords } from '../providers/halo/filter-in-words.ts';
import type { IntegrationChange, IntegrationPlan, Service } from '../providers/integration.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { showValue } from './show-value.ts';

const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', keep: '=', delete: '-' };

/** A plan for people: what happens to what, in which service, and which fields change. Pure. */
export function renderPlan(plan: IntegrationPlan, style: Style): string {
  const services = (['ilert', 'halo'] satisfies Service[]).flatMap((service) => {
    const changes = plan.changes.filter((change) => change.service === service);
    if (changes.length === 0) return [];
    const heading = style.strong(service === 'ilert' ? 'ilert' : plan.product);
    return [heading, ...changes.flatMap((change) => renderChange(change, style)), ''];
  });
  return [...services, ...renderDuplicates(plan, style), summary(plan)].join('\n');
}

function renderDuplicates(plan: IntegrationPlan, style: Style): string[] {
  const lines = duplicateFindings(plan).flatMap(({ message, hint }) => [
    `${style.bad('!')} ${plainName(message)}`,
    `  ${plainName(hint)}`,
  ]);
  return lines.length > 0 ? [...lines, ''] : [];
}

function renderChange(change: IntegrationChange, style: Style): string[] {
  const id = change.id === undefined ? '' : style.faint(` (id ${change.id})`);
  const because = change.because === undefined ? '' : `: kept, because ${plainName(change.because)}`;
  const color = { create: style.good, update: style.changed, keep: style.faint, delete: style.bad }[change.action];
  const head = `  ${color(SIGNS[change.action])} ${change.title} "${plainName(change.name)}"${id}${because}`;
  const filter = filterToCreate(change);
  const filtered = filter === undefined ? [] : [`      filter: ${plainName(filter)}`];
  return [head, ...filtered, ...withFilterInWords(change.fields).map(renderField)];
}

function renderField({ field, before, after }: FieldChange): string {
  if (typeof before === 'string' && typeof after === 'string' && /\n/.test(before + after)) {
    return `      ${plainName(field)}:\n${changedLines(before, after)}`;
  }
  return `      ${plainName(field)}: ${showValue(before)} -> ${showValue(after)}`;
}

const MOST_LINES = 12;

/** The lines that only one of two texts has, as a reader of diffs expects them. */
function changedLines(before: string, after: string): string {
  const old = before.split(/\r?\n/);
  const fresh = after.split(/\r?\n/);
  const lines = [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `        - ${plainText(line)}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `        + ${plainText(line)}`),
  ];
  if (lines.length === 0) return '        (the order of its lines)';
  const more = lines.length > MOST_LINES ? [`        … ${lines.length - MOST_LINES} more lines`] : [];
  return [...lines.slice(0, MOST_LINES), ...more].join('\n');
}

const VERBS = { create: 'to create', update: 'to update', keep: 'as they should be', delete: 'to remove' } as const;

function summary(plan: IntegrationPlan): string {
  if (plan.changes.length === 0) return 'Nothing is there.';
  if (!isPending(plan) && plan.changes.every(({ kept }) => kept !== 'in-use'))
    return plan.duplicates.length > 0 ? 'Nothing to apply, but see above.' : 'Nothing to do: all is as it should be.';
  const isKept = plan.changes.some(({ because }) => because);
  return `Plan: ${countsInWords(plan.changes, isKept ? { ...VERBS, keep: 'kept' } : VERBS)}.`;
}

/** How many changes are of each action: `2 to create, 1 to update`; empty where there are none. Pure. */
export function countsInWords(changes: readonly Change[], verbs: Readonly<Partial<Record<Action, string>>>): string {
  const words = Object.entries(verbs).flatMap(([action, verb]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  return words.join(', ');
}
