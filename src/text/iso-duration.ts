const UNITS: Readonly<Record<string, number>> = { m: 1, min: 1, h: 60 };
const PLAIN = /^(\d{1,4})\s*(m|min|h)$/i;
const ISO = /^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?$/i;

/** Minutes of a time such as `5m`, `2h`, `90 min` or `PT1H30M`; undefined where it is none. */
export function parseMinutes(text: string): number | undefined {
  const plain = PLAIN.exec(text.trim());
  if (plain) return Number(plain[1]) * (UNITS[(plain[2] ?? '').toLowerCase()] ?? 1);
  const iso = ISO.exec(text.trim());
  if (!iso || (iso[1] === undefined && iso[2] === undefined)) return undefined;
  return Number(iso[1] ?? 0) * 60 + Number(iso[2] ?? 0);
}

/** A time as ilert writes it, in the unit it was listed in: `5m` is `PT5M`, `60m` is `PT60M`, `2h` is `PT2H`. */
export function isoDuration(listed: string): string {
  return `PT${listed.toUpperCase()}`;
}
