import type { AlertRow, AlertSourceRow } from '../rows.ts';
import { milliseconds } from './durations.ts';

/** The threshold for INTELLIGENT_GROUPING if the source sets none; inferred. */
const USUAL_THRESHOLD = 0.5;

/**
 * Returns the alert that a new event is grouped into; undefined if it opens its own. The behaviour of the four kinds
 * follows their names. That only open alerts take part is inferred.
 *
 * @param open the source's unresolved alerts, oldest first
 * @param now milliseconds
 */
export function alertToGroupInto(
  source: AlertSourceRow,
  open: readonly AlertRow[],
  summary: string,
  now: number,
): AlertRow | undefined {
  const window = milliseconds(source.alertGroupingWindow ?? '');
  const within = (alert: AlertRow) => now - Date.parse(alert.reportTime) < window;
  switch (source.alertCreation) {
    case 'ONE_OPEN_ALERT_ALLOWED':
      return open.at(-1);
    case 'ONE_PENDING_ALERT_ALLOWED':
      return open.findLast(({ status }) => status === 'PENDING');
    case 'ONE_ALERT_GROUPED_PER_WINDOW':
      return open.findLast(within);
    case 'INTELLIGENT_GROUPING': {
      const threshold = source.scoreThreshold ?? USUAL_THRESHOLD;
      return open.findLast((alert) => within(alert) && similarity(alert.summary, summary) >= threshold);
    }
    default:
      return undefined;
  }
}

/**
 * Returns how similar two summaries are, 0 to 1: the share of words in common. A stand-in for ilert's own measure,
 * which is not public.
 */
export function similarity(one: string, other: string): number {
  const words = wordsOf(one);
  const others = wordsOf(other);
  const all = new Set([...words, ...others]);
  const shared = [...words].filter((word) => others.has(word));
  return all.size === 0 ? 1 : shared.length / all.size;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
