/**
 * Halo's template language, as far as a method's body needs it: `<<ticket^summary>>` stands for a
 * JSON value with its quotes and escaping, `<<ticket^summary!>>` for the bare text.
 */

/** One `<<…>>` in a template. */
export interface TemplateVariable {
  /** The name as typed, without brackets and `!`: `ticket^status^name`. */
  readonly name: string;
  /** True for `<<x!>>`: the bare text, which belongs inside quotes. */
  readonly bareText: boolean;
  /** Whether it stands inside a JSON string. */
  readonly quoted: boolean;
  /** Position of the first `<` in the template, from 0. */
  readonly offset: number;
  /** Length in the template, brackets included. */
  readonly length: number;
}

const VARIABLE = /<<([^<>\r\n]*?)(!?)>>/g;

/** The variables of a template, in the order they stand in it. */
export function variablesOf(template: string): TemplateVariable[] {
  let quoted = false;
  let from = 0;
  return [...template.matchAll(VARIABLE)].map((match) => {
    const quotes = template.slice(from, match.index).replace(/\\./gs, '').match(/"/g) ?? [];
    if (quotes.length % 2 === 1) quoted = !quoted;
    from = match.index + match[0].length;
    return {
      name: match[1] ?? '',
      bareText: match[2] === '!',
      quoted,
      offset: match.index,
      length: match[0].length,
    };
  });
}

/** A variable for which the ticket has no value: in Halo the step fails. */
export class UnresolvedVariable extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(`<<${variable}>> has no value`);
    this.name = 'UnresolvedVariable';
    this.variable = variable;
  }
}

/**
 * Fills a template as Halo does when the runbook's step runs. One pass: a value that itself
 * contains `<<x>>` stays as it is. A variable that is no part of the ticket is text inside quotes in
 * both forms, since that depends on the tenant.
 *
 * @param values what the variables start from, such as `{ ticket: {…} }`
 * @throws UnresolvedVariable where the values have no such entry (an empty one is `null`)
 */
export function renderTemplate(template: string, values: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  let from = 0;
  for (const { name, bareText, quoted, offset, length } of variablesOf(template)) {
    const value = valueAt(values, name);
    if (value === undefined) throw new UnresolvedVariable(name);
    const isText = bareText || (quoted && !/^ticket(\^|$)/.test(name));
    parts.push(template.slice(from, offset), isText ? asText(value) : JSON.stringify(value));
    from = offset + length;
  }
  return [...parts, template.slice(from)].join('');
}

function valueAt(values: unknown, name: string): unknown {
  let value = values;
  for (const part of name.split('^')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function asText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
