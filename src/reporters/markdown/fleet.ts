import { CliError } from '../../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../../fleet/report.ts';
import { FUTURE, hasDetails, outcomesInWords, PAST, summaryOf, targetsInWords } from '../fleet.ts';
import { countsInWords } from '../plan.ts';
import type { CommandResult, FleetResult } from '../result.ts';
import type { Block } from './document.ts';
import { code, htmlCode, htmlProse, prose } from './inline.ts';

type Report = TargetReport<CommandResult>;

/** What needs somebody comes first. */
const OUTCOMES: readonly TargetOutcome[] = [
  'failed',
  'stopped',
  'unchecked',
  'pending',
  'not-started',
  'done',
  'skipped',
];

const SYMBOLS: Readonly<Record<TargetOutcome, string>> = {
  failed: '✘',
  stopped: '✘',
  unchecked: '?',
  pending: '~',
  'not-started': '…',
  done: '✔',
  skipped: '=',
};

/** So many are named in a row of the table; more of them below. */
const MOST_NAMES = 3;

/** Targets of which the same is to be told. */
interface Group {
  readonly outcome: TargetOutcome;
  readonly names: readonly string[];
  readonly summary: string;
  readonly hint: string | undefined;
  readonly blocks: readonly Block[];
}

/** How many targets there are, what changes in all of them, and how they ended. Pure. */
export function fleetInWords({ reports }: FleetResult): string {
  const planned = reports.flatMap(({ result }) => (result?.kind === 'plan' ? result.plan.changes : []));
  const done = reports.flatMap(({ result }) =>
    result?.kind === 'apply' || result?.kind === 'destroy' ? result.changes : [],
  );
  const counts = [countsInWords(planned, FUTURE), countsInWords(done, PAST)].filter((words) => words !== '');
  return [`${targetsInWords(reports.length)}: ${outcomesInWords(reports)}`, ...counts].join('; ');
}

/** A table of the targets, those of which the same is to be told in one row, and the details of each row, folded. Pure. */
export function fleetBlocks({ reports }: FleetResult, blocksOf: (result: CommandResult) => readonly Block[]): Block[] {
  const groups = groupsOf(reports, blocksOf);
  const rows = groups.map((group) => [SYMBOLS[group.outcome], namesOf(group), resultOf(group)]);
  return [{ kind: 'table', header: ['', 'target', 'result'], rows }, ...groups.flatMap(detailsOf)];
}

function groupsOf(reports: readonly Report[], blocksOf: (result: CommandResult) => readonly Block[]): Group[] {
  const groups = new Map<string, Group>();
  for (const report of reports) {
    const { target, outcome, result, error, notes } = report;
    const details = result && (hasDetails(result) || hasChanged(result)) ? blocksOf(result) : [];
    const noted: Block[] =
      notes.length === 0 ? [] : [{ kind: 'list', items: notes.map((note) => `Note: ${prose(note)}`) }];
    const same = {
      outcome,
      summary: summaryOf(report),
      hint: error instanceof CliError ? error.hint : undefined,
      blocks: [...details, ...noted],
    };
    const key = JSON.stringify(same);
    groups.set(key, { ...same, names: [...(groups.get(key)?.names ?? []), target] });
  }
  return [...groups.values()].toSorted((one, other) => OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome));
}

function hasChanged(result: CommandResult): boolean {
  return (result.kind === 'apply' || result.kind === 'destroy') && result.changes.length > 0;
}

function namesOf({ names }: Group): string {
  return names.length > MOST_NAMES ? targetsInWords(names.length) : names.map(code).join(', ');
}

function resultOf({ summary, hint, outcome }: Group): string {
  const inWords = summary === '' ? outcome.replace('-', ' ') : prose(summary);
  return hint === undefined ? inWords : `${inWords}<br>${prose(hint)}`;
}

function detailsOf({ names, summary, blocks }: Group): Block[] {
  const list: Block[] = names.length > MOST_NAMES ? [{ kind: 'list', items: names.map(code) }] : [];
  if (list.length + blocks.length === 0) return [];
  const whose = list.length > 0 ? targetsInWords(names.length) : names.map(htmlCode).join(', ');
  return [{ kind: 'details', summary: `${whose}: ${htmlProse(summary)}`, blocks: [...list, ...blocks] }];
}
