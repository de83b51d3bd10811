import type { Health } from '../diagnostics/health.ts';
import { keepsInUse } from '../engine/plan.ts';
import { CliError, messageOf } from '../errors/cli-error.ts';
import { FEW_TARGETS, type TargetOutcome, type TargetReport, targetOutcomes } from '../fleet/report.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import { plainName } from '../ui/sanitize.ts';
import { filterFacts } from './health.ts';
import { nothingDoneInWords } from './outcome.ts';
import { countsInWords, countsOf } from './plan.ts';
import { requestsOf } from './requests.ts';
import type { CommandResult } from './result.ts';

type Report = TargetReport<CommandResult>;

/** Whether a result's text says more than a line can: what to do, and what is wrong. Pure. */
export function hasDetails(result: CommandResult): boolean {
  if (result.kind === 'plan') return result.pending || result.plan.duplicates.length > 0 || keepsInUse(result.plan);
  if (result.kind === 'apply') return result.findings.length > 0;
  if (result.kind === 'destroy') return result.left.length > 0;
  return result.kind === 'dry-run' || (result.kind === 'status' && result.health.state !== 'healthy');
}

/** Names a target for people and for command lines: `globex (Globex GmbH)`. Pure. */
export function targetInWords({ target, displayName }: Pick<Report, 'target' | 'displayName'>): string {
  return displayName === undefined ? target : `${target} (${plainName(displayName)})`;
}

/** `60 targets`. Pure. */
export function targetsInWords(count: number): string {
  return `${count} target${count === 1 ? '' : 's'}`;
}

/** Says how all targets ended and what changes: `60 targets: 58 without changes, 2 to change; 12 to create`. Pure. */
export function fleetInWords(reports: readonly Report[]): string {
  const planned = reports.flatMap(({ result }) =>
    result?.kind === 'plan' || result?.kind === 'dry-run' ? result.plan.changes : [],
  );
  const done = reports.flatMap(({ result }) =>
    result?.kind === 'apply' || result?.kind === 'destroy' ? result.changes : [],
  );
  const counts = [countsInWords(planned, FUTURE), countsInWords(done, PAST)].filter((words) => words !== '');
  return [`${targetsInWords(reports.length)}: ${outcomesInWords(reports)}`, ...counts].join('; ');
}

/** Says what a state of many targets lacks because it was read from lists; undefined if everything was read. Pure. */
export function notReadInWords(reports: readonly Report[]): string | undefined {
  const listed = reports.filter(({ result }) => result?.kind === 'status' && !result.health.filtersRead);
  if (listed.length === 0) return undefined;
  const whose = listed.length === reports.length ? '' : ` for ${targetsInWords(listed.length)}`;
  return `Filters and setup status of alert sources were not read${whose}; status --target NAME shows them.`;
}

/** Describes the filters of a healthy target, of which its line says nothing; other states show theirs in detail. Pure. */
export function filtersInWords({ result }: Report): string[] {
  if (result?.kind !== 'status' || hasDetails(result)) return [];
  return filterFacts(result.health).map(({ label, text }) => `${label}: ${plainName(text)}`);
}

/** Says how many targets ended how: `58 without changes, 1 to change, 1 failed`. */
function outcomesInWords(reports: readonly Report[]): string {
  const counts = new Map<string, number>();
  for (const outcome of targetOutcomes)
    for (const report of reports.filter((each) => each.outcome === outcome)) {
      const words = endingOf(report);
      counts.set(words, (counts.get(words) ?? 0) + 1);
    }
  return [...counts].map(([words, count]) => `${count} ${words}`).join(', ');
}

/** Says how a target ended, in words that can follow a number of targets: `failed`, `without changes`. Pure. */
export function endingOf({ outcome, result, error }: Report): string {
  switch (outcome) {
    case 'done':
      return result ? doneInWords(result) : 'done';
    case 'pending':
      return result?.kind === 'status' ? 'drifted' : 'to change';
    case 'failed':
      return result?.kind === 'status' && error === undefined ? 'broken' : 'failed';
    case 'unchecked':
      return 'not checked';
    case 'not-started':
      return 'not started';
    case 'stopped':
    case 'skipped':
      return outcome;
  }
}

function doneInWords(result: CommandResult): string {
  switch (result.kind) {
    case 'plan':
    case 'dry-run':
      return keepsInUse(result.plan) ? 'with resources kept' : 'without changes';
    case 'apply':
    case 'destroy':
      return hasChanged(result) ? 'changed' : 'without changes';
    case 'status':
      return 'healthy';
    case 'verify':
      return 'passed';
    default:
      return 'done';
  }
}

/** Whether something was changed. Pure. */
export function hasChanged(result: CommandResult): boolean {
  return (result.kind === 'apply' || result.kind === 'destroy') && result.changes.length > 0;
}

/** The first problem of a target, and what to do about it. */
export interface TargetProblem {
  readonly message: string;
  readonly hint: string | undefined;
}

/** Explains in plain text why a target did not succeed. Pure. */
export function problemOf(report: Report): TargetProblem {
  const { result, error } = report;
  const [finding] = error === undefined && result?.kind === 'status' ? result.health.findings : [];
  const hint = finding?.hint ?? (error instanceof CliError ? error.hint : undefined);
  return { message: plainName(finding?.message ?? summaryOf(report)), hint: hint && plainName(hint) };
}

/** A command line's target, in a hint. */
const TARGET_FLAG = / --target (?:'[^']*'|"[^"]*"|[^\s'"]*[^\s'".,;])/;

/**
 * Returns a single hint for the same problem of several targets; undefined if no one command fixes them all. Pure.
 *
 * @param hints of each target
 */
export function hintForAll(hints: readonly (string | undefined)[]): string | undefined {
  const flags = hints.map((hint = '') => TARGET_FLAG.exec(hint)?.[0]);
  const [first = '', ...others] = hints;
  const isSame = others.every((hint = '') => hint.replace(TARGET_FLAG, '') === first.replace(TARGET_FLAG, ''));
  const isForOne = hints.length > FEW_TARGETS || / export /.test(first);
  if (isForOne || !isSame || flags.includes(undefined)) return undefined;
  return first.replace(TARGET_FLAG, () => flags.join(''));
}

/** Counts the targets with an outcome. Pure. */
export function countOf(reports: readonly Report[], wanted: TargetOutcome): number {
  return reports.filter(({ outcome }) => outcome === wanted).length;
}

/** Sums up a target's outcome in a few words, and why it failed if it did. Pure. */
export function summaryOf({ outcome, result, error }: Report): string {
  if (error !== undefined) return messageOf(error) + existingIn(result);
  if (outcome === 'skipped') return 'succeeded in the last 24 hours';
  return result ? resultInWords(result) : '';
}

function resultInWords(result: CommandResult): string {
  switch (result.kind) {
    case 'plan':
      return plannedInWords(result.plan);
    case 'apply':
    case 'destroy':
      return countsInWords(result.changes, PAST) || nothingDoneInWords(result);
    case 'dry-run': {
      const { length } = requestsOf(result);
      return `${length} request${length === 1 ? '' : 's'} would be sent`;
    }
    case 'status':
      return healthInWords(result.health);
    case 'verify':
      return TESTED[result.tested];
    case 'setup':
    case 'prove':
    case 'clean-up':
    case 'init':
    case 'export':
    case 'targets':
    case 'schema':
    case 'completion':
    case 'demo':
    case 'printed':
      return '';
  }
}

/** Sums up the state, with the first problem. */
function healthInWords({ state, only, product, findings: [first] }: Health): string {
  const inWords = [state, ...(first ? [first.message] : [])].join(': ');
  if (only !== 'ilert') return inWords;
  return state === 'healthy'
    ? `ilert's side is healthy; ${product} was not checked`
    : `${inWords} ${product} was not checked.`;
}

const TESTED = {
  'without-alert': 'all checks passed, no alert created',
  ilert: "ilert's side works",
  'end-to-end': 'a ticket creates an alert, and closing it resolves the alert',
} as const;

/** Counts what will be done, and what stays although it was to be removed. */
function plannedInWords(plan: IntegrationPlan): string {
  const kept = keepsInUse(plan) ? [`${countsOf(plan.changes).keep} kept`] : [];
  const words = [countsInWords(plan.changes, FUTURE), ...kept].filter((each) => each !== '').join(', ');
  return [words || 'no changes', ...duplicatesInWords(plan)].join(', ');
}

/** Says that tickets may arrive twice, which `apply` does not fix. */
function duplicatesInWords({ duplicates }: IntegrationPlan): string[] {
  return duplicates.map(({ title }) => `a second ${title}`);
}

/** Words for what will be done to resources. */
export const FUTURE = { create: 'to create', update: 'to update', delete: 'to remove' } as const;
/** Words for what was done to resources. */
export const PAST = { create: 'created', update: 'updated', delete: 'removed' } as const;

/** Says what exists, or may exist, after a run that failed or was stopped halfway. */
function existingIn(result: CommandResult | undefined): string {
  if (result?.kind !== 'apply' && result?.kind !== 'destroy') return '';
  const existing = result.kind === 'apply' ? result.resources : result.left;
  return listed(' Current state', existing) + listed(' Unknown (no response received)', result.unknown);
}

function listed(head: string, list: readonly { readonly resource: string; readonly id?: unknown }[]): string {
  if (list.length === 0) return '';
  const words = list.map(({ resource, id }) => {
    const title = resource.replaceAll('-', ' ');
    return id === undefined ? title : `${title} (ID ${id})`;
  });
  return `${head}: ${words.join(', ')}.`;
}
