import type { YAMLError } from 'yaml';
import { findInvisible } from '../text/invisible.ts';

/** What is wrong with a file that can't be parsed: a clause after its path and line, and what to do. */
export interface ParseError {
  readonly wrong: string;
  readonly hint: string;
}

const NOT_READABLE = ' is not YAML or JSON';
const SCHEMA = 'See: ilert-haloitsm schema';

/** How an unquoted template of ilert looks to YAML. */
export const UNQUOTED_BRACES: ParseError = {
  wrong: ' has a value that starts with {{ and is not in quotation marks',
  hint: "Put it in quotation marks: '{{ ticket.summary }}'",
};

/**
 * Says what an error of the parser comes from, as far as the line tells.
 *
 * @param line the text of the line that the error is in
 */
export function explainParseError(error: YAMLError, line: string): ParseError {
  const invisible = findInvisible(line);
  if (invisible) {
    return {
      wrong: `${NOT_READABLE}: column ${invisible.offset + 1} has an invisible character, a ${invisible.name}`,
      hint: 'Replace it with a plain space, or delete it.',
    };
  }
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      wrong: `${NOT_READABLE}: a second document starts here, and a settings file has one`,
      hint: 'Remove the line with ---. For several tenants, list them under "targets".',
    };
  }
  if (/[:-]\s+\{\{/.test(line)) return UNQUOTED_BRACES;
  const hint = error.code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : SCHEMA;
  return { wrong: `${NOT_READABLE}${wordsOf(error)}`, hint };
}

/** The parser's words, but for what it quotes after a colon: that may be a secret. */
function wordsOf({ message }: YAMLError): string {
  if (/call stack/i.test(message)) return ': it is nested too deeply';
  const [words = ''] = message.split(': ');
  return words.length > 10 ? `: ${words}` : '';
}
