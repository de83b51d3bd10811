import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { parseJson } from '../text/json.ts';
import type { TemplateMistake } from './mistakes.ts';
import type { TemplateVariable } from './template.ts';

type JsonProblem = Omit<TemplateMistake, 'hint'>;

/** Fills in a template's variables: `value` outside quotes, `text` inside, padded so that positions don't change. */
export function filled(template: string, variables: readonly TemplateVariable[], value: string, text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { quoted, offset, length } of variables) {
    parts.push(template.slice(from, offset), (quoted ? text : value).padEnd(length));
    from = offset + length;
  }
  return [...parts, template.slice(from)].join('');
}

/** Finds the first syntax error in a text that should be JSON. */
export function jsonProblem(text: string): JsonProblem | undefined {
  return parseJson(text) === undefined ? firstError(text) : undefined;
}

function firstError(text: string): JsonProblem {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The parser is recursive.
    return { offset: 0, message: 'this is not JSON: it is nested too deeply.' };
  }
  const [first] = errors;
  if (!first) return { offset: 0, message: 'this is not JSON.' };
  return extraComma(text, first) ?? { offset: first.offset, message: `this is not JSON: ${inWords(first, text)}.` };
}

/** In `{"a": 1,}` and `[1,]`, the error is the comma, not the bracket. */
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
