import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { didYouMean } from '../nearest.ts';
import { type TemplateVariable, variablesOf } from './template.ts';
import { isCustomField, ticketVariables } from './ticket-variables.ts';

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
  const found = variables.flatMap((variable) => {
    const wrong = wrongWith(variable, template, known);
    return wrong ? [{ offset: variable.offset, ...wrong }] : [];
  });
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
  return [...lacking, ...bare];
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
  readonly message: string;
  readonly hint: string;
}

function wrongWith(variable: TemplateVariable, template: string, known: readonly string[]): Wrong | undefined {
  const { name, bareText } = variable;
  const text = `<<${name}${bareText ? '!' : ''}>>`;
  if (![...ticketVariables, ...known].includes(name) && !isCustomField(name)) {
    const hint = `If yours has it all the same, give --known-variable '${name}'.`;
    const near = didYouMean(name, ticketVariables);
    return { message: `Halo has no variable ${text}.`, hint: near ? `${near} ${hint}` : hint };
  }
  const quoted = isInString(template, variable.offset);
  if (quoted && !bareText) {
    return {
      message: `${text} brings its own quotes.`,
      hint: `Take the quotes away, or write <<${name}!>> inside them.`,
    };
  }
  if (!quoted && bareText) {
    return {
      message: `${text} is bare text and needs quotes around it.`,
      hint: `Write "${text}", or <<${name}>> without quotes.`,
    };
  }
  return undefined;
}

/** Whether a place in the template is inside a JSON string; the variables before it count for nothing. */
function isInString(template: string, offset: number): boolean {
  const before = filled(template.slice(0, offset), variablesOf(template.slice(0, offset)));
  const quotes = before.replace(/\\./gs, '').match(/"/g) ?? [];
  return quotes.length % 2 === 1;
}

/** The template must be JSON whether its variables are numbers or texts: `-<<x>>` is for the one, not for the other. */
function renderedProblems(
  template: string,
  variables: readonly TemplateVariable[],
): ({ readonly offset: number } & Wrong)[] {
  const asNumbers = jsonProblems(filled(template, variables));
  return asNumbers.length > 0 ? asNumbers : jsonProblems(filled(template, variables, '""'));
}

/** The template with a value of the same length in each variable's place, so that positions stay. */
function filled(template: string, variables: readonly TemplateVariable[], value = '0'): string {
  let text = template;
  for (const { offset, length, bareText } of variables) {
    text = text.slice(0, offset) + (bareText ? '0' : value).padEnd(length) + text.slice(offset + length);
  }
  return text;
}

function jsonProblems(text: string): ({ readonly offset: number } & Wrong)[] {
  const hint = 'The payload must be JSON, with <<…>> where a value stands.';
  const open = text.indexOf('<<');
  if (open !== -1) return [{ offset: open, message: 'this << has no >>, so Halo would send it as it is.', hint }];
  try {
    JSON.parse(text);
    return [];
  } catch {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    const first = errors[0];
    const what = first
      ? printParseErrorCode(first.error)
          .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
          .toLowerCase()
      : 'not JSON';
    return [{ offset: first?.offset ?? 0, message: `this is not JSON: ${what}.`, hint }];
  }
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
