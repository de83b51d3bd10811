import { CliError } from '../errors/cli-error.ts';
import { isTrouble, type TargetOutcome, type TargetReport } from '../fleet/report.ts';
import { plainName } from '../ui/sanitize.ts';
import { createStyle, type Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { groupTargets, type TargetGroup } from './alike.ts';
import {
  endingOf,
  filtersInWords,
  fleetInWords,
  hasChanged,
  hasDetails,
  hintForAll,
  notReadInWords,
  problemOf,
  summaryOf,
  type TargetProblem,
  targetInWords,
  targetsInWords,
} from './fleet.ts';
import { howToReplan } from './outcome.ts';
import type { CommandResult, FleetResult } from './result.ts';
import { rowsToChange, unconfirmedInWords } from './unconfirmed.ts';

type Report = TargetReport<CommandResult>;

/** How to show the results of many targets. */
export interface FleetTextView {
  readonly style: Style;
  /** Renders the result of a single target, for a number of columns. Pure. */
  readonly render: (result: CommandResult, report: Report, style: Style, columns: number | undefined) => string;
  /** Whether each target is shown separately. */
  readonly verbose?: boolean;
  /** Width of the terminal; undefined if there is none. */
  readonly columns?: number | undefined;
}

/** What is reported of a target. */
interface Description {
  readonly line: string;
  readonly isTrouble: boolean;
  readonly problem: TargetProblem | undefined;
  /** Filters that the details don't show. */
  readonly filters: readonly string[];
  readonly details: string;
}

type Group = TargetGroup<Description>;
/** Targets that are shown together. */
type Shown = Omit<Group, 'told'>;

/** Lists of names are wrapped even without a terminal. */
const USUAL_WIDTH = 80;
/** Outcomes that need attention, the worst last. */
const TROUBLES: readonly TargetOutcome[] = ['stopped', 'unchecked', 'failed'];
/** With less room after the line, names go below it. */
const MIN_ROOM = 20;
const INDENT = '    ';
const LIKEWISE = 'Likewise for the others, with their own names, addresses and IDs.';

/**
 * Shows a run over several targets to people. What is the same for many is shown once, with their names: first the
 * details of what would be done or is wrong, then how many targets ended how. At the end, so that it is on the last
 * screen, comes every failure, with its targets and what to do. Pure.
 */
export function renderFleet(
  { reports, canResume }: Pick<FleetResult, 'reports' | 'canResume'>,
  view: FleetTextView,
): string {
  const groups = groupTargets(reports, (report) => describe(report, view));
  const shownInDetail = view.verbose ? reports.map(alone) : groups;
  const [anew] = reports.flatMap(({ result }) => (result?.kind === 'apply' ? (howToReplan(result) ?? []) : []));
  const next = canResume ? 'Run the same command with --resume to retry the rest.' : anew && `${anew}.`;
  const remarks = [notReadInWords(reports), unconfirmedInWords(reports.flatMap(({ result }) => rowsToChange(result)))];
  return [
    ...shownInDetail.flatMap((group) => detailsOf(group, view)),
    ...summary(groups, view),
    '',
    `${fleetInWords(reports)}.`,
    ...remarks.flatMap((remark) => (remark === undefined ? [] : [wrap(remark, view.columns)])),
    ...(next === undefined ? [] : ['', next]),
  ].join('\n');
}

/** Without colours and line breaks, which would make equal targets look different. */
function describe(report: Report, { render }: FleetTextView): Description {
  const trouble = isTrouble(report);
  return {
    line: trouble ? ` ${endingOf(report)}` : `: ${shortSummaryOf(report)}`,
    isTrouble: trouble,
    problem: trouble ? problemOf(report) : undefined,
    filters: filtersInWords(report),
    details: bodyOf(report, (result) => render(result, report, createStyle(false), undefined)).join('\n'),
  };
}

/** Leaves out the findings of a state, which the details show. */
function shortSummaryOf(report: Report): string {
  const { outcome, result } = report;
  if (outcome === 'skipped') return `skipped, ${summaryOf(report)}`;
  if (outcome === 'not-started') return 'not started';
  return outcome === 'pending' && result?.kind === 'status' ? endingOf(report) : plainName(summaryOf(report));
}

/** Returns what doesn't fit in a line: a whole plan or state, several problems, notes. */
function bodyOf({ result, error, notes }: Report, render: (result: CommandResult) => string): string[] {
  const [, ...more] = error instanceof CliError ? error.problems : [];
  const noted = notes.map((note) => `Note: ${plainName(note)}`);
  if (more.length > 0) return [...more.map(problemInWords), ...noted];
  if (!result || error !== undefined || !hasDetails(result)) return noted;
  const found = result.kind === 'apply' ? result.findings : undefined;
  const shown = found?.map(problemInWords) ?? [render(result)];
  return [...shown, ...noted];
}

function problemInWords({ message, hint = '' }: { readonly message: string; readonly hint?: string | undefined }) {
  return `Problem: ${plainName(message)} ${plainName(hint)}`.trim();
}

function alone(report: Report): Shown {
  return { reports: [report], differsInNamesOnly: false, givenNames: () => [] };
}

function detailsOf(group: Shown, view: FleetTextView): string[] {
  const { style, columns } = view;
  const [first, ...others] = group.reports;
  const body = bodyOf(first, (result) => view.render(result, first, style, columns && columns - 2)).join('\n');
  if (body === '') return [];
  const address = first.halo === undefined ? '' : ` (${first.halo})`;
  const whose =
    others.length === 0
      ? [style.strong(`${targetInWords(first)}${address}:`)]
      : [style.strong(`${targetsInWords(group.reports.length)}:`), ...wrapList(namesIn(group), '  ', columns)];
  const likewise = `As for ${targetInWords(first)}${address}; the others differ in their own names, addresses and IDs only.`;
  return [
    ...whose,
    ...(group.differsInNamesOnly ? [wrap(`  ${likewise}`, columns), ''] : []),
    body.replace(/^(?=.)/gm, '  '),
    '',
  ];
}

/** Returns each target with the names of its resources, if its settings give it names of its own. */
function namesIn({ reports, givenNames }: Shown): string[] {
  return reports.map((report) => {
    const names = givenNames(report).map((name) => `"${plainName(name)}"`);
    return [targetInWords(report), ...names].join(' ');
  });
}

/** A line of the summary. */
interface Row {
  readonly count: number;
  readonly line: string;
  readonly color: (text: string) => string;
  readonly names: readonly string[];
  /** Whether to list all names, since they matter and appear nowhere else. */
  readonly isComplete: boolean;
  /** What is wrong and what to do, or filters. */
  readonly below: readonly string[];
}

/** Successes come first; failures at the end, beginning with the one that affects most targets. */
function summary(groups: readonly Group[], view: FleetTextView): string[] {
  const well = new Map<string, Group[]>();
  for (const group of groups.filter(({ told }) => !told.isTrouble)) {
    // Filters that differ in the targets' own names only are shown as the first one's, and so apart from others.
    const key = JSON.stringify([group.told.line, group.told.filters]);
    well.set(key, [...(well.get(key) ?? []), group]);
  }
  const trouble = groups
    .filter(({ told }) => told.isTrouble)
    .toSorted(
      ({ reports: [one, ...ones] }, { reports: [other, ...others] }) =>
        TROUBLES.indexOf(one.outcome) - TROUBLES.indexOf(other.outcome) || others.length - ones.length,
    );
  const rows = [
    ...[...well.values()].map((same) => wellRow(same, view)).toSorted((one, other) => other.count - one.count),
    ...trouble.map((group) => troubleRow(group, view)),
  ];
  const digits = Math.max(...rows.map(({ count }) => String(count).length));
  const heads = rows.map(
    ({ count, line }) =>
      `${targetsInWords(count).padStart(digits + targetsInWords(count).length - String(count).length)}${line}`,
  );
  const widest = Math.max(...heads.map((head) => head.length));
  return rows.flatMap((row, index) => renderRow(row, heads[index] ?? '', widest, view));
}

function wellRow(groups: readonly Group[], { style, verbose = false }: FleetTextView): Row {
  const reports = groups.flatMap((group) => group.reports);
  const { line = '', filters = [] } = groups[0]?.told ?? {};
  const [{ outcome, result } = { outcome: 'done', result: undefined }] = reports;
  const isNothingDone = outcome === 'skipped' || (outcome === 'done' && !(result && hasChanged(result)));
  const isAbove = groups.every(({ told }) => told.details !== '');
  const color = outcome === 'pending' ? style.changed : outcome === 'done' ? style.good : style.faint;
  const isComplete = verbose || !(isNothingDone || isAbove);
  return {
    count: reports.length,
    line,
    color,
    names: reports.map(targetInWords),
    isComplete,
    below: filtersBelow(filters, reports),
  };
}

/** @param filters of the first target */
function filtersBelow(filters: readonly string[], reports: readonly Report[]): string[] {
  const isTheSame = reports.every((report) => filtersInWords(report).join('\n') === filters.join('\n'));
  const [first] = reports;
  if (isTheSame || !first) return [...filters];
  return [...filters.map((filter) => `${targetInWords(first)}: ${filter}`), LIKEWISE];
}

function troubleRow({ reports, told, differsInNamesOnly }: Group, { style }: FleetTextView): Row {
  const [first] = reports;
  const { message = '', hint } = told.problem ?? {};
  const forAll = hintForAll(reports.map((report) => problemOf(report).hint));
  const isTheSame = reports.every((report) => problemOf(report).message === message) && forAll !== undefined;
  const isLikewise = differsInNamesOnly && !isTheSame;
  return {
    count: reports.length,
    line: told.line,
    color: first.outcome === 'failed' ? style.bad : style.changed,
    names: reports.map(targetInWords),
    isComplete: true,
    below: [
      isLikewise ? `${targetInWords(first)}: ${message}` : message,
      ...(hint === undefined || forAll !== undefined ? [] : [hint]),
      ...(isLikewise ? [LIKEWISE] : []),
      ...(forAll === undefined ? [] : [forAll]),
    ],
  };
}

function renderRow(row: Row, head: string, widest: number, { columns }: FleetTextView): string[] {
  const width = columns ?? USUAL_WIDTH;
  const start = `${row.color(head)}${' '.repeat(Math.max(0, widest - head.length))}   `;
  const room = width - widest - 3;
  const inLine = row.names.join(', ');
  const below = row.below.map((line) => wrap(`${INDENT}${line}`, columns));
  if (inLine.length <= room) return [start + inLine, ...below];
  if (!row.isComplete && room >= MIN_ROOM) return [start + cutList(row.names, room), ...below];
  const names = row.isComplete
    ? wrapList(row.names, INDENT, columns)
    : [INDENT + cutList(row.names, width - INDENT.length)];
  return [row.color(head), ...names, ...below];
}

/** Returns as many names as fit, but at least one, and the number of those left out. */
function cutList(names: readonly string[], room: number): string {
  if (names.length === 1 || names.join(', ').length <= room) return names.join(', ');
  const first = (count: number) => `${names.slice(0, count).join(', ')} and ${names.length - count} more`;
  const most = names.findIndex((_, index) => first(index + 1).length > room);
  return first(Math.max(1, most));
}

/** Wraps names to the terminal's width; no name is broken. */
function wrapList(names: readonly string[], indent: string, columns = USUAL_WIDTH): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const [index, name] of names.entries()) {
    const item = index === names.length - 1 ? name : `${name},`;
    const isFirst = line === indent;
    if (!isFirst && line.length + 1 + item.length > columns) {
      lines.push(line);
      line = indent + item;
    } else line += isFirst ? item : ` ${item}`;
  }
  return [...lines, line];
}
