import { isRefusal } from '../engine/confirm-write.ts';
import type { Change } from '../engine/plan.ts';
import { rowInWords } from '../engine/resource.ts';
import { isPermanent } from '../errors/api-error.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

/** How to show an outcome. */
export interface OutcomeView {
  /** Adapts the commands in hints to this run, or to one of its targets. */
  readonly forThisRun?: (hint: string, target?: string) => string;
}

/** Tells people how a run of `apply` ended: what was done, what exists, where tickets are sent. Pure. */
export function renderApply(
  result: ResultOf<'apply'>,
  style: Style,
  { forThisRun = (hint) => hint }: OutcomeView = {},
): string {
  const { product, changes, resources, unknown, integrationUrl, findings, failure, elapsed, only } = result;
  const list = resources.map(inOneLine);
  if (failure !== undefined) {
    const nothing = unknown.length > 0 ? [] : ['Nothing was created.'];
    const state = list.length > 0 ? ['Current state:', ...list] : nothing;
    return [...state, ...unknownLines(unknown), '', howToContinueApplying(result, forThisRun)].join('\n');
  }
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  const removed = count('delete') > 0 ? `, ${count('delete')} removed` : '';
  const done = `Done: ${count('create')} created, ${count('update')} updated${removed}${elapsed === undefined ? '' : ` in ${(elapsed / 1000).toFixed(1)} s`}.`;
  return [
    style.good(changes.length > 0 ? done : nothingDone(result)),
    ...list,
    `${product} sends tickets to ${integrationUrl}`,
    ...findings.map(({ message, hint }) => style.bad(`Problem: ${plainText(message)} ${hint}`)),
    ...(only === 'ilert'
      ? [`${product} was neither checked nor changed. If it is not set up yet: ${forThisRun(TO_SET_UP_HALO)}`]
      : []),
  ].join('\n');
}

const TO_SET_UP_HALO = 'ilert-haloitsm apply, or without API access: ilert-haloitsm export DIR';

/** Why nothing was left to do. */
export const DONE_BY_OTHERS = 'already done by a concurrent run';

/** Describes in a few words a run that did nothing. Pure. */
export function nothingDoneInWords(result: ResultOf<'apply' | 'destroy'>): string {
  return result.kind === 'apply' && result.wasPending ? DONE_BY_OTHERS : 'no changes';
}

function nothingDone(result: ResultOf<'apply'>): string {
  const words = nothingDoneInWords(result);
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  return result.findings.length === 0 ? `${sentence} Everything is up to date.` : sentence;
}

/** Tells people how a run of `destroy` ended. Pure. */
export function renderDestroy({ changes, left, unknown, failure }: ResultOf<'destroy'>, style: Style): string {
  const list = left.map((each) => `${inOneLine(each)}${each.because ? `: ${plainName(each.because)}` : ''}`);
  if (failure !== undefined) {
    const state = list.length > 0 ? ['Remaining:', ...list] : [];
    return [...state, ...unknownLines(unknown), '', `${howToContinueRemoving({ failure, left })}.`].join('\n');
  }
  const head =
    changes.length > 0
      ? `Removed: ${changes.length}.`
      : left.length > 0
        ? 'Nothing was removed.'
        : 'Nothing to remove.';
  const kept = ['Kept, because it is still in use:', ...list, '', `${HOW_TO_REMOVE_REMAINING}.`];
  return [style.good(head), ...(left.length > 0 ? kept : [])].join('\n');
}

/** What to do about resources that are still in use. */
export const HOW_TO_REMOVE_REMAINING =
  'To remove that too, first change or remove what uses it, or add --adopt with its ID if it is yours; then run the command again';

/** A resource in use can't be removed until someone changes that. Pure. */
export function howToContinueRemoving({ failure, left }: Pick<ResultOf<'destroy'>, 'failure' | 'left'>): string {
  if (left.length > 0 && left.every(({ because }) => because !== undefined)) return HOW_TO_REMOVE_REMAINING;
  return isRefusal(failure) ? 'Change that in the product first, then run the command again' : howToContinue(failure);
}

function inOneLine({ title, name, id }: Pick<Change, 'title' | 'name' | 'id'>): string {
  return `  ${title} ${rowInWords({ id, name: plainName(name) })}`;
}

/** What may have become of a resource whose change got no response. */
export const POSSIBLE_EFFECT = {
  create: 'exist',
  update: 'have been changed',
  delete: 'have been removed',
  keep: 'be unchanged',
} as const;

/** Lists the changes that were sent with an unknown outcome. */
function unknownLines(unknown: readonly Change[]): string[] {
  const lines = unknown.map((change) => `${inOneLine(change)} may ${POSSIBLE_EFFECT[change.action]}`);
  return lines.length > 0 ? ['Unknown (no response received):', ...lines] : [];
}

/**
 * Returns what to do if part of a saved plan was or may have been applied, so that it no longer fits; undefined
 * otherwise. Pure.
 */
export function howToReplan(result: ResultOf<'apply'>): string | undefined {
  const { failure, replanCommand, changes, unknown } = result;
  if (failure === undefined || replanCommand === undefined || changes.length + unknown.length === 0) return undefined;
  return `The saved plan no longer fits. To continue, make a new one with "${replanCommand}", review and apply it`;
}

/** Returns what to do after a run of `apply` that failed or was stopped. Pure. */
export function howToContinueApplying(result: ResultOf<'apply'>, forThisRun: (hint: string) => string): string {
  const { failure } = result;
  const anew = howToReplan(result);
  const first = isPermanent(failure) ? 'Fix that first. ' : '';
  const goOn = anew === undefined ? howToContinue(failure) : `${first}${anew}`;
  return `${goOn}, or "${forThisRun('ilert-haloitsm destroy')}" to remove everything.`;
}

/** A service that rejected something will reject it again, unless something changes first. Pure. */
function howToContinue(failure: unknown): string {
  return isPermanent(failure) ? 'Fix that first, then run the command again' : 'Run the same command again to continue';
}
