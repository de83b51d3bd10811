import type { Origins } from './recording.ts';

/** What stands for the values of an account. The same value always has the same placeholder of its kind. */
export interface Placeholders {
  /** `text-1`, or `key-1` for a text that is first seen as a key. */
  text(value: string, kind?: 'text' | 'key'): string;
  /** `field-1` */
  field(name: string): string;
  /** `person-1@example.com` */
  person(address: string): string;
  /** `00000000-0000-4000-8000-000000000001` */
  guid(value: string): string;
  /** `https://halo.example`, `https://ilert.example`, or `https://host-1.example` for any other. */
  origin(origin: string): string;
  /** A small number; of two IDs, the larger has the larger placeholder. */
  number(value: number): number;
  /**
   * `2020-01-01` for the recording's first day. Of two days, the later has the later placeholder, and the next day the
   * next one; how far apart others are is not told.
   *
   * @param day such as `2026-11-27`
   */
  day(day: string): string;
}

/** The numbers and days of a recording, which must be known before the first of them can be replaced in order. */
interface Ordered {
  readonly numbers: Set<number>;
  readonly days: Set<string>;
}

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2020, 0, 1);
/** 0 and 1 are never replaced, so the first placeholder of a number is 2. */
const FIRST_NUMBER = 2;

/**
 * Redacts with stable placeholders.
 *
 * @param redact replaces values; called twice with the same result except for numbers and days, which the first call
 *   only collects
 */
export function withPlaceholders<T>(origins: Origins, redact: (placeholders: Placeholders) => T): T {
  const ordered: Ordered = { numbers: new Set(), days: new Set() };
  redact({
    ...namesFor(origins),
    number: (value) => keep(value, ordered.numbers),
    day: (day) => keep(day, ordered.days),
  });
  return redact({ ...namesFor(origins), number: numbersFor(ordered), day: daysFor(ordered) });
}

function keep<T>(value: T, seen: Set<T>): T {
  seen.add(value);
  return value;
}

/** Placeholders that are numbered in the order of their first use. */
function namesFor({ halo, ilert }: Origins): Omit<Placeholders, 'number' | 'day'> {
  const texts = new Map<string, string>();
  const used = new Map<string, number>();
  const next = (kind: string): number => {
    const number = (used.get(kind) ?? 0) + 1;
    used.set(kind, number);
    return number;
  };
  const named = (key: string, create: () => string): string => {
    const known = texts.get(key) ?? create();
    texts.set(key, known);
    return known;
  };
  return {
    text: (value, kind = 'text') => named(`text ${value}`, () => `${kind}-${next(kind)}`),
    field: (name) => named(`field ${name}`, () => `field-${next('field')}`),
    person: (address) => named(`person ${address.toLowerCase()}`, () => `person-${next('person')}@example.com`),
    guid: (value) =>
      named(`guid ${value.toLowerCase()}`, () => `00000000-0000-4000-8000-${String(next('guid')).padStart(12, '0')}`),
    origin(origin) {
      if (halo.includes(origin)) return 'https://halo.example';
      if (ilert.includes(origin)) return 'https://ilert.example';
      return named(`origin ${origin}`, () => `https://host-${next('host')}.example`);
    },
  };
}

function numbersFor({ numbers }: Ordered): Placeholders['number'] {
  const ascending = (values: readonly number[]) => [...new Set(values)].sort((one, other) => one - other);
  const sizes = ascending([...numbers].filter(Number.isInteger).map(Math.abs));
  const placeholders = new Map(sizes.map((size, index) => [size, index + FIRST_NUMBER]));
  // What is not whole is no ID, and nothing is known about it.
  return (value) => Math.sign(value) * (placeholders.get(Math.abs(value)) ?? 0.5);
}

function daysFor({ days }: Ordered): Placeholders['day'] {
  let [time, previous] = [FIRST_DAY, Number.NaN];
  const placeholders = new Map<string, string>();
  for (const day of [...days].sort()) {
    if (placeholders.size > 0) time += timeOf(day) - previous > DAY ? 2 * DAY : DAY;
    previous = timeOf(day);
    placeholders.set(day, dayOf(time));
  }
  return (day) => placeholders.get(day) ?? dayOf(FIRST_DAY);
}

/** Whether a calendar has this day, such as `2026-11-27`. */
export function isDay(day: string): boolean {
  const time = timeOf(day);
  return !Number.isNaN(time) && dayOf(time) === day;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
