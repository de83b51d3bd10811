import { CliError } from '../../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../../fleet/report.ts';
import { type AlikeTargets, alikeTargets } from '../alike.ts';
import { hasChanged, hasDetails, notReadInWords, summaryOf, targetsInWords } from '../fleet.ts';
import { SIGNS } from '../plan.ts';
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

/** What is told of a result by itself, with commands that are for this target. */
type BlocksOf = (result: CommandResult, target: string) => readonly Block[];

/** A table of the targets, those of which the same is to be told in one row, and the details of each row, folded. Pure. */
export function fleetBlocks({ reports }: FleetResult, blocksOf: BlocksOf): Block[] {
  const groups = alikeTargets(reports, (report) => toldOf(report, blocksOf)).toSorted(
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

function toldOf(report: Report, blocksOf: BlocksOf): Told {
  const { target, outcome, result, error, notes } = report;
  const details = result && (hasDetails(result) || hasChanged(result)) ? detailsIn(result, target, blocksOf) : [];
  return {
    symbol: outcome === 'pending' ? signOf(result) : SYMBOLS[outcome],
    outcome,
    summary: summaryOf(report),
    hint: error instanceof CliError ? error.hint : undefined,
    blocks: [...details, ...notesBlock(notes)],
  };
}

/** Of the state of many targets, what has happened last is left out: it is another thing for each. */
function detailsIn(result: CommandResult, target: string, blocksOf: BlocksOf): readonly Block[] {
  return result.kind === 'status' ? stateBlocks(result.health) : blocksOf(result, target);
}

/** Where all that is to be done is of one kind, it is that of a change. */
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

/** Each target with its display name, and with what its resources are called where the settings of each target say so. */
function namesOf({ reports, givenNames }: Group, inCode: (text: string) => string): string[] {
  return reports.map((report) => {
    const { target, displayName } = report;
    const called = [...(displayName === undefined ? [] : [displayName]), ...givenNames(report)];
    return `${inCode(target)}${called.length === 0 ? '' : ` (${called.map(inCode).join(', ')})`}`;
  });
}

/** Why several failed is told of the first, where the others' names and addresses are other ones. */
function resultOf({ reports, told: { summary, hint, outcome }, isButForNames }: Group): string {
  const inWords = summary === '' ? outcome.replace('-', ' ') : prose(summary);
  const told = hint === undefined ? inWords : `${inWords}<br>${prose(hint)}`;
  const isOfFirst = isButForNames && outcome !== 'done' && outcome !== 'pending';
  return isOfFirst ? `${told}<br>(${code(reports[0].target)}; likewise for the others)` : told;
}

function detailsOf(group: Group): Block[] {
  const { reports, isButForNames } = group;
  const { summary, blocks } = group.told;
  const names = namesOf(group, code);
  const list: Block[] = names.length > MOST_NAMES ? [{ kind: 'list', items: names }] : [];
  if (list.length + blocks.length === 0) return [];
  const whose = list.length > 0 ? targetsInWords(names.length) : namesOf(group, htmlCode).join(', ');
  const [first] = reports;
  const others = `As for ${code(first.target)}; the others differ in their own names, addresses and IDs only:`;
  const shown: Block[] = isButForNames && blocks.length > 0 ? [{ kind: 'paragraph', text: others }] : [];
  return [{ kind: 'details', summary: `${whose}: ${htmlProse(summary)}`, blocks: [...list, ...shown, ...blocks] }];
}
