import type { Value } from '../engine/values.ts';

const LONGEST = 100;

/** A value in one line, as JSON, without control characters and not too long; nothing is `(none)`. Pure. */
export function showValue(value: Value): string {
  if (value === undefined || value === null) return '(none)';
  return shortened(plainText(typeof value === 'string' ? JSON.stringify(value) : unquoted(JSON.stringify(value))));
}

/** Secrets and what is not known yet are their own words. */
function unquoted(json: string): string {
  return /^"\(.*\)"$|^"[^"]*…"$/.test(json) ? String(JSON.parse(json)) : json;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Text from elsewhere as it may stand on a terminal: nothing in it moves the cursor, colours or turns the reading direction. */
export function plainText(text: string): string {
  return text.replace(STEERING, '�');
}

/** A name from elsewhere: it stands in one line. */
export function plainName(name: unknown): string {
  return plainText(String(name).replace(/[\n\t]/g, ' '));
}

/** JSON for a terminal: the same value, with what would steer the terminal escaped. */
export function plainJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(STEERING, escaped);
}

const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
