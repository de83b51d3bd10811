import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { didYouMean } from '../nearest.ts';
import { type TemplateVariable, variablesOf } from './template.ts';
import { isCustomField, ticketVariables } from './ticket-variables.ts';

const NOT_JSON = 'The payload must be JSON, with <<…>> where a value stands.';
/** One who has mistaken all of them learns no more from the next. */
const MOST_TOLD = 20;
const LIKE_A_VARIABLE = /^[\w .-]{0,24}(\^[\w .-]{0,40}){0,5}$/;

/** What is wrong with a template; line and column count from 1. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Checks that a method's body will be JSON once Halo has filled it in: known variables only, bare
 * ones where a JSON value stands, `!` ones inside quotes, and JSON around them.
 *
 * @param known further variables that the tenant has
 * @returns the problems in the order they stand in the template; none for a good one
 */
export function checkTemplate(template: string, known: readonly string[]): TemplateProblem[] {
  const variables = variablesOf(template);
  const found = firstWrong(template, variables, new Set([...ticketVariables, ...known]));
  const problems = found.length > 0 ? found : renderedProblems(template, variables);
  return problems.map(({ offset, message, hint }) => ({ ...positionOf(template, offset), message, hint }));
}

/**
 * What a template risks although it may stand: bare text is not escaped as far as is known, so a
 * quote in the ticket would break the JSON, and no alert would come.
 */
export function templateRisks(template: string): string[] {
  const lacking = ticketLacking(template);
  const bare = variablesOf(template)
    .filter(({ name, bareText }) => bareText && !/(^|[_^])id$/.test(name))
    .map(
      ({ name }) =>
        `"<<${name}!>>" breaks when the ticket has a quote or a line break there; <<${name}>> without quotes does not`,
    );
  return [...lacking, ...new Set(bare)];
}

/** ilert finds the alert by the ticket's id and resolves it by the status (inferred): without them there may be no alert, or one for ever. */
function ticketLacking(template: string): string[] {
  const { ticket } = fieldsOf(jsonOf(filled(template, variablesOf(template))));
  // `<<ticket>>` is the whole ticket; it is 0 here.
  if (ticket === 0 || template.trim() === '') return [];
  const { id, status, status_id } = fieldsOf(ticket);
  if (id === undefined) return ['the payload has no "ticket" with an "id": ilert may make no alert of it'];
  return status === undefined && status_id === undefined
    ? ['the payload has no status of the ticket: ilert may not resolve the alert']
    : [];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

interface Wrong {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** The first variables that are wrong, told together. */
function firstWrong(template: string, variables: readonly TemplateVariable[], known: ReadonlySet<string>): Wrong[] {
  const quoted = inStrings(template, variables);
  const wrong: Wrong[] = [];
  for (const variable of variables) {
    if (wrong.length === MOST_TOLD) break;
    const found = wrongWith(variable, quoted.has(variable.offset), known);
    if (found) wrong.push(found);
  }
  return wrong;
}

function wrongWith(variable: TemplateVariable, quoted: boolean, known: ReadonlySet<string>): Wrong | undefined {
  const { name, bareText, offset } = variable;
  const text = `<<${name}${bareText ? '!' : ''}>>`;
  if (!known.has(name) && !isCustomField(name)) {
    // A file that was named by mistake may hold anything: only what looks like a variable is repeated.
    if (!LIKE_A_VARIABLE.test(name))
      return { offset, message: 'what stands between << and >> is no variable of Halo.', hint: NOT_JSON };
    const hint = `If yours has it all the same, give --known-variable '${name}'.`;
    const near = didYouMean(name, ticketVariables);
    return { offset, message: `Halo has no variable ${text}.`, hint: near ? `${near} ${hint}` : hint };
  }
  if (quoted && !bareText) {
    return {
      offset,
      message: `${text} brings its own quotes.`,
      hint: `Take the quotes away, or write <<${name}!>> inside them.`,
    };
  }
  if (!quoted && bareText) {
    return {
      offset,
      message: `${text} is bare text and needs quotes around it.`,
      hint: `Write "${text}", or <<${name}>> without quotes.`,
    };
  }
  return undefined;
}

/** The offsets of the variables that are inside a JSON string; the variables themselves count for nothing. */
function inStrings(template: string, variables: readonly TemplateVariable[]): ReadonlySet<number> {
  const quoted = new Set<number>();
  let isQuoted = false;
  let from = 0;
  for (const { offset, length } of variables) {
    const quotes = template.slice(from, offset).replace(/\\./gs, '').match(/"/g) ?? [];
    if (quotes.length % 2 === 1) isQuoted = !isQuoted;
    if (isQuoted) quoted.add(offset);
    from = offset + length;
  }
  return quoted;
}

/** The template must be JSON whatever the variables stand for: `-<<x>>` is for a number, not for a text. */
function renderedProblems(template: string, variables: readonly TemplateVariable[]): Wrong[] {
  const asNumbers = jsonProblems(filled(template, variables));
  if (asNumbers.length > 0) return asNumbers;
  // A letter where bare text stands: `"\u000<<x!>>"` is for a digit only.
  return jsonProblems(filled(template, variables, { value: '""', bare: 'x' }));
}

/** The template with something of the same length in each variable's place, so that positions stay. */
function filled(
  template: string,
  variables: readonly TemplateVariable[],
  { value, bare } = { value: '0', bare: '0' },
): string {
  const parts: string[] = [];
  let from = 0;
  for (const { offset, length, bareText } of variables) {
    parts.push(template.slice(from, offset), (bareText ? bare : value).padEnd(length));
    from = offset + length;
  }
  return [...parts, template.slice(from)].join('');
}

function jsonProblems(text: string): Wrong[] {
  const open = text.indexOf('<<');
  if (open !== -1)
    return [{ offset: open, message: 'this << has no >>, so Halo would send it as it is.', hint: NOT_JSON }];
  try {
    JSON.parse(text);
    return [];
  } catch {
    return [{ ...firstError(text), hint: NOT_JSON }];
  }
}

function firstError(text: string): { readonly offset: number; readonly message: string } {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The parser calls itself for each level.
    return { offset: 0, message: 'this is not JSON: it is nested too deeply.' };
  }
  const [first] = errors;
  if (!first) return { offset: 0, message: 'this is not JSON.' };
  const what = printParseErrorCode(first.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return { offset: first.offset, message: `this is not JSON: ${what}.` };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
