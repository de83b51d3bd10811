const DATE_AND_TIME = /^(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;
/** Halo stores 1899-12-30, 1900-01-01 or 0001-01-01 for "not set". */
const LAST_UNSET_YEAR = 1900;

/**
 * Parses a date from Halo: up to seven fraction digits, with or without `Z`. Without a time zone it is UTC (inferred).
 *
 * @param value a field of a row, of any type
 * @returns ISO 8601 in UTC with milliseconds; undefined for anything else and for the dates in 0001, 1899 and 1900 that
 *   Halo stores if no date is set
 */
export function haloDate(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_AND_TIME.exec(value.trim()) : null;
  if (!match || Number(match[1]) <= LAST_UNSET_YEAR) return undefined;
  const time = Date.parse(match[3] === undefined ? `${match[0]}Z` : match[0]);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
