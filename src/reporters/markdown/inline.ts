import { plainName } from '../../ui/sanitize.ts';
import { cut, cutBoth } from '../cut-texts.ts';

/** Longer texts of others are cut: nobody reads them in a table. */
const MOST_IN_CODE = 200;
const MOST_IN_PROSE = 1_000;

/**
 * A name or a value from a service or the settings, in one line, as code: what is in it is no Markdown, no HTML, no link,
 * and notifies nobody. Pure.
 */
export function code(text: string): string {
  const line = cut(plainName(text), MOST_IN_CODE);
  if (line.trim() === '') return `\`"${line}"\``;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  // One space at both ends is not part of the code.
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A value before and after, each as code; of long ones, what differs. Pure. */
export function codeOfBoth(before: string, after: string): [before: string, after: string] {
  const [old, fresh] = cutBoth(plainName(before), plainName(after), MOST_IN_CODE - 2);
  return [code(old), code(fresh)];
}

/** A name or a value as code within HTML, such as a summary. Pure. */
export function htmlCode(text: string): string {
  const line = cut(plainName(text), MOST_IN_CODE);
  return `<code>${line.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

/**
 * A sentence of this program with names or values of others in it, in one line: each word that could be more than a word,
 * such as `@team`, `#12`, `<b>` or an address, is code. Pure.
 */
export function prose(text: string): string {
  return wordByWord(text, code, '>');
}

/** The same within HTML. Pure. */
export function htmlProse(text: string): string {
  return wordByWord(text, htmlCode, '&gt;');
}

/** @param into stands between the parts of a path through pages, which is a quotation only at the beginning of a line */
function wordByWord(text: string, asCode: (word: string) => string, into: string): string {
  const words = cut(plainName(text), MOST_IN_PROSE).trim().split(/\s+/);
  const safe = words.map((word, index) => {
    if (word === '>' && index > 0) return into;
    if (!RISKY.test(word)) return word;
    // Quotes and the end of a sentence are no part of an address or a name.
    const [, before = '', core = '', after = ''] = /^(["'(]*)(.*?)(["').,;:?]*)$/.exec(word) ?? [];
    return core === '' ? asCode(word) : before + asCode(core) + after;
  });
  return safe.join(' ');
}

/**
 * What GitHub, GitLab or Markdown itself may make something of: markup, mentions, references to issues, merge requests,
 * milestones and commits, emoji, formulas, addresses. Where a secret is, such as `file:token.txt`, is code like all of these.
 */
const RISKY =
  /[\\`*_{}[\]<>#@|~$&^]|[!%]["\w]|:\/\/|^\W*(?:env|file):\S|www\.|:[\w+-]+:|\bgh-\d|\b(?=\w*\d)[\da-f]{7,40}\b/i;
