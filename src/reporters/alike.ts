import type { Change } from '../engine/plan.ts';
import type { TargetReport } from '../fleet/report.ts';
import type { CommandResult } from './result.ts';

type Report = TargetReport<CommandResult>;

/** Targets of which the same is told; what is told of the first stands for all. */
export interface AlikeTargets<Told> {
  readonly reports: readonly [Report, ...Report[]];
  readonly told: Told;
  /** Whether what is told of the others has names, addresses and IDs of their own in it, and is otherwise the same. */
  readonly isButForNames: boolean;
}

/**
 * Targets by what is told of them, in their order. A target's own name and the address of its Halo make no difference, for
 * many targets differ in nothing else, and neither do the IDs of what was changed. They do in the values that fields have and
 * get, which are compared whole, however much of them is told; and of those that failed, each is told as it is. Pure.
 */
export function alikeTargets<Told>(reports: readonly Report[], tell: (report: Report) => Told): AlikeTargets<Told>[] {
  const groups = new Map<string, AlikeTargets<Told> & { readonly exactly: string }>();
  for (const report of reports) {
    const told = tell(report);
    const exactly = JSON.stringify(told);
    const key =
      report.error === undefined
        ? withoutOwnNames(JSON.stringify(tell(withoutIds(report))), report) + JSON.stringify(valuesIn(report))
        : exactly;
    const group = groups.get(key);
    const isButForNames = group !== undefined && (group.isButForNames || group.exactly !== exactly);
    groups.set(
      key,
      group
        ? { ...group, reports: [...group.reports, report], isButForNames }
        : { reports: [report], told, exactly, isButForNames },
    );
  }
  return [...groups.values()];
}

function withoutIds(report: Report): Report {
  const { result } = report;
  if (result?.kind !== 'apply' && result?.kind !== 'destroy') return report;
  return { ...report, result: { ...result, changes: result.changes.map(({ id: _, ...change }) => change) } };
}

/** The values of all fields that change, but for the name: it is told with the resource. */
function valuesIn({ result }: Report): unknown {
  return changesIn(result).map(({ labelledFields }) =>
    labelledFields
      .filter(({ field }) => field !== 'name')
      .map(({ before, after, beforeText, afterText }) => [
        ...[beforeText, afterText],
        // A payload's text is only its length, so its value counts. Other values are IDs, whose texts are the names.
        ...[before, after].map((value) => (typeof value === 'string' ? value : null)),
      ]),
  );
}

function changesIn(result: CommandResult | undefined): readonly Pick<Change, 'labelledFields'>[] {
  switch (result?.kind) {
    case 'plan':
    case 'dry-run':
      return result.plan.changes;
    case 'apply':
    case 'destroy':
      return result.changes;
    case 'status':
      return result.health.resources.map(({ fields }) => ({ labelledFields: fields }));
    default:
      return [];
  }
}

function withoutOwnNames(text: string, { target, halo }: Report): string {
  const host = halo !== undefined && URL.canParse(halo) ? new URL(halo).host : '';
  return withoutWord(withoutWord(text, host, '\0'), target, '\x01');
}

/** @param instead what JSON never contains as it is */
function withoutWord(text: string, word: string, instead: string): string {
  if (word === '') return text;
  const [start = '', ...parts] = text.split(word);
  return parts.reduce((before, after) => {
    // A short name may be part of any word.
    const isWhole = !/[\p{L}\p{N}]$/u.test(before.slice(-2)) && !/^[\p{L}\p{N}]/u.test(after);
    return before + (isWhole ? instead : word) + after;
  }, start);
}
