/** Formats a duration for messages: `41 s`, `5 min`, `1 min 20 s`. @param milliseconds rounded up to seconds */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

const MINUTES_OF_UNIT: Readonly<Record<string, number>> = { m: 1, min: 1, h: 60 };
const SHORT_FORM = /^(\d{1,4})\s*(m|min|h)$/i;
const ISO_FORM = /^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?$/i;

/** Returns the minutes of a duration such as `5m`, `2h`, `90 min` or `PT1H30M`; undefined for any other text. */
export function parseMinutes(text: string): number | undefined {
  const [, count, unit = ''] = SHORT_FORM.exec(text.trim()) ?? [];
  if (count !== undefined) return Number(count) * (MINUTES_OF_UNIT[unit.toLowerCase()] ?? 1);
  const [, hours, minutes] = ISO_FORM.exec(text.trim()) ?? [];
  if (hours === undefined && minutes === undefined) return undefined;
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}

/** Returns a duration in ilert's format, with its unit unchanged: `5m` is `PT5M`, `60m` is `PT60M`, `2h` is `PT2H`. */
export function isoDuration(short: string): string {
  return `PT${short.toUpperCase()}`;
}

/** Formats minutes for people: `15 minutes`, `1 hour`, `90 minutes`. */
export function minutesInWords(minutes: number): string {
  const isHours = minutes > 0 && minutes % 60 === 0;
  const count = isHours ? minutes / 60 : minutes;
  return `${count} ${isHours ? 'hour' : 'minute'}${count === 1 ? '' : 's'}`;
}

const SECOND = 1_000;
const UNITS = [
  ['day', 24 * 60 * 60 * SECOND],
  ['hour', 60 * 60 * SECOND],
  ['minute', 60 * SECOND],
] as const;

/** Says how long ago something happened: `12 minutes ago`, `2 days ago`. @param milliseconds since then */
export function agoInWords(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'less than a minute ago';
}
