import { type SupportHoursRow, WEEKDAYS } from '../rows.ts';

/**
 * Whether a time is within support hours. An exception on that day takes precedence over the weekday's hours.
 *
 * @param at milliseconds since 1970
 */
export function isWithin(hours: SupportHoursRow, at: number): boolean {
  const { date, time } = localTime(at, hours.timezone);
  const exception = hours.exceptions.find(({ start, end }) => start <= date && date <= end);
  if (exception) return exception.supportStatus === 'DURING';
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const day = weekday && hours.supportDays[weekday];
  return day !== undefined && day.start <= time && time < day.end;
}

function localTime(at: number, timeZone: string): { date: string; time: string } {
  // Swedish dates are in ISO 8601 format.
  const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(at)
    .split(' ');
  return { date, time };
}
