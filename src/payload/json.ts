import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { TemplateVariable } from './template.ts';

/** What stands for a variable outside and inside quotes. */
export interface Filling {
  readonly value: string;
  readonly text: string;
}

/** A place in a text, from 0, and what is wrong there. */
export interface JsonProblem {
  readonly offset: number;
  readonly message: string;
}

/** The template with a filling in each variable's place, padded to the variable's length so that positions stay. */
export function filled(template: string, variables: readonly TemplateVariable[], { value, text }: Filling): string {
  const parts: string[] = [];
  let from = 0;
  for (const { quoted, offset, length } of variables) {
    parts.push(template.slice(from, offset), (quoted ? text : value).padEnd(length));
    from = offset + length;
  }
  return [...parts, template.slice(from)].join('');
}

/** The first thing that keeps a text from being JSON, or undefined. */
export function jsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return firstError(text);
  }
}

function firstError(text: string): JsonProblem {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The parser calls itself for each level.
    return { offset: 0, message: 'this is not JSON: it is nested too deeply.' };
  }
  const [first] = errors;
  if (!first) return { offset: 0, message: 'this is not JSON.' };
  return extraComma(text, first) ?? { offset: first.offset, message: `this is not JSON: ${inWords(first, text)}.` };
}

/** `{"a": 1,}` and `[1,]`: the comma is what has to go, not the bracket. */
function extraComma(text: string, { offset }: ParseError): JsonProblem | undefined {
  const closing = text[offset];
  const before = text.slice(0, offset).trimEnd();
  if ((closing !== '}' && closing !== ']') || !before.endsWith(',')) return undefined;
  return { offset: before.length - 1, message: `this is not JSON: the comma before ${closing} is one too many.` };
}

const IN_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'text needs double quotes',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'property name expected',
  ValueExpected: 'value expected',
  ColonExpected: 'colon expected',
  CommaExpected: 'comma expected',
  CloseBraceExpected: 'a } is missing',
  CloseBracketExpected: 'a ] is missing',
  EndOfFileExpected: 'there is something after its end',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'this text has no closing quote',
  InvalidUnicode: '\\u needs four hexadecimal digits',
  InvalidEscapeCharacter: 'this \\ escapes nothing; a backslash is written \\\\',
  InvalidCharacter: 'a line break or control character must be escaped inside a text, such as \\n',
};

function inWords({ error, offset }: ParseError, text: string): string {
  if (text[offset] === "'") return 'text needs double quotes, not single ones';
  return IN_WORDS[printParseErrorCode(error)] ?? 'something else is expected';
}
