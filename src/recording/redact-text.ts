import { PATH_WORDS, QUERY_WORDS } from '../facts/route.ts';
import { parseJson } from '../text/json.ts';
import { parseUrl } from '../text/url.ts';
import { isVendorField } from './field-names.ts';
import { isDay, type Placeholders } from './placeholders.ts';
import { isNameOfField, isPublicNumber, isPublicText } from './vocabulary.ts';

/** Days that stand for "no date" (fact `halo-unset-dates`), and the last that a database can hold. */
const NO_DATES: ReadonlySet<string> = new Set(['0001-01-01', '1753-01-01', '1899-12-30', '1900-01-01', '9999-12-31']);
const NO_GUID = '00000000-0000-0000-0000-000000000000';
/** Deeper than JSON in a text in JSON, and so on, of either service. */
const DEEPEST_JSON = 4;

const NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;
const DATE = /^(\d{4}-\d\d-\d\d)((?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?)$/;
const GUID = /^(\{?)([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(\}?)$/i;
const DURATION = /^P(?=\d|T\d)(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,4}M)?(?:\d{1,4}S)?)?$/;
const URL_FORM = /^(https?:\/\/[^\s/?#]+)(\S*)$/i;
const PATH_FORM = /^\/[^\s]*$/;
const EMAIL = /^[^\s@"<>,;:/]+@[^\s@"<>,;:/]+$/;
/** A name of `prove`: the mark of its run, and words that say what it is for. */
const NAME_OF_PROOF = /^(ilert-haloitsm prove )[\da-f]{8}((?:: [a-z][a-z\d -]{0,40}){0,2})$/i;
/** A text of JSON, a template of it, or what is left of it: a string, punctuation and spaces, or anything else. */
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|[\s{}[\]:,]+|"|[^\s{}[\]:,"]+/gs;

/** A text, and where it is. */
interface Found {
  readonly text: string;
  /** The field or parameter that contains it. */
  readonly field: string;
  readonly placeholders: Placeholders;
  /** How many texts of JSON it is in. */
  readonly depth: number;
}

/** Redacts texts of one form; undefined for any other text. */
type Form = (found: Found) => string | undefined;

const asNumber: Form = ({ text, field, placeholders }) =>
  NUMBER.test(text) ? String(redactNumber(Number(text), field, placeholders)) : undefined;

const asKey: Form = ({ text, field, placeholders }) =>
  field.toLowerCase() === 'integrationkey' ? redactKey(text, placeholders) : undefined;

const asUrl: Form = ({ text, placeholders }) => {
  const [, start = '', rest = ''] = URL_FORM.exec(text) ?? [];
  const url = parseUrl(start);
  return url && placeholders.origin(url.origin) + redactPath(rest, placeholders);
};

const asPublic: Form = ({ text, field }) =>
  isPublicText(text) || isNameOfField(text, field) || DURATION.test(text) ? text : undefined;

/** Keeps the time of day, and the form. Days that no account has are plain texts. */
const asDate: Form = ({ text, placeholders }) => {
  const [, day = '', time = ''] = DATE.exec(text) ?? [];
  if (NO_DATES.has(day)) return text;
  return day >= '1970' && day < '2200' && isDay(day) ? placeholders.day(day) + time : undefined;
};

const asGuid: Form = ({ text, placeholders }) => {
  const [, open, guid, close] = GUID.exec(text) ?? [];
  if (guid === undefined) return undefined;
  return guid === NO_GUID ? text : `${open}${placeholders.guid(guid)}${close}`;
};

const asPath: Form = ({ text, placeholders }) => (PATH_FORM.test(text) ? redactPath(text, placeholders) : undefined);

const asPerson: Form = ({ text, placeholders }) => (EMAIL.test(text) ? placeholders.person(text) : undefined);

const asNameOfProof: Form = ({ text, placeholders }) => {
  const [, ours, words] = NAME_OF_PROOF.exec(text) ?? [];
  if (ours === undefined || words === undefined) return undefined;
  return `${ours}00000000${words.replaceAll(/\d+/g, (id) => String(redactNumber(Number(id), '', placeholders)))}`;
};

const asJson: Form = ({ text, placeholders, depth }) =>
  /^\s*[{[]/.test(text) && depth < DEEPEST_JSON ? redactJsonText(text, placeholders, depth + 1) : undefined;

/** The first that recognises a text decides. */
const FORMS = [asNumber, asKey, asUrl, asPublic, asDate, asGuid, asPath, asPerson, asNameOfProof, asJson];

/**
 * Replaces a text by a placeholder of the same form. Keeps what is public, the form of dates, addresses and JSON, and
 * nothing else.
 *
 * @param field the field or parameter that contains it
 */
export function redactText(text: string, field: string, placeholders: Placeholders, depth = 0): string {
  if (text === '') return text;
  for (const form of FORMS) {
    const redacted = form({ text, field, placeholders, depth });
    if (redacted !== undefined) return redacted;
  }
  return placeholders.text(text);
}

/** Keeps codes and counts. Any other number is an ID. */
export function redactNumber(number: number, field: string, placeholders: Placeholders): number {
  return isPublicNumber(number, field) ? number : placeholders.number(number);
}

/** Keeps the vendors' field names. */
export function redactFieldName(name: string, placeholders: Placeholders): string {
  return isVendorField(name) ? name : placeholders.field(name);
}

/** Redacts a path with its query: keeps words of the API, and the place of an integration key. */
export function redactPath(text: string, placeholders: Placeholders): string {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  const segments = path.split('/').map((segment, index, all) => {
    if (all[index - 2] === 'events') return redactKey(decoded(segment), placeholders);
    return PATH_WORDS.has(segment) ? segment : encodeURIComponent(redactText(decoded(segment), '', placeholders));
  });
  return [
    segments.join('/'),
    ...(query === undefined ? [] : ['?', redactQuery(query, placeholders)]),
    ...(fragment === undefined ? [] : ['#', placeholders.text(fragment)]),
  ].join('');
}

/** Redacts `name=value&name=value`. */
export function redactQuery(query: string, placeholders: Placeholders): string {
  return query
    .split('&')
    .map((part) => {
      const [name = '', ...values] = part.split('=').map((each) => decoded(each.replaceAll('+', ' ')));
      const kept = name === '' || QUERY_WORDS.has(name) ? name : redactFieldName(name, placeholders);
      const value = values.join('=');
      return values.length === 0 ? kept : `${kept}=${encodeURIComponent(redactText(value, name, placeholders))}`;
    })
    .join('&');
}

function redactKey(key: string, placeholders: Placeholders): string {
  return key === '' ? key : placeholders.text(key, 'key');
}

/** Redacts every token of JSON in a text, which may be a template, or broken. Keeps its punctuation and spaces. */
function redactJsonText(text: string, placeholders: Placeholders, depth: number): string {
  let field = '';
  return text.replaceAll(JSON_TOKENS, (token, offset: number) => {
    if (/^(?:[\s{}[\]:,]+|")$/.test(token)) return token;
    const isName = /^\s*:/.test(text.slice(offset + token.length, offset + token.length + 100));
    const isQuoted = token.startsWith('"');
    const value = parseJson(token) ?? token;
    if (typeof value === 'number') return String(redactNumber(value, field, placeholders));
    if (typeof value !== 'string') return token;
    if (isName) field = value;
    const redacted = isName ? redactFieldName(value, placeholders) : redactText(value, field, placeholders, depth);
    if (redacted === value) return token;
    return isQuoted ? JSON.stringify(redacted) : redacted;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
