/** Allowed values of `alertGroupingWindow`. */
export const GROUPING_WINDOWS = 'PT2M PT5M PT15M PT30M PT1H PT2H PT4H PT8H PT12H PT24H'.split(' ');

/** Allowed values of `autoResolutionTimeout`. */
export const AUTO_RESOLUTION_TIMEOUTS =
  'PT10M PT20M PT30M PT40M PT50M PT60M PT90M PT2H PT3H PT4H PT5H PT6H PT12H PT24H'.split(' ');

const MINUTE = 60_000;

/** Converts one of the durations above to milliseconds; 0 for anything else. */
export function milliseconds(duration: string): number {
  const [, count, unit] = /^PT(\d+)([MH])$/.exec(duration) ?? [];
  return Number(count ?? 0) * (unit === 'H' ? 60 * MINUTE : MINUTE);
}
