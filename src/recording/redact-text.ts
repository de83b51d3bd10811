import { PATH_WORDS, QUERY_WORDS } from '../facts/route.ts';
import { parseJson } from '../text/json.ts';
import { parseUrl } from '../text/url.ts';
import { isVendorField } from './field-names.ts';
import { isWordingOfProve } from './names-of-prove.ts';
import { isDay, type Placeholders } from './placeholders.ts';
import { isNameOfField, isPublicNumber, isPublicText } from './vocabulary.ts';

/** Days that stand for "no date" (fact `halo-unset-dates`), and the last that a database can hold. */
const NO_DATES: ReadonlySet<string> = new Set(['0001-01-01', '1753-01-01', '1899-12-30', '1900-01-01', '9999-12-31']);
const NO_GUID = '00000000-0000-0000-0000-000000000000';
/** Deeper than JSON in a text in JSON, and so on, of either service. */
const DEEPEST_JSON = 4;

const NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;
const DATE =
  /^(\d{4}-\d\d-\d\d)((?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-][01]\d:[0-5]\d)?)?)$/;
/** What follows the milliseconds of a time. */
const BEYOND_MILLISECONDS = /(?<=\.\d{3})\d+/;
const GUID = /^(\{?)([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(\}?)$/i;
const DURATION = /^P(?=\d|T\d)(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,4}M)?(?:\d{1,4}S)?)?$/;
const URL_FORM = /^(https?:\/\/[^\s/?#]+)(\S*)$/i;
const PATH_FORM = /^\/[^\s]*$/;
const EMAIL = /^[^\s@"<>,;:/]+@[^\s@"<>,;:/]+$/;
/** The mark of a run of `prove`. */
const MARK_OF_PROVE = /^ilert-haloitsm prove [\da-f]{8}$/;
/** How JSON of objects or lists begins, whole or broken, other than a text such as `[Acme] Mail is down`. */
const BEGINNING_OF_JSON = /^\s*(?:\{|\[\s*["[{\]])/;
/** A text of JSON, a template of it, or what is left of it: a string, punctuation and spaces, or anything else. */
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|[\s{}[\]:,]+|"|[^\s{}[\]:,"]+/gs;

/** Where a value is. */
export interface Place {
  /** The field or parameter that contains it; of a list's element, the field that contains the list. */
  readonly field: string;
  /** How many payloads it is in: JSON in a text, the query of a URL in a text, or the details of an alert. */
  readonly depth: number;
  readonly placeholders: Placeholders;
}

/** Redacts texts of one form; undefined for any other text. */
type Form = (text: string, place: Place) => string | undefined;

const asNumber: Form = (text, place) => (NUMBER.test(text) ? String(redactNumber(Number(text), place)) : undefined);

const asKey: Form = (text, { field, placeholders }) =>
  field.toLowerCase() === 'integrationkey' ? redactKey(text, placeholders) : undefined;

const asUrl: Form = (text, place) => {
  const [, start = '', rest = ''] = URL_FORM.exec(text) ?? [];
  const url = parseUrl(start);
  return url && place.placeholders.origin(url.origin) + redactPath(rest, place);
};

const asPublic: Form = (text, { field }) =>
  isPublicText(text) || isNameOfField(text, field) || DURATION.test(text) ? text : undefined;

/** Keeps the time of day to the millisecond, and the form. Days that no account has are plain texts. */
const asDate: Form = (text, { placeholders }) => {
  const [, day = '', time = ''] = DATE.exec(text) ?? [];
  const kept = time.replace(BEYOND_MILLISECONDS, (digits) => '0'.repeat(digits.length));
  if (NO_DATES.has(day)) return day + kept;
  return day >= '1970' && day < '2200' && isDay(day) ? placeholders.day(day) + kept : undefined;
};

const asGuid: Form = (text, { placeholders }) => {
  const [, open, guid, close] = GUID.exec(text) ?? [];
  if (guid === undefined) return undefined;
  return guid === NO_GUID ? text : `${open}${placeholders.guid(guid)}${close}`;
};

const asPath: Form = (text, place) => (PATH_FORM.test(text) ? redactPath(text, place) : undefined);

const asPerson: Form = (text, { placeholders }) => (EMAIL.test(text) ? placeholders.person(text) : undefined);

/** Keeps what this program has named: a mark, and what it is for; a runbook's step has two of them. */
const asNameOfProve: Form = (text, { placeholders }) => {
  const parts = text.split(': ');
  if (!MARK_OF_PROVE.test(parts[0] ?? '')) return undefined;
  return parts
    .map((part) => {
      if (MARK_OF_PROVE.test(part)) return 'ilert-haloitsm prove 00000000';
      return part === '' || isWordingOfProve(part) ? part : placeholders.text(part);
    })
    .join(': ');
};

const asJson: Form = (text, place) => {
  if (place.depth >= DEEPEST_JSON || !/^\s*[{[]/.test(text)) return undefined;
  const isJson = BEGINNING_OF_JSON.test(text) || parseJson(text) !== undefined;
  return isJson ? redactJsonText(text, deeper(place)) : undefined;
};

/** The first that recognises a text decides. */
const FORMS = [asNumber, asKey, asUrl, asPublic, asDate, asGuid, asPath, asPerson, asNameOfProve, asJson];

/**
 * Replaces a text by a placeholder of the same form. Keeps what is public, the form of dates, addresses and JSON, and
 * nothing else.
 */
export function redactText(text: string, place: Place): string {
  if (text === '') return text;
  for (const form of FORMS) {
    const redacted = form(text, place);
    if (redacted !== undefined) return redacted;
  }
  return place.placeholders.text(text);
}

/** Keeps codes and counts, except in a payload, whose fields are the admin's own. Any other number is an ID. */
export function redactNumber(number: number, { field, depth, placeholders }: Place): number {
  return isPublicNumber(number, depth === 0 ? field : '') ? number : placeholders.number(number);
}

/** Keeps the vendors' field names. */
export function redactFieldName(name: string, placeholders: Placeholders): string {
  return isVendorField(name) ? name : placeholders.field(name);
}

/** Redacts a path with its query: keeps words of the API, and the place of an integration key. */
export function redactPath(text: string, place: Place): string {
  const { placeholders } = place;
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  const segments = path.split('/').map((segment, index, all) => {
    if (all[index - 2] === 'events') return redactKey(decoded(segment), placeholders);
    if (PATH_WORDS.has(segment)) return segment;
    return encodeURIComponent(redactText(decoded(segment), { ...place, field: '' }));
  });
  return [
    segments.join('/'),
    ...(query === undefined ? [] : ['?', redactQuery(query, deeper(place))]),
    ...(fragment === undefined ? [] : ['#', placeholders.text(fragment)]),
  ].join('');
}

/** Redacts `name=value&name=value`. */
export function redactQuery(query: string, place: Place): string {
  return query
    .split('&')
    .map((part) => {
      const [name = '', ...values] = part.split('=').map((each) => decoded(each.replaceAll('+', ' ')));
      const kept = name === '' || QUERY_WORDS.has(name) ? name : redactFieldName(name, place.placeholders);
      const value = values.join('=');
      return values.length === 0 ? kept : `${kept}=${encodeURIComponent(redactText(value, { ...place, field: name }))}`;
    })
    .join('&');
}

function redactKey(key: string, placeholders: Placeholders): string {
  return key === '' ? key : placeholders.text(key, 'key');
}

/** Redacts every token of JSON in a text, which may be a template, or broken. Keeps its punctuation and spaces. */
function redactJsonText(text: string, place: Place): string {
  let field = '';
  return text.replaceAll(JSON_TOKENS, (token, offset: number) => {
    if (/^(?:[\s{}[\]:,]+|")$/.test(token)) return token;
    const isName = /^\s*:/.test(text.slice(offset + token.length, offset + token.length + 100));
    const isQuoted = token.startsWith('"');
    const value = parseJson(token) ?? token;
    if (typeof value === 'number') return String(redactNumber(value, { ...place, field }));
    if (typeof value !== 'string') return token;
    if (isName) field = value;
    const redacted = isName ? redactFieldName(value, place.placeholders) : redactText(value, { ...place, field });
    if (redacted === value) return token;
    return isQuoted ? JSON.stringify(redacted) : redacted;
  });
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
