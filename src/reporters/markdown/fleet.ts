import { CliError } from '../../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../../fleet/report.ts';
import { groupTargets, type TargetGroup } from '../alike.ts';
import { filtersInWords, hasChanged, hasDetails, notReadInWords, summaryOf, targetsInWords } from '../fleet.ts';
import { filterFacts } from '../health.ts';
import { SIGNS } from '../plan.ts';
import type { CommandResult, FleetResult } from '../result.ts';
import { type Block, notesBlock } from './document.ts';
import { factsBlock, stateBlocks } from './health.ts';
import { code, htmlCode, htmlProse, prose } from './inline.ts';

type Report = TargetReport<CommandResult>;

/** Outcomes that need attention come first. */
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

/** How many successful targets a row of the table names at most; more are listed below it. */
const MOST_NAMES = 3;
/** How many others it names at most: whoever has to fix them sees them all. */
const MOST_NAMES_OF_FAILED = 100;

/** What is reported of a target. */
interface Summary {
  readonly symbol: string;
  readonly outcome: TargetOutcome;
  readonly summary: string;
  readonly hint: string | undefined;
  /** Filters that the blocks don't show. */
  readonly filters: readonly string[];
  readonly blocks: readonly Block[];
}

type Group = TargetGroup<Summary>;

/** Renders a single result, with commands for this target. */
type BlocksOf = (result: CommandResult, target: string) => readonly Block[];

/** Returns a table of the targets, with equal ones in one row, and each row's details, folded. Pure. */
export function fleetBlocks({ reports }: FleetResult, blocksOf: BlocksOf): Block[] {
  const groups = groupTargets(reports, (report) => summarize(report, blocksOf)).toSorted(
    ({ told: one }, { told: other }) => OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome),
  );
  const rows = groups.map((group) => [group.told.symbol, namesInRow(group), resultOf(group)]);
  const notRead = notReadInWords(reports);
  return [
    { kind: 'table', header: ['', 'target', 'result'], rows },
    ...(notRead === undefined ? [] : [{ kind: 'paragraph', text: prose(notRead) } as const]),
    ...groups.flatMap(detailsOf),
  ];
}

function summarize(report: Report, blocksOf: BlocksOf): Summary {
  const { target, outcome, result, error, notes } = report;
  const details = result && (hasDetails(result) || hasChanged(result)) ? detailsIn(result, target, blocksOf) : [];
  return {
    symbol: outcome === 'pending' ? signOf(result) : SYMBOLS[outcome],
    outcome,
    summary: summaryOf(report),
    hint: error instanceof CliError ? error.hint : undefined,
    filters: filtersInWords(report),
    blocks: [...details, ...notesBlock(notes)],
  };
}

/** For many targets, a state leaves out the latest activity, which differs for each. */
function detailsIn(result: CommandResult, target: string, blocksOf: BlocksOf): readonly Block[] {
  return result.kind === 'status'
    ? [...stateBlocks(result.health), ...factsBlock(filterFacts(result.health))]
    : blocksOf(result, target);
}

/** If all changes are of one kind, uses its sign, and otherwise that of an update. */
function signOf(result: CommandResult | undefined): string {
  const changes = result?.kind === 'plan' || result?.kind === 'dry-run' ? result.plan.changes : [];
  const [only = 'update', ...others] = new Set(changes.map(({ action }) => action).filter((each) => each !== 'keep'));
  return SIGNS[others.length === 0 ? only : 'update'];
}

function namesInRow(group: Group): string {
  const { outcome } = group.told;
  const names = namesOf(group, code);
  const isWell = outcome === 'pending' || outcome === 'done' || outcome === 'skipped';
  if (names.length <= MOST_NAMES) return names.join(', ');
  if (isWell || names.length > MOST_NAMES_OF_FAILED) return targetsInWords(group.reports.length);
  return names.join(', ');
}

/** Returns each target with its display name, and its resources' names if its own settings give them. */
function namesOf({ reports, givenNames }: Group, inCode: (text: string) => string): string[] {
  return reports.map((report) => {
    const { target, displayName } = report;
    const called = [...(displayName === undefined ? [] : [displayName]), ...givenNames(report)];
    return `${inCode(target)}${called.length === 0 ? '' : ` (${called.map(inCode).join(', ')})`}`;
  });
}

/** If names and addresses differ, the reason for the failure, or the filter, is that of the first target. */
function resultOf({ reports, told: { summary, hint, filters, outcome }, differsInNamesOnly }: Group): string {
  const inWords = summary === '' ? outcome.replace('-', ' ') : prose(summary);
  const told = [inWords, ...(hint === undefined ? [] : [hint]).map(prose), ...filters.map(prose)].join('<br>');
  const isOfFirst = differsInNamesOnly && (filters.length > 0 || (outcome !== 'done' && outcome !== 'pending'));
  return isOfFirst ? `${told}<br>(${code(reports[0].target)}; likewise for the others)` : told;
}

function detailsOf(group: Group): Block[] {
  const { reports, differsInNamesOnly } = group;
  const { summary, blocks } = group.told;
  const names = namesOf(group, code);
  const list: Block[] = names.length > MOST_NAMES ? [{ kind: 'list', items: names }] : [];
  if (list.length + blocks.length === 0) return [];
  const whose = list.length > 0 ? targetsInWords(names.length) : namesOf(group, htmlCode).join(', ');
  const [first] = reports;
  const others = `As for ${code(first.target)}; the others differ in their own names, addresses and IDs only:`;
  const shown: Block[] = differsInNamesOnly && blocks.length > 0 ? [{ kind: 'paragraph', text: others }] : [];
  return [{ kind: 'details', summary: `${whose}: ${htmlProse(summary)}`, blocks: [...list, ...shown, ...blocks] }];
}
