import { isSameSealed, type Json } from '../engine/sealed.ts';

/** A part that only one of two documents has, or whose value differs. */
export interface PartDifference {
  /** Its place, such as `changes.0.title`. */
  readonly path: string;
  /** Undefined if it is missing. */
  readonly planned: Json | undefined;
  readonly now: Json | undefined;
}

/** Converts a document of this program to JSON, as it would be in a file. */
export function asJson(document: object): Json {
  return JSON.parse(JSON.stringify(document));
}

/** Returns the smallest parts in which two documents differ, regardless of the order of fields. Pure. */
export function differingParts(planned: Json, now: Json, path = ''): PartDifference[] {
  if (isSameSealed(planned, now)) return [];
  if (!isNested(planned) || !isNested(now) || Array.isArray(planned) !== Array.isArray(now))
    return [{ path, planned, now }];
  const [before, after] = [new Map(Object.entries(planned)), new Map(Object.entries(now))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)];
    const place = path === '' ? key : `${path}.${key}`;
    return one === undefined || other === undefined
      ? [{ path: place, planned: one, now: other }]
      : differingParts(one, other, place);
  });
}

const MAX_LENGTH = 60;

/** `title is "method"; in the plan it is "webhook"`. Pure. */
export function partInWords({ path, planned, now }: PartDifference): string {
  return `${path} is ${inWords(now)}; in the plan it is ${inWords(planned)}`;
}

function inWords(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  if (isNested(value) && '$secret' in value) return 'a secret';
  const json = JSON.stringify(value);
  return json.length > MAX_LENGTH ? `${json.slice(0, MAX_LENGTH)}…` : json;
}

function isNested(value: Json): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}
