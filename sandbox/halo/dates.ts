import type { HaloState } from './state.ts';

const TWO_HOURS = 2 * 60 * 60_000;

/** A date of a tenant in Halo's own precision, such as `2026-05-04T08:15:30.1234567Z`. */
export function preciseDate(instant: string): string {
  return instant.replace(/\.(\d{3})Z$/, '.$14567Z');
}

/** The same date without its `Z`; it stays in UTC (fact `halo-date-zone`). */
export function dateWithoutZone(state: HaloState, instant: string): string {
  const offset = state.contradicts('halo-date-zone') ? TWO_HOURS : 0;
  return preciseDate(new Date(Date.parse(instant) + offset).toISOString()).replace('Z', '');
}
