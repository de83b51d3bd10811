import { fieldsOf, inLowerCase } from '../text/json.ts';
import type { ResponseBody } from './response-body.ts';

/** Why a service refused a request, in the service's own words. */
export interface ErrorReason {
  readonly text: string | undefined;
  /** The service's code for the error, unchanged. */
  readonly code: string | undefined;
}

const MAX_LENGTH = 300;
/** No known format nests errors more deeply. */
const MAX_DEPTH = 4;
const MAX_ENTRIES = 5;

/** Fields that contain the message, in lower case; the first that is not empty wins. */
const MESSAGE_FIELDS = ['errormessage', 'error_message', 'message', 'error_description', 'exceptionmessage'];

/**
 * Extracts the reason from an error's body. Halo uses plain text, a JSON string, `{resultCode, errorMessage}`,
 * `{ClassName, Message}`, `{error, error_description}` and problem details (facts `halo-refusals`,
 * `halo-refusals-other`); ilert uses `{status, message, code}`. Compares names in lower case. Web pages have no reason.
 */
export function reasonOf({ body, isJson, text }: ResponseBody): ErrorReason {
  // Nor has truncated JSON.
  if (!isJson) return { text: isMarkup(text) || /^\s*\{/.test(text) ? undefined : cleaned(text), code: undefined };
  return { text: cleaned(joined(sentencesIn(body, MAX_DEPTH))), code: codeIn(body) };
}

/** Whether a body is a web page or XML. */
export function isMarkup(text: string): boolean {
  return /^\s*<(!doctype|\?xml|html|head|body|title|script|div|center|h\d|p|!--)\b|^\s*<!--/i.test(text);
}

function sentencesIn(value: unknown, levels: number): string[] {
  if (levels === 0 || value === null) return [];
  if (typeof value === 'string') return value.trim() === '' || isMarkup(value) ? [] : [value.trim()];
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).flatMap((each) => sentencesIn(each, levels - 1));
  const fields = inLowerCase(fieldsOf(value));
  const inField = (name: string) => sentencesIn(fields[name], levels - 1);
  const message = MESSAGE_FIELDS.map(inField).find((sentences) => sentences.length > 0);
  const sentences = [
    ...(message ?? [...inField('title'), ...inField('detail')]),
    ...fieldErrors(fields.errors, levels - 1),
  ];
  return sentences.length > 0 ? sentences : inField('error');
}

/** Reads `errors` of problem details, `{field: [texts]}`, or a list of errors. */
function fieldErrors(errors: unknown, levels: number): string[] {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return sentencesIn(errors, levels);
  return Object.entries(errors)
    .slice(0, MAX_ENTRIES)
    .flatMap(([field, texts]) => sentencesIn(texts, levels).map((text) => (field === '' ? text : `${field}: ${text}`)));
}

function codeIn(body: unknown): string | undefined {
  const fields = inLowerCase(fieldsOf(Array.isArray(body) ? body[0] : body));
  return [fields.code, fields.error, fields.resultcode].find(
    (value): value is string => typeof value === 'string' && /^\w{1,60}$/.test(value) && !/^\d+$/.test(value),
  );
}

function joined(sentences: readonly string[]): string {
  return [...new Set(sentences)]
    .map((sentence, index, all) => (index < all.length - 1 && !/[.!?:;]$/.test(sentence) ? `${sentence}.` : sentence))
    .join(' ');
}

/** Removes control characters and limits the length; undefined if nothing is left. */
function cleaned(text: string): string | undefined {
  const clean = text
    .slice(0, 10 * MAX_LENGTH)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  if (clean === '') return undefined;
  // Cuts between words: the redactor would not recognize half a secret.
  return clean.length <= MAX_LENGTH ? clean : clean.slice(0, MAX_LENGTH).replace(/\S*$/, '…');
}
