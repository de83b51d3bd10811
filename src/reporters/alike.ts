import type { Change } from '../engine/plan.ts';
import { type Id, type LabelledChange, NO_ID } from '../engine/resource.ts';
import type { Value } from '../engine/values.ts';
import { CliError, type Problem } from '../errors/cli-error.ts';
import type { TargetReport } from '../fleet/report.ts';
import { hasWord, isSameButForOwnWords, type MarkedText, markedTexts, type OwnWord } from './own-words.ts';
import type { CommandResult } from './result.ts';

type Report = TargetReport<CommandResult>;

/** Targets with the same report, apart from names; the first one's stands for all. */
export interface TargetGroup<Told> {
  readonly reports: readonly [Report, ...Report[]];
  readonly told: Told;
  /** Whether the others' reports differ, but only in their names, addresses and IDs. */
  readonly differsInNamesOnly: boolean;
  /** Names that a target's settings give to its resources, if they differ from the others': readers need them all. */
  readonly givenNames: (report: Report) => readonly string[];
}

/** Targets that are told alike, and what is told of each. */
interface Group<Told> extends Omit<TargetGroup<Told>, 'givenNames'> {
  readonly exactly: string;
  /** Those of each target. */
  readonly texts: readonly (readonly MarkedText[])[];
}

/**
 * Groups targets by what is reported of them, in order. A target's own name and the address of its Halo make no
 * difference, as many targets differ in nothing else; nor do the IDs of changed rows, lines of the settings file, and
 * names of resources, which `givenNames` returns. The old and new values of fields do, in full, even if they are shown
 * shortened. Only the address of the target's own Halo doesn't count in them, as in the link to a ticket. Pure.
 */
export function groupTargets<Told>(reports: readonly Report[], tell: (report: Report) => Told): TargetGroup<Told>[] {
  const groups: Group<Told>[] = [];
  for (const report of reports) {
    const told = tell(report);
    const exactly = JSON.stringify(told);
    const elsewhere = withoutOwnAddress(report);
    const given = [...givenWordsOf(report), ...keysOf(report)];
    const texts = [
      ...markedTexts(tell(withoutIds(elsewhere)), [...ownWordsOf(report), ...given]),
      ...markedTexts(valuesIn(elsewhere), given),
    ];
    const index = groups.findIndex((group) => group.texts.every((each) => isSameButForOwnWords(each, texts)));
    const group = groups[index];
    if (group === undefined)
      groups.push({ reports: [report], told, differsInNamesOnly: false, exactly, texts: [texts] });
    else
      groups[index] = {
        ...group,
        reports: [...group.reports, report],
        differsInNamesOnly: group.differsInNamesOnly || group.exactly !== exactly,
        texts: [...group.texts, texts],
      };
  }
  return groups.map(({ exactly: _, texts: __, ...group }) => ({ ...group, givenNames: differingNames(group.reports) }));
}

/** Stands for the address of a target's own Halo, in one length: long values are cut before they are compared. */
const OWN_ADDRESS = 'https://own-halo.invalid';

/** Returns the report with the field values that it would have if all targets had the same Halo. */
function withoutOwnAddress(report: Report): Report {
  const { halo, result } = report;
  if (halo === undefined || result === undefined) return report;
  const elsewhere = (value: Value) => (typeof value === 'string' ? withoutAddress(value, halo) : value);
  const inField = ({ before, after, beforeText, afterText, ...field }: LabelledChange): LabelledChange => ({
    ...field,
    before: elsewhere(before),
    after: elsewhere(after),
    ...(beforeText !== undefined && { beforeText: withoutAddress(beforeText, halo) }),
    ...(afterText !== undefined && { afterText: withoutAddress(afterText, halo) }),
  });
  return { ...report, result: withFields(result, inField) };
}

/** An address ends with the word or where its path begins; elsewhere it is part of a longer name or has a port. */
function withoutAddress(text: string, address: string): string {
  const [start = '', ...parts] = text.split(address);
  return parts.reduce(
    (before, after) => before + (/^([/?#\s"'<>)\]]|$)/.test(after) ? OWN_ADDRESS : address) + after,
    start,
  );
}

function withFields(result: CommandResult, change: (field: LabelledChange) => LabelledChange): CommandResult {
  const changed = <Row extends { readonly labelledFields: readonly LabelledChange[] }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, labelledFields: row.labelledFields.map(change) }));
  switch (result.kind) {
    case 'plan':
    case 'dry-run':
      return { ...result, plan: { ...result.plan, changes: changed(result.plan.changes) } };
    case 'apply':
    case 'destroy':
      return { ...result, changes: changed(result.changes) };
    case 'status': {
      const resources = result.health.resources.map((row) => ({ ...row, fields: row.fields.map(change) }));
      return { ...result, health: { ...result.health, resources } };
    }
    default:
      return result;
  }
}

function withoutIds(report: Report): Report {
  const { result } = report;
  if (result?.kind !== 'apply' && result?.kind !== 'destroy') return report;
  const changes = result.changes.map(({ id: _, ...change }) => change);
  const unknown = result.unknown.map(({ id: _, ...change }) => change);
  const without = <Row extends { readonly id: Id }>(rows: readonly Row[]) => rows.map((row) => ({ ...row, id: NO_ID }));
  if (result.kind === 'destroy')
    return { ...report, result: { ...result, changes, unknown, left: without(result.left) } };
  return { ...report, result: { ...result, changes, unknown, resources: without(result.resources) } };
}

/** Names what changes, by position, except names that contain the target's name or are to change. */
function givenNamesOf(report: Report): readonly (string | undefined)[] {
  const own = ownWordsOf(report);
  return changesIn(report.result).map(({ name, labelledFields }) => {
    const isRenamed = labelledFields.some(({ field, before }) => field === 'name' && before !== undefined);
    return isRenamed || name === '' || own.some(({ word }) => hasWord(name, word)) ? undefined : name;
  });
}

/** Names that the target's settings give to its resources. For which resource makes a difference. */
function givenWordsOf(report: Report): OwnWord[] {
  return givenNamesOf(report).map((word = '', place) => ({ kind: `name ${place}`, word }));
}

/** Returns the integration keys in the values of fields: each alert source has one of its own, like an ID. */
function keysOf({ result }: Report): OwnWord[] {
  const texts = changesIn(result).flatMap(({ labelledFields }) =>
    labelledFields.flatMap(({ before, after, beforeText, afterText }) => [before, after, beforeText, afterText]),
  );
  const keys = texts.flatMap((text) => (typeof text === 'string' ? (INTEGRATION_URL.exec(text)?.[1] ?? []) : []));
  return [...new Set(keys)].map((word, index) => ({ kind: `key ${index}`, word }));
}

/** The URL of an alert source, whose last part is its key, shown in full or not (fact `ilert-source`). */
const INTEGRATION_URL = /^https?:\/\/\S+\/events\/[\w-]+\/(\w+)/;

/** Returns those names of each report that are not the same for all. */
function differingNames(reports: readonly [Report, ...Report[]]): (report: Report) => readonly string[] {
  const [first, ...others] = reports.map(givenNamesOf);
  const isApart = (name: string | undefined, index: number) => others.some((names) => names[index] !== name);
  const apart = new Set(first?.flatMap((name, index) => (isApart(name, index) ? [index] : [])));
  return (report) =>
    apart.size === 0 ? [] : givenNamesOf(report).flatMap((name, index) => (apart.has(index) && name ? [name] : []));
}

/** Returns the values of all fields that change, except the name, which is shown with the resource. */
function valuesIn({ result }: Report): unknown {
  return changesIn(result).map(({ labelledFields }) =>
    labelledFields
      .filter(({ field }) => field !== 'name')
      .map(({ before, after, beforeText, afterText }) => [
        ...[beforeText, afterText],
        // Only a payload's length is shown, so its value counts. Other values are IDs, which are shown as names.
        ...[before, after].map((value) => (typeof value === 'string' ? value : null)),
      ]),
  );
}

function changesIn(result: CommandResult | undefined): readonly Pick<Change, 'name' | 'labelledFields'>[] {
  switch (result?.kind) {
    case 'plan':
    case 'dry-run':
      return result.plan.changes;
    case 'apply':
    case 'destroy':
      return result.changes;
    case 'status':
      return result.health.resources.map(({ name, fields }) => ({ name, labelledFields: fields }));
    default:
      return [];
  }
}

/** Returns what is a target's own: names, its Halo's address, IDs in problems and notes, lines of the file. Pure. */
export function ownWordsOf({ target, displayName = '', halo, error, result, notes }: Report): OwnWord[] {
  const host = halo !== undefined && URL.canParse(halo) ? new URL(halo).host : '';
  const problems = error instanceof CliError ? error.problems : [];
  const lines = problems.flatMap(({ place }) => (place?.line === undefined ? [] : [`line ${place.line}`]));
  const told = [...problems, ...findingsIn(result)].flatMap(({ message, hint = '' }) => [message, hint]);
  const ids = idsIn([...told, ...notes]);
  return [
    ...[target, displayName].map((word) => ({ kind: 'target', word })),
    { kind: 'host', word: host },
    // Which of them it is makes a difference.
    ...lines.map((word, index) => ({ kind: `line ${index}`, word })),
    ...ids.map((word, index) => ({ kind: `ID ${index}`, word })),
  ];
}

function findingsIn(result: CommandResult | undefined): readonly Pick<Problem, 'message' | 'hint'>[] {
  if (result?.kind === 'status') return result.health.findings;
  if (result?.kind === 'verify') return result.finding === undefined ? [] : [result.finding];
  return result?.kind === 'apply' ? result.findings : [];
}

/** Returns the IDs of rows that sentences name, each once. */
function idsIn(sentences: readonly string[]): string[] {
  const named = sentences.flatMap((sentence) => [...sentence.matchAll(/(?:\bID |--adopt [a-z-]+:)([\w-]+)/g)]);
  return [...new Set(named.flatMap(([, id = '']) => id))];
}
