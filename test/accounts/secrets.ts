import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Exchange } from '../../src/recording/recording.ts';
import { isPublicText } from '../../src/recording/vocabulary.ts';

/** A word that no text of this program contains. */
const WORD = 'qacmeq';

/** Texts that the program may act upon, and so are left as they are: GUIDs, dates and words of enumerations. */
const FORMS = [
  /^\{?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}?$/i,
  /^\d{4}-\d\d-\d\d/,
  /^[A-Z]+(_[A-Z]+)*$/,
  /^-?\d*$/,
  /^(true|false)$/,
  // Columns of Halo's table of tickets.
  /^(requesttypenew|seriousness|sectio_|symptom)$/i,
];

/** Adds a word to every text of other people's rows, so that it is found wherever a text survives. */
export function markTexts({ ilert, halo }: Sandbox): void {
  for (const lists of [ilert.state.others, halo.state.others] as Record<string, unknown[]>[])
    for (const [list, rows] of Object.entries(lists)) lists[list] = rows.map(marked) as never;
}

function marked(value: unknown): unknown {
  if (typeof value === 'string') return FORMS.some((form) => form.test(value)) ? value : `${value} ${WORD}`;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, marked(part)]));
}

/**
 * Finds what an account's recording should not contain, without knowing how it is redacted.
 *
 * @param text the file
 * @param exchanges what was recorded, as it was
 * @param credentials of the sandbox
 * @returns what has survived; empty if nothing has
 */
export function survivorsIn(text: string, exchanges: readonly Exchange[], { ilert, halo }: Sandbox): string[] {
  const original = JSON.stringify(exchanges);
  const decoded = decodings(text);
  const leaves = new Set(leavesOf(JSON.parse(text)).map(String));
  const hosts = [ilert.url, halo.url].map((url) => new URL(url).host);
  const keys = [ilert.token, halo.clientId, halo.clientSecret];
  const guids = original.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi) ?? [];
  const largeNumbers = original.match(/(?<![\d.-])[1-9]\d{6,}(?![\d-])/g) ?? [];
  const integrationKeys = [...original.matchAll(/events\/\w+\/(\w+)/g)].map(([, key]) => key ?? '');
  const days = original.match(/\b20(?!20)\d\d-\d\d-\d\d(?=T)/g) ?? [];
  const anywhere = [WORD, ...hosts, ...keys, ...guids, ...largeNumbers, ...integrationKeys, ...days]
    .filter((each) => !/^[0-]+$/.test(each))
    .filter((each) => decoded.some((form) => form.includes(each.toLowerCase())));
  const texts = exchanges
    .flatMap(({ response }) => leavesOf(response))
    .filter((leaf): leaf is string => typeof leaf === 'string' && isPrivate(leaf))
    .filter((leaf) => leaves.has(leaf));
  return [...new Set([...anywhere, ...texts])];
}

/** Whether a text is the account's own, as far as its form shows. */
function isPrivate(text: string): boolean {
  return !isPublicText(text) && !FORMS.some((form) => form.test(text)) && !/^\s*[[{/]/.test(text);
}

/** A text in lower case, and what it is if it is JSON in JSON or a part of a URL. */
function decodings(text: string): string[] {
  const unescaped = text.replaceAll(/\\u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  const unquoted = unescaped.replaceAll(/\\+(["/])/g, '$1');
  const unencoded = unquoted.replaceAll(/(?:%[\da-f]{2})+/gi, (codes) => decodeURIComponent(codes));
  return [text, unencoded].map((form) => form.toLowerCase());
}

function leavesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).flatMap(([name, part]) => [
    ...(Array.isArray(value) ? [] : [name].filter(isKeyOfMap)),
    ...leavesOf(part),
  ]);
}

function isKeyOfMap(name: string): boolean {
  return name.includes(WORD);
}
