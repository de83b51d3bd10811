import { CliError } from '../../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../../fleet/report.ts';
import { type AlikeTargets, alikeTargets } from '../alike.ts';
import { FUTURE, hasDetails, outcomesInWords, PAST, summaryOf, targetsInWords } from '../fleet.ts';
import { countsInWords, SIGNS } from '../plan.ts';
import type { CommandResult, FleetResult } from '../result.ts';
import { type Block, notesBlock } from './document.ts';
import { stateBlocks } from './health.ts';
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

const SYMBOLS: Readonly<Record<Exclude<TargetOutcome, 'pending'>, string>> = {
  failed: '✘',
  stopped: '✘',
  unchecked: '?',
  'not-started': '…',
  done: '✔',
  skipped: '=',
};

/** So many that are well are named in a row of the table; more of them below. */
const MOST_NAMES = 3;
/** So many that are not: who has to do something for them sees them all. */
const MOST_NAMES_OF_FAILED = 100;

/** What is told of a target. */
interface Told {
  readonly symbol: string;
  readonly outcome: TargetOutcome;
  readonly summary: string;
  readonly hint: string | undefined;
  readonly blocks: readonly Block[];
}

type Group = AlikeTargets<Told>;

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
  const groups = alikeTargets(reports, (report) => toldOf(report, blocksOf)).toSorted(
    ({ told: one }, { told: other }) => OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome),
  );
  const rows = groups.map((group) => [group.told.symbol, namesInRow(group), resultOf(group.told)]);
  return [{ kind: 'table', header: ['', 'target', 'result'], rows }, ...groups.flatMap(detailsOf)];
}

function toldOf(report: Report, blocksOf: (result: CommandResult) => readonly Block[]): Told {
  const { outcome, result, error, notes } = report;
  const details = result && (hasDetails(result) || hasChanged(result)) ? detailsIn(result, blocksOf) : [];
  return {
    symbol: outcome === 'pending' ? signOf(result) : SYMBOLS[outcome],
    outcome,
    summary: summaryOf(report),
    hint: error instanceof CliError ? error.hint : undefined,
    blocks: [...details, ...notesBlock(notes)],
  };
}

/** Of the state of many targets, what has happened last is left out: it is another thing for each. */
function detailsIn(result: CommandResult, blocksOf: (result: CommandResult) => readonly Block[]): readonly Block[] {
  return result.kind === 'status' ? stateBlocks(result.health) : blocksOf(result);
}

/** Where all that is to be done is of one kind, it is that of a change. */
function signOf(result: CommandResult | undefined): string {
  const changes = result?.kind === 'plan' || result?.kind === 'dry-run' ? result.plan.changes : [];
  const [only = 'update', ...others] = new Set(changes.map(({ action }) => action).filter((each) => each !== 'keep'));
  return SIGNS[others.length === 0 ? only : 'update'];
}

function hasChanged(result: CommandResult): boolean {
  return (result.kind === 'apply' || result.kind === 'destroy') && result.changes.length > 0;
}

function namesInRow({ reports, told: { outcome } }: Group): string {
  const names = reports.map(({ target }) => code(target));
  const isWell = outcome === 'pending' || outcome === 'done' || outcome === 'skipped';
  if (names.length <= MOST_NAMES) return names.join(', ');
  if (isWell || names.length > MOST_NAMES_OF_FAILED) return targetsInWords(names.length);
  return names.join(', ');
}

function resultOf({ summary, hint, outcome }: Told): string {
  const inWords = summary === '' ? outcome.replace('-', ' ') : prose(summary);
  return hint === undefined ? inWords : `${inWords}<br>${prose(hint)}`;
}

function detailsOf({ reports, told: { summary, blocks }, isButForNames }: Group): Block[] {
  const names = reports.map(({ target }) => target);
  const list: Block[] = names.length > MOST_NAMES ? [{ kind: 'list', items: names.map(code) }] : [];
  if (list.length + blocks.length === 0) return [];
  const whose = list.length > 0 ? targetsInWords(names.length) : names.map(htmlCode).join(', ');
  const [first] = reports;
  const others = `As for ${code(first.target)}; the others differ in their own names, addresses and IDs only:`;
  const shown: Block[] = isButForNames && blocks.length > 0 ? [{ kind: 'paragraph', text: others }] : [];
  return [{ kind: 'details', summary: `${whose}: ${htmlProse(summary)}`, blocks: [...list, ...shown, ...blocks] }];
}
