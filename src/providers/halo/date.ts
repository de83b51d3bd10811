const DATE_AND_TIME = /^(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;
/** Halo's dates for "not set": 1899-12-30, 1900-01-01 and 0001-01-01. */
const LAST_UNSET_YEAR = 1900;

/**
 * Reads a date of Halo: up to seven fraction digits, with or without `Z`. Without one it is UTC (inferred).
 *
 * @param value a field of a row, whatever it holds
 * @returns the date as ISO 8601 in UTC with milliseconds; undefined for anything else and for the
 *   dates in 0001, 1899 and 1900 that Halo stores where no date is set
 */
export function haloDate(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_AND_TIME.exec(value.trim()) : null;
  if (!match || Number(match[1]) <= LAST_UNSET_YEAR) return undefined;
  const time = Date.parse(match[3] === undefined ? `${match[0]}Z` : match[0]);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
