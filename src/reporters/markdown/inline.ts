import { plainName } from '../../ui/sanitize.ts';
import { cut, cutBoth } from '../cut-texts.ts';

/** Longer texts from outside are cut: nobody reads them in a table. */
const MOST_IN_CODE = 200;
const MOST_IN_PROSE = 1_000;

/**
 * Renders a name or value from a service or the settings as code on one line. Nothing in it is Markdown, HTML or a
 * link, or notifies anyone. Pure.
 */
export function code(text: string): string {
  const line = cut(plainName(text), MOST_IN_CODE);
  if (line.trim() === '') return `\`"${line}"\``;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  // A single space at both ends is not part of the code.
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Renders a value before and after as code; for long values, only what differs. Pure. */
export function codeOfBoth(before: string, after: string): [before: string, after: string] {
  const [old, fresh] = cutBoth(plainName(before), plainName(after), MOST_IN_CODE - 2);
  return [code(old), code(fresh)];
}

/** Renders a name or value as code within HTML, such as a summary. Pure. */
export function htmlCode(text: string): string {
  const line = cut(plainName(text), MOST_IN_CODE);
  return `<code>${line.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

/**
 * Renders one of this program's sentences, with names or values from outside in it, on one line. Each word that could
 * be more than a word, such as `@team`, `#12`, `<b>` or a URL, becomes code. Pure.
 */
export function prose(text: string): string {
  return wordByWord(text, code, '>');
}

/** Renders one of this program's sentences, with code between backticks in it and nothing from outside. Pure. */
export function sentence(text: string): string {
  const parts = text.split(/`([^`]+)`/);
  // Every second part was between backticks. Spaces at the ends of the others stay.
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : part.replace(/\S(?:.*\S)?/s, prose))).join('');
}

/** Does the same as `prose` within HTML. Pure. */
export function htmlProse(text: string): string {
  return wordByWord(text, htmlCode, '&gt;');
}

/** @param into separates the parts of a path through pages; only at the start of a line would it be a quotation */
function wordByWord(text: string, asCode: (word: string) => string, into: string): string {
  const words = cut(plainName(text), MOST_IN_PROSE).trim().split(/\s+/);
  const safe = words.map((word, index) => {
    if (word === '>' && index > 0) return into;
    if (!RISKY.test(word)) return word;
    // Quotes and closing punctuation are not part of a URL or a name.
    const [, before = '', core = '', after = ''] = /^(["'(]*)(.*?)(["').,;:?]*)$/.exec(word) ?? [];
    return core === '' ? asCode(word) : before + asCode(core) + after;
  });
  return safe.join(' ');
}

/**
 * Anything that GitHub, GitLab or Markdown may interpret: markup, mentions, references to issues, merge requests,
 * milestones and commits, emoji, formulas, URLs. References to secrets, such as `file:token.txt`, are code as well.
 */
const RISKY =
  /[\\`*_{}[\]<>#@|~$&^]|[!%]["\w]|:\/\/|^\W*(?:env|file):\S|www\.|:[\w+-]+:|\bgh-\d|\b(?=\w*\d)[\da-f]{7,40}\b/i;
