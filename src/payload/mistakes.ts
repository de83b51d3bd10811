import { fieldsOf, parseJson } from '../text/json.ts';
import { filled } from './json.ts';
import type { TemplateVariable } from './template.ts';

/** An offset from 0, what is wrong there, and what to do. */
export interface TemplateMistake {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * What people mistake for a payload, and what editors and other products do to one. Checked first, since each of them
 * would cause a JSON error somewhere else.
 */
export function mistakesIn(template: string, variables: readonly TemplateVariable[]): TemplateMistake[] {
  const found = haloExport(template) ?? otherBrackets(template) ?? lookAlike(template, variables);
  return found ? [found] : [];
}

/** A file of Halo's "Export to JSON", which may contain a payload but is none. */
function haloExport(template: string): TemplateMistake | undefined {
  const what = exportKind(template);
  if (!what) return undefined;
  return {
    offset: 0,
    message: `this is a complete ${what} exported from Halo, not the body of a method.`,
    hint: 'Give only the text of the method\'s body (in an export, the value of "requestbody"), without escaping.',
  };
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
/** Brackets around a name of Halo's that Halo does not recognize. */
const OTHER_BRACKETS = new RegExp(
  `(?:&lt;&lt;|«|(?<!<)<|\\{\\{|\\$\\{|\\[\\[)\\s*${VARIABLE_NAME}\\s*(!?)\\s*(?:&gt;&gt;|»|>{1,2}|\\}\\}|\\}|\\]\\])`,
);
/** `{{…}}` of ilert, Jinja and Mustache, and `${…}`: `{{` is not JSON, and inside a text Halo would send it unchanged. */
const OTHER_PRODUCT = /\{\{[^{}"\r\n]{1,80}\}\}|\$\{[A-Za-z_][\w.]{0,80}\}/;

function otherBrackets(template: string): TemplateMistake | undefined {
  const match = OTHER_BRACKETS.exec(template);
  if (match) {
    return {
      offset: match.index,
      message: `${match[0]} is not a Halo variable and would be sent unchanged.`,
      hint: `Write <<${match[1]}${match[2]}>>.`,
    };
  }
  const escaped = /&lt;&lt;|&gt;&gt;/.exec(template);
  if (escaped) {
    return {
      offset: escaped.index,
      message: `Halo does not recognise ${escaped[0]} as the start or end of a variable.`,
      hint: 'Write variables as <<ticket^summary>>, with two plain < and two plain >.',
    };
  }
  const other = OTHER_PRODUCT.exec(template);
  if (!other) return undefined;
  return {
    offset: other.index,
    message: `${other[0]} is another product's variable; Halo would send it unchanged.`,
    hint: "Use Halo's variables, such as <<ticket^summary>>.",
  };
}

/** Characters that look like those of JSON's syntax. */
const LOOK_ALIKE =
  /(?<quote>[\u201c-\u201f\u2018-\u201b\u2033\u02ba\uff02])|(?<blank>[\u00a0\u2000-\u200a\u202f\u205f\u3000])|(?<hidden>[\u200b-\u200d\u2060\ufeff])|(?<sign>[\uff1a\uff0c\uff5b\uff5d])/;
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  quote: ['a typographic quote', 'Write a plain " instead; word processors and chats replace it.'],
  blank: [
    'a no-break or other special space',
    'Replace it with a plain space; it was probably copied from a web page.',
  ],
  hidden: ['an invisible character', 'Delete it; it was probably copied from a web page, or the file has a BOM.'],
  sign: ['a full-width sign', 'Write the plain sign instead.'],
};

/** Such a character outside of texts. */
function lookAlike(template: string, variables: readonly TemplateVariable[]): TemplateMistake | undefined {
  const around = filled(template, variables, { value: '0', text: '0' }).replace(/"[^"\\]*(?:\\.[^"\\]*)*"?/gs, (text) =>
    ' '.repeat(text.length),
  );
  const match = LOOK_ALIKE.exec(around);
  const kind = Object.entries(match?.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
  if (!match || !kind) return undefined;
  const [name, hint] = NAMES[kind] ?? ['', ''];
  const code = `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = kind === 'quote' || kind === 'sign' ? `${match[0]} (${code})` : code;
  return { offset: match.index, message: `this is not JSON: ${shown} is ${name}.`, hint };
}
