import { codePoint, findInvisible } from '../text/invisible.ts';
import { fieldsOf, parseJson } from '../text/json.ts';

/** An offset from 0, what is wrong there, and what to do about it. */
export interface TemplateMistake {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Finds what people mistake for a payload, and what editors and other products do to one. These checks come first,
 * since each mistake would cause a JSON error somewhere else.
 */
export function mistakesIn(template: string): TemplateMistake[] {
  return [haloExport(template) ?? otherBrackets(template) ?? strayCharacter(template) ?? []].flat();
}

/** Detects a file of Halo's "Export to JSON", which may contain a payload but is not one. */
function haloExport(template: string): TemplateMistake | undefined {
  const what = exportKind(template);
  if (!what) return undefined;
  const message = `this is a complete ${what} exported from Halo, not the body of a method.`;
  const hint = 'Give only the text of the method\'s body (in an export, the value of "requestbody"), without escaping.';
  return { offset: 0, message, hint };
}

function exportKind(template: string): string | undefined {
  // An export may be a list of one.
  const [first] = [parseJson(template)].flat();
  const exported = fieldsOf(first);
  if (isListWith(exported.steps, 'steptype') || 'runbook_start_type' in exported) return 'runbook';
  if ('resourcebaseurl' in exported || isListWith(exported.methods, 'requestbody')) return 'custom integration';
  return 'requestbody' in exported ? 'method' : undefined;
}

function isListWith(list: unknown, field: string): boolean {
  return Array.isArray(list) && list.some((entry) => field in fieldsOf(entry));
}

const VARIABLE_NAME = '(ticket(?:\\^[\\w^]*)?|response\\^[\\w^]*|CF\\w+|halo_url)';
/** Brackets that Halo does not recognize, around one of its names. */
const OTHER_BRACKETS = new RegExp(
  `(?:&lt;&lt;|«|(?<!<)<|\\{\\{|\\$\\{|\\[\\[)\\s*${VARIABLE_NAME}\\s*(!?)\\s*(?:&gt;&gt;|»|>{1,2}|\\}\\}|\\}|\\]\\])`,
);
/** `{{…}}` of ilert, Jinja and Mustache, and `${…}`. `{{` is not JSON, and Halo would send it unchanged in a text. */
const OTHER_PRODUCT = /\{\{[^{}"\r\n]{1,80}\}\}|\$\{[A-Za-z_][\w.]{0,80}\}/;

function otherBrackets(template: string): TemplateMistake | undefined {
  const match = OTHER_BRACKETS.exec(template);
  if (match) {
    const message = `${match[0]} is not a Halo variable and would be sent unchanged.`;
    return { offset: match.index, message, hint: `Write <<${match[1]}${match[2]}>>.` };
  }
  const escaped = /&lt;&lt;|&gt;&gt;/.exec(template);
  if (escaped) {
    const message = `Halo does not recognise ${escaped[0]} as the start or end of a variable.`;
    const hint = 'Write variables as <<ticket^summary>>, with two plain < and two plain >.';
    return { offset: escaped.index, message, hint };
  }
  const other = OTHER_PRODUCT.exec(template);
  if (!other) return undefined;
  const message = `${other[0]} is another product's variable; Halo would send it unchanged.`;
  return { offset: other.index, message, hint: "Use Halo's variables, such as <<ticket^summary>>." };
}

/** A string, even if it has no end. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"?/gs;
const VARIABLE = /<<[^<>\r\n]*>>/g;

/** Blanks strings, but not the variables in them; all positions stay the same. */
function blankStrings(template: string): string {
  return template.replace(STRING, (string) =>
    [...string.matchAll(VARIABLE)].reduce(
      (blank, { 0: variable, index }) => blank.slice(0, index) + variable + blank.slice(index + variable.length),
      ' '.repeat(string.length),
    ),
  );
}

/** Characters that look like JSON syntax, or like nothing. */
const LOOK_ALIKES: readonly (readonly [RegExp, what: string, hint: string])[] = [
  [
    /[\u201c-\u201f\u2018-\u201b\u2033\u02ba\uff02]/,
    'a typographic quote',
    'Write a plain " instead; word processors and chats replace it.',
  ],
  [/[\uff1a\uff0c\uff5b\uff5d]/, 'a full-width sign', 'Write the plain sign instead.'],
  [/[\u200c\u200d]/, 'an invisible character', 'Delete it; it was probably copied from a web page.'],
];

/** Finds an invisible or look-alike character where neither JSON nor a variable's name may have one. */
function strayCharacter(template: string): TemplateMistake | undefined {
  const outside = blankStrings(template);
  const invisible = findInvisible(outside);
  if (invisible) {
    const message = `there is an invisible character, a ${invisible.name}.`;
    return { offset: invisible.offset, message, hint: 'Replace it with a plain space, or delete it.' };
  }
  for (const [pattern, what, hint] of LOOK_ALIKES) {
    const offset = outside.search(pattern);
    if (offset < 0) continue;
    const found = outside.charAt(offset);
    return { offset, message: `this is not JSON: ${found} (${codePoint(found)}) is ${what}.`, hint };
  }
  return undefined;
}
