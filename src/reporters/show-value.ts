import type { Value } from '../engine/values.ts';
import { plainText } from '../ui/sanitize.ts';

const MAX_LENGTH = 100;

/** A value on one line, as JSON, without control characters and cut where it is long; an absent one is `(none)`. */
export function showValue(value: Value): string {
  if (value === undefined || value === null) return '(none)';
  return truncated(plainText(typeof value === 'string' ? JSON.stringify(value) : unquoted(JSON.stringify(value))));
}

/** Secrets and values that are not known yet serialise to a description, which needs no quotes. */
function unquoted(json: string): string {
  return /^"\(.*\)"$|^"[^"]*…"$/.test(json) ? String(JSON.parse(json)) : json;
}

function truncated(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
