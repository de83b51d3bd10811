import type { AnswerBody } from './body.ts';

/** Why a service refused a request, in its own words. */
export interface Reason {
  readonly text: string | undefined;
  /** Its code for the error, as given. */
  readonly code: string | undefined;
}

const LONGEST_TEXT = 300;
/** Errors of errors go no deeper in any known format. */
const DEEPEST = 4;
const MOST_OF_A_LIST = 5;

/** Fields that hold the message itself; the first that is filled is taken. Names in lower case. */
const MESSAGES = ['errormessage', 'error_message', 'message', 'error_description', 'exceptionmessage'];

/**
 * Reads the reason out of an error's body. Halo uses plain text, a JSON string, `{resultCode, errorMessage}`,
 * `{ClassName, Message}`, `{error, error_description}` and problem details (facts `halo-refusals`, `halo-refusals-other`); ilert `{status, message, code}`.
 * Field names count in any case. Web pages give no reason.
 */
export function reasonIn({ body, isJson, text }: AnswerBody): Reason {
  // Half an answer in JSON says nothing, either.
  if (!isJson) return { text: isMarkup(text) || /^\s*\{/.test(text) ? undefined : cleaned(text), code: undefined };
  return { text: cleaned(joined(sentencesIn(body, DEEPEST))), code: codeIn(body) };
}

/** Whether a body is a web page or XML. */
export function isMarkup(text: string): boolean {
  return /^\s*<(!doctype|\?xml|html|head|body|title|script|div|center|h\d|p|!--)\b|^\s*<!--/i.test(text);
}

function sentencesIn(value: unknown, levels: number): string[] {
  if (levels === 0 || value === null) return [];
  if (typeof value === 'string') return value.trim() === '' || isMarkup(value) ? [] : [value.trim()];
  if (Array.isArray(value)) return value.slice(0, MOST_OF_A_LIST).flatMap((each) => sentencesIn(each, levels - 1));
  if (typeof value !== 'object') return [];
  const fields = inLowerCase(value);
  const inField = (name: string) => sentencesIn(fields.get(name), levels - 1);
  const message = MESSAGES.map(inField).find((sentences) => sentences.length > 0);
  const sentences = [...(message ?? [...inField('title'), ...inField('detail')]), ...fieldErrors(fields, levels)];
  return sentences.length > 0 ? sentences : inField('error');
}

/** `errors` of problem details, `{field: [texts]}`, or a list of errors. */
function fieldErrors(fields: ReadonlyMap<string, unknown>, levels: number): string[] {
  const errors = fields.get('errors');
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return sentencesIn(errors, levels - 1);
  return Object.entries(errors)
    .slice(0, MOST_OF_A_LIST)
    .flatMap(([field, texts]) =>
      sentencesIn(texts, levels - 1).map((text) => (field === '' ? text : `${field}: ${text}`)),
    );
}

function codeIn(body: unknown): string | undefined {
  const first = Array.isArray(body) ? body[0] : body;
  if (typeof first !== 'object' || first === null) return undefined;
  const fields = inLowerCase(first);
  return ['code', 'error', 'resultcode']
    .map((name) => fields.get(name))
    .find((value): value is string => typeof value === 'string' && /^\w{1,60}$/.test(value) && !/^\d+$/.test(value));
}

/** The first of two fields that differ in case alone is taken. */
function inLowerCase(row: object): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(row)
      .reverse()
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function joined(sentences: readonly string[]): string {
  return [...new Set(sentences)]
    .map((sentence, index, all) => (index < all.length - 1 && !/[.!?:;]$/.test(sentence) ? `${sentence}.` : sentence))
    .join(' ');
}

/** Without control characters, in bounds; undefined where nothing is left. */
function cleaned(text: string): string | undefined {
  const clean = text
    .slice(0, 10 * LONGEST_TEXT)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  if (clean === '') return undefined;
  // Cut between words: half a secret would not be known as one.
  return clean.length <= LONGEST_TEXT ? clean : clean.slice(0, LONGEST_TEXT).replace(/\S*$/, '…');
}
