/** A pasted value without what surrounded it. */
export interface Pasted {
  readonly text: string;
  /** What was removed besides white space, as a clause: `the quotation marks were removed`. */
  readonly note?: string;
}

const AROUND = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g;

/** Pairs of opening and closing marks: straight, Markdown code, typographic, escaped. */
const QUOTES = ['""', "''", '``', '“”', '””', '„“', '„”', '‘’', '’’', '‚‘', '«»', '»«', '\\"\\"'].map((pair) => ({
  open: pair.slice(0, pair.length / 2),
  close: pair.slice(pair.length / 2),
}));

const QUOTE_AT_AN_END = /^(\\?["'`“”„‘’‚«»])|["'`“”„‘’‚«»]$/;

/** Removes surrounding white space, and the pairs of quotation marks that enclose the whole value. */
export function withoutQuotes(typed: string): Pasted {
  const text = typed.replace(AROUND, '');
  const pair = QUOTES.find(({ open, close }) => isAround(text, open, close));
  if (!pair) return { text };
  const { open, close } = pair;
  return { text: withoutQuotes(text.slice(open.length, -close.length)).text, note: 'the quotation marks were removed' };
}

/** Removes what chats, Markdown and .env files put around a URL, and a doubled scheme. */
export function pastedUrl(typed: string): Pasted {
  const unquoted = withoutQuotes(typed);
  const link = /^\[[^\]]*\]\((\S+)\)$/.exec(unquoted.text) ?? /^<\s*([a-z]+:\/\/[^<>]+)>$/i.exec(unquoted.text);
  if (link) return { text: pastedUrl(link[1] ?? '').text, note: 'what was around the URL was removed' };
  const schemes = /^(?:https?:\/\/){2,}/i.exec(unquoted.text)?.[0];
  if (schemes === undefined) return unquoted;
  const scheme = /https:/i.test(schemes) ? 'https' : 'http';
  return { text: `${scheme}://${unquoted.text.slice(schemes.length)}`, note: 'the doubled scheme was removed' };
}

/** Whether only one end has a quotation mark, so the value or its marks were copied incompletely. */
export function isHalfQuoted(text: string): boolean {
  return QUOTE_AT_AN_END.test(text);
}

function isAround(text: string, open: string, close: string): boolean {
  const isLongEnough = text.length >= open.length + close.length;
  if (!isLongEnough || !text.startsWith(open) || !text.endsWith(close)) return false;
  const inside = text.slice(open.length, -close.length);
  // `"Ops", "Net"` is not one value in quotation marks.
  return !inside.includes(open) && !inside.includes(close);
}
