import { duplicateFindings } from '../../diagnostics/duplicates.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import type { Change } from '../../engine/plan.ts';
import type { Id, LabelledChange } from '../../engine/resource.ts';
import type { IntegrationPlan } from '../../providers/integration.ts';
import { plainText } from '../../ui/sanitize.ts';
import { cut, cutBoth } from '../cut-texts.ts';
import { SIGNS } from '../plan.ts';
import { requestsOf } from '../requests.ts';
import type { ResultOf } from '../result.ts';
import { eventsInWords, idToShow, shownChanges, whyKept } from '../shown-changes.ts';
import { hunksOf, invisibleDifference, linesOf, shortened } from '../text-diff.ts';
import type { Block } from './document.ts';
import { code, codeOfBoth, htmlCode, htmlProse, prose } from './inline.ts';

/** Longer lines of a diff are cut. */
const MOST_CHARACTERS = 500;
/** Including the ellipses and the sign. */
const MOST_IN_FENCE = MOST_CHARACTERS + 4;
const CONTEXT_LINES = 3;
/** A longer diff shows part of both sides. */
const MOST_CHANGED_LINES = 300;
/** A new text is broken into lines no longer than a screen is wide. */
const PARTS_OF_A_LINE = /.{1,120}/gsu;

/** A change, as a row of a table. */
interface ChangeRow extends Pick<Change, 'action' | 'title' | 'name' | 'labelledFields'> {
  readonly remarks: readonly string[];
}

/** Shows what would be done: a table, and collapsed the changes of multi-line texts. Pure. */
export function planBlocks(plan: IntegrationPlan, { verbose }: { readonly verbose: boolean }): Block[] {
  const view = { verbose };
  const rows = shownChanges(plan, view).map((change): ChangeRow => {
    const id = idToShow(change, plan, view);
    const because = whyKept(change);
    const remarks = [
      ...(id === undefined ? [] : [`ID ${id}`]),
      ...(change.count === undefined ? [] : [eventsInWords(change.count)]),
      ...(because === undefined ? [] : [because]),
    ];
    return { ...change, remarks };
  });
  return [...tableOf(rows), ...findingsBlock(duplicateFindings(plan)), ...rows.flatMap(textsOf)];
}

/** Shows what a run has changed. Pure. */
export function doneBlocks(changes: readonly Change[]): Block[] {
  const rows = changes.map((change): ChangeRow => ({ ...change, remarks: idRemark(change.id) }));
  return [...tableOf(rows), ...rows.flatMap(textsOf)];
}

/** Lists every request of a dry run, collapsed. Pure. */
export function requestBlocks(result: ResultOf<'dry-run'>): Block[] {
  const requests = requestsOf(result);
  if (requests.length === 0) return [];
  const blocks = requests.flatMap(({ title, action, name, method, url, body }, index): Block[] => {
    const payload = body === undefined ? [] : JSON.stringify(body, null, 2).split('\n');
    return [
      { kind: 'paragraph', text: `Request ${index + 1}: ${action} ${title} ${code(name)}` },
      { kind: 'fence', language: 'http', lines: [`${method} ${url}`, ...payload].map(fenceLine) },
    ];
  });
  const summary = requests.length === 1 ? '1 request' : `${requests.length} requests`;
  return [{ kind: 'details', summary, blocks }];
}

/** Names a resource with its ID. Pure. */
export function resourceInline({ title, name, id }: Pick<Change, 'title' | 'name' | 'id'>): string {
  return [title, code(name), ...idRemark(id).map((remark) => `(${prose(remark)})`)].join(' ');
}

/** Lists problems, each with what to do about it. Pure. */
export function findingsBlock(findings: readonly Pick<Finding, 'message' | 'hint'>[]): Block[] {
  const items = findings.map(({ message, hint }) => `**Problem:** ${prose(message)} ${prose(hint)}`);
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** Shows fields with their values before and after, each on its own line of a table cell. Pure. */
export function fieldsInCell(fields: readonly LabelledChange[], isNew = false): string {
  return fields.map((field) => `${prose(field.label)}: ${valuesOf(field, isNew)}`).join('<br>');
}

/** Shows the multi-line texts among a resource's fields, as new text or as a diff; collapsed. Pure. */
export function textsOf({
  title,
  name,
  labelledFields,
}: Pick<ChangeRow, 'title' | 'name' | 'labelledFields'>): Block[] {
  return labelledFields.flatMap((field): Block[] => {
    const fence = newText(field) ?? comparison(field);
    const summary = `${htmlProse(field.label)} of the ${title} ${htmlCode(name)}`;
    return fence === undefined ? [] : [{ kind: 'details', summary, blocks: [fence] }];
  });
}

/** Shows a new text, which the table only mentions. */
function newText({ before, after, afterText }: LabelledChange): Block | undefined {
  if (before !== undefined || typeof after !== 'string' || after === afterText) return undefined;
  const lines = linesOf(after).flatMap((line) => line.match(PARTS_OF_A_LINE) ?? ['']);
  const shown = lines.slice(0, MOST_CHANGED_LINES).map(fenceLine);
  return { kind: 'fence', language: 'json', lines: shown, omitted: lines.length - shown.length };
}

function comparison(field: LabelledChange): Block | undefined {
  if (!hasLines(field) || invisibleDifference(field.beforeText, field.afterText) !== undefined) return undefined;
  const hunks = hunksOf(linesOf(field.beforeText), linesOf(field.afterText), CONTEXT_LINES);
  const shown = hunks.map((hunk) => shortened(cutLines(hunk), MOST_CHANGED_LINES));
  const lines = shown.flatMap((hunk, index) => [...(index > 0 ? ['…'] : []), ...hunk.map(diffLine)]);
  return { kind: 'fence', language: 'diff', lines, omitted: hunks.flat().length - shown.flat().length };
}

function tableOf(rows: readonly ChangeRow[]): Block[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ action, title, name, labelledFields, remarks }) => {
    const fields = fieldsInCell(labelledFields, action === 'create');
    const about = remarks.map((remark) => `(${prose(remark)})`);
    return [SIGNS[action], [title, code(name), ...about].join(' '), fields];
  });
  return [{ kind: 'table', header: ['', 'resource', 'change'], rows: cells }];
}

function valuesOf(field: LabelledChange, isNew: boolean): string {
  const { beforeText, afterText } = field;
  const unseen = invisibleDifference(beforeText, afterText);
  if (unseen !== undefined) return `${code(linesOf(afterText)[0] ?? '')} ${unseen}`;
  if (hasLines(field)) return 'see below';
  const value = (text: string | undefined) => (text === undefined ? 'none' : code(text));
  if (isNew) return value(afterText);
  if (beforeText === undefined || afterText === undefined) return `${value(beforeText)} → ${value(afterText)}`;
  return codeOfBoth(beforeText, afterText).join(' → ');
}

function hasLines({ beforeText, afterText }: LabelledChange): boolean {
  return linesOf(beforeText).length > 1 || linesOf(afterText).length > 1;
}

/** Cuts long lines of a diff; if one replaces another, to what differs. */
function cutLines(hunk: readonly string[]): string[] {
  const lines = [...hunk];
  let removed: number[] = [];
  for (const [index, line] of hunk.entries()) {
    if (line.startsWith('-')) removed.push(index);
    else if (!line.startsWith('+')) removed = [];
    else {
      const old = removed.shift();
      if (old === undefined) continue;
      const [before, after] = cutBoth((hunk[old] ?? '').slice(1), line.slice(1), MOST_CHARACTERS);
      lines[old] = `-${before}`;
      lines[index] = `+${after}`;
    }
  }
  return lines;
}

/** Separates the sign, so that no line starts with text from outside. */
function diffLine(line: string): string {
  return fenceLine(`${line.slice(0, 1)} ${line.slice(1)}`);
}

function fenceLine(line: string): string {
  return cut(plainText(line), MOST_IN_FENCE);
}

function idRemark(id: Id | undefined): string[] {
  return id === undefined ? [] : [`ID ${id}`];
}
