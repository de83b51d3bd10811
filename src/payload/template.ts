import { fieldsOf } from '../text/json.ts';

/*
 * The part of Halo's template language that a method's body needs: `<<ticket^summary>>` is replaced with a JSON value,
 * quoted and escaped, `<<ticket^summary!>>` with the bare text (fact `template-values`).
 */

/** One `<<…>>` in a template. */
export interface TemplateVariable {
  /** The name without brackets and `!`, such as `ticket^status^name`. */
  readonly name: string;
  /** Whether it is `<<x!>>`: the bare text, which belongs inside quotes. */
  readonly bareText: boolean;
  /** Whether it is inside a JSON string. */
  readonly quoted: boolean;
  /** Position of the first `<` in the template, from 0. */
  readonly offset: number;
  /** Length in the template, including the brackets. */
  readonly length: number;
}

const VARIABLE = /<<([^<>\r\n]*?)(!?)>>/g;

/** Returns the variables of a template, in order. */
export function variablesOf(template: string): TemplateVariable[] {
  let quoted = false;
  let from = 0;
  return [...template.matchAll(VARIABLE)].map((match) => {
    const quotes = template.slice(from, match.index).replace(/\\./gs, '').match(/"/g) ?? [];
    if (quotes.length % 2 === 1) quoted = !quoted;
    from = match.index + match[0].length;
    const { 0: whole, 1: name = '', 2: mark, index: offset } = match;
    return { name, bareText: mark === '!', quoted, offset, length: whole.length };
  });
}

/**
 * Renders a template like Halo in a runbook's step, in one pass: a value that contains `<<x>>` is not rendered again.
 * Inside quotes, a variable outside the ticket is bare text in both forms, since that depends on the tenant.
 *
 * @param values the roots of the variables, such as `{ ticket: {…} }`
 * @throws Error if there is no such value, just as the step fails in Halo (an empty one is `null`)
 */
export function renderTemplate(template: string, values: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  let from = 0;
  for (const { name, bareText, quoted, offset, length } of variablesOf(template)) {
    const value = valueAt(values, name);
    if (value === undefined) throw new Error(`<<${name}>> has no value`);
    const isText = bareText || (quoted && !/^ticket(\^|$)/.test(name));
    parts.push(template.slice(from, offset), isText ? asText(value) : JSON.stringify(value));
    from = offset + length;
  }
  return [...parts, template.slice(from)].join('');
}

function valueAt(values: unknown, name: string): unknown {
  return name.split('^').reduce((value, part) => {
    const fields = fieldsOf(value);
    return Object.hasOwn(fields, part) ? fields[part] : undefined;
  }, values);
}

function asText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
