import type { Health } from '../diagnostics/health.ts';
import { CliError, messageOf } from '../errors/cli-error.ts';
import { type TargetOutcome, type TargetReport, targetOutcomes } from '../fleet/report.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { howToPlanAnew, nothingDoneInWords } from './outcome.ts';
import { countsInWords } from './plan.ts';
import { requestsOf } from './requests.ts';
import type { CommandResult, FleetResult } from './result.ts';

type Report = TargetReport<CommandResult>;

const OUTCOMES: Readonly<Record<TargetOutcome, string>> = {
  done: 'done',
  pending: 'pending',
  failed: 'FAILED',
  unchecked: 'unchecked',
  stopped: 'stopped',
  skipped: 'skipped',
  'not-started': 'not started',
};

/** A run over several targets, for people: details of each target, a table of all, and the counts. Pure. */
export function renderFleet(
  { reports, canResume }: Pick<FleetResult, 'reports' | 'canResume'>,
  render: (result: CommandResult) => string,
  style: Style,
): string {
  const [anew] = reports.flatMap(({ result }) => (result?.kind === 'apply' ? (howToPlanAnew(result) ?? []) : []));
  const goOn = canResume
    ? ['', 'Run the same command with --resume to retry the rest.']
    : anew === undefined
      ? []
      : ['', `${anew}.`];
  return [...reports.flatMap((report) => details(report, render, style)), table(reports, style), ...goOn].join('\n');
}

function details(report: Report, render: (result: CommandResult) => string, style: Style) {
  const { halo, result, error, notes } = report;
  const head = style.strong(`${targetInWords(report)}${halo === undefined ? '' : ` (${halo})`}:`);
  // The table has the first problem; of a plan that no longer fits, the others say why.
  const [first, ...more] = error instanceof CliError ? error.problems : [];
  if (more.length > 0) {
    const lines = [...more.map(({ message }) => message), first?.hint ?? ''].filter((line) => line !== '');
    return [head, ...lines.map((line) => `  ${plainName(line)}`), ''];
  }
  if (!result || error !== undefined || !hasDetails(result)) return [];
  const noted = notes.map((note) => `  Note: ${plainName(note)}`);
  return [head, render(result).replace(/^(?=.)/gm, '  '), ...noted, ''];
}

/** Whether a result's text says more than a line can: what is to be done, and what is wrong. Pure. */
export function hasDetails(result: CommandResult): boolean {
  if (result.kind === 'plan') return result.pending || result.plan.duplicates.length > 0;
  return result.kind === 'dry-run' || (result.kind === 'status' && result.health.state !== 'healthy');
}

function table(reports: readonly Report[], style: Style): string {
  const width = Math.max(...reports.map((report) => targetInWords(report).length), 6);
  const lines = reports.map((report) => {
    const words = [
      targetInWords(report).padEnd(width),
      OUTCOMES[report.outcome].padEnd(11),
      plainName(summaryOf(report)),
    ];
    return colorOf(report.outcome, style)(words.join('  ').trimEnd());
  });
  return [...lines, '', `${targetsInWords(reports.length)}: ${outcomesInWords(reports)}.`].join('\n');
}

/** A target as people and command lines call it: `globex (Globex GmbH)`. Pure. */
function targetInWords({ target, displayName }: Pick<Report, 'target' | 'displayName'>): string {
  return displayName === undefined ? target : `${target} (${plainName(displayName)})`;
}

/** `60 targets`. Pure. */
export function targetsInWords(count: number): string {
  return `${count} target${count === 1 ? '' : 's'}`;
}

/** How many targets ended how: `58 done, 1 pending, 1 failed`. Pure. */
export function outcomesInWords(reports: readonly Report[]): string {
  const counts = targetOutcomes.flatMap((outcome) => {
    const count = countOf(reports, outcome);
    return count === 0 ? [] : [`${count} ${OUTCOMES[outcome].toLowerCase()}`];
  });
  return counts.join(', ');
}

function colorOf(outcome: TargetOutcome, style: Style): (text: string) => string {
  if (outcome === 'failed') return style.bad;
  if (outcome === 'pending' || outcome === 'unchecked' || outcome === 'stopped') return style.changed;
  return outcome === 'done' ? style.good : style.faint;
}

/** How many targets ended so. Pure. */
export function countOf(reports: readonly Report[], wanted: TargetOutcome): number {
  return reports.filter(({ outcome }) => outcome === wanted).length;
}

/** A target that has ended, in one line, with what to do where it failed. Pure. */
export function renderEnded(report: Report): string {
  const { outcome, error } = report;
  const target = targetInWords(report);
  const summary = plainName(summaryOf(report));
  if (outcome !== 'failed' && outcome !== 'unchecked' && outcome !== 'stopped') return `${target}: ${summary}`;
  const hint = error instanceof CliError && error.hint !== undefined ? `\n    ${plainName(error.hint)}` : '';
  return `${target}: ${PREFIXES[outcome]}${summary}${hint}`;
}

const PREFIXES = { failed: 'FAILED: ', unchecked: 'could not be checked: ', stopped: '' } as const;

/** How it went with a target, in a few words. Pure. */
export function summaryOf({ outcome, result, error }: Report): string {
  if (error !== undefined) return messageOf(error) + existingIn(result);
  if (outcome === 'skipped') return 'succeeded in the last 24 hours';
  return result ? resultInWords(result) : '';
}

function resultInWords(result: CommandResult): string {
  switch (result.kind) {
    case 'plan':
      return [countsInWords(result.plan.changes, FUTURE) || 'no changes', ...secondOnes(result.plan)].join(', ');
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
    case 'init':
    case 'export':
    case 'schema':
    case 'completion':
    case 'demo':
    case 'printed':
      return '';
  }
}

/** In a few words: the state, and what is wrong first. */
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

/** That tickets may arrive twice, which `apply` does not change. */
function secondOnes({ duplicates }: IntegrationPlan): string[] {
  return duplicates.map(({ title }) => `a second ${title}`);
}

/** What is to be done to resources. */
export const FUTURE = { create: 'to create', update: 'to update', delete: 'to remove' } as const;
/** What was done to resources. */
export const PAST = { create: 'created', update: 'updated', delete: 'removed' } as const;

/** What exists after a run that failed or was stopped in the middle, and what may. */
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
