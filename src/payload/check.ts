import { similarNames } from '../text/did-you-mean.ts';
import { filled, jsonProblem } from './json.ts';
import { mistakesIn, type TemplateMistake } from './mistakes.ts';
import { type TemplateVariable, variablesOf } from './template.ts';
import { haloVariables, type VariableType, variableType } from './ticket-variables.ts';

const NOT_JSON = 'The payload must be JSON, with variables such as <<ticket^summary>> as values.';
/** More problems than these teach nothing new. */
const MOST_TOLD = 20;
const LIKE_A_VARIABLE = /^[\w .>/-]{0,24}(\^[\w .-]{0,40}){0,5}$/;

/** What is wrong with a template; line and column count from 1. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Checks that a method's body will be JSON once Halo has filled it in. Texts stand without quotes, or
 * with `!` inside quotes; numbers anywhere; variables whose type is not known wherever one of both can.
 *
 * @param known further variables that the tenant has
 * @returns the problems in the order they stand in the template; none for a good one
 */
export function checkTemplate(template: string, known: readonly string[]): TemplateProblem[] {
  const variables = variablesOf(template);
  const checks = [
    () => mistakesIn(template, variables),
    () => wrongVariables(variables, known),
    () => renderedProblems(template, variables),
  ];
  for (const check of checks) {
    const found = check();
    if (found.length > 0)
      return found.map(({ offset, message, hint }) => ({ ...positionOf(template, offset), message, hint }));
  }
  return [];
}

/** The first variables that are wrong, told together. */
function wrongVariables(variables: readonly TemplateVariable[], known: readonly string[]): TemplateMistake[] {
  const wrong: TemplateMistake[] = [];
  for (const variable of variables) {
    if (wrong.length === MOST_TOLD) break;
    const type = variableType(variable.name, known);
    const found = type ? misplaced(variable, type) : notInHalo(variable);
    if (found) wrong.push({ offset: variable.offset, ...found });
  }
  return wrong;
}

type Wrong = Omit<TemplateMistake, 'offset'>;

function misplaced({ name, bareText, quoted }: TemplateVariable, type: VariableType): Wrong | undefined {
  const text = `<<${name}${bareText ? '!' : ''}>>`;
  if (type === 'object') {
    if (!quoted && !bareText) return undefined;
    return {
      message: `${text} is a JSON object, not text.`,
      hint: `Write <<${name}>> without quotes.`,
    };
  }
  if (type === 'number' || type === 'unknown' || quoted === bareText) return undefined;
  // Halo's own templates have "<<halo_url>>" inside quotes.
  if (type === 'address' && quoted) return undefined;
  return quoted
    ? {
        message: `${text} already includes quotes.`,
        hint: `Remove yours, or write <<${name}!>> inside them.`,
      }
    : {
        message: `${text} is inserted without quotes.`,
        hint: `Write "${text}", or <<${name}>> without quotes.`,
      };
}

function notInHalo({ name, bareText }: TemplateVariable): Wrong {
  // A file that was named by mistake may hold anything: only what looks like a variable is repeated.
  if (!LIKE_A_VARIABLE.test(name))
    return { message: 'the text between << and >> is not a Halo variable.', hint: NOT_JSON };
  const message = `Halo has no variable <<${name}${bareText ? '!' : ''}>>.`;
  const meant = otherSpelling(name);
  if (meant) return { message, hint: `Write <<${meant}${bareText ? '!' : ''}>>.` };
  const hint = `If your instance has it, allow it with --known-variable '${name}'.`;
  const near = closest(name).map((variable) => `"${variable}"`);
  return { message, hint: near.length > 0 ? `Did you mean ${near.join(' or ')}? ${hint}` : hint };
}

/** The variables that are most like a name; `ticket^`, which nearly all have, makes none of them alike. */
function closest(name: string): string[] {
  const fields = new Map(haloVariables.map((variable) => [variable.replace(/^ticket\^/, ''), variable]));
  return similarNames(name.replace(/^ticket\^/, ''), [...fields.keys()]).flatMap((field) => fields.get(field) ?? []);
}

/** `<< ticket^id >>`, `<<ticket.id>>`, `<<Ticket^ID>>`: a variable of Halo in a spelling that is not Halo's. */
function otherSpelling(name: string): string | undefined {
  const spelled = name.trim().replace(/\s*(\^|\.|->|\/|-)\s*/g, '^');
  return haloVariables.find((variable) => variable.toLowerCase() === spelled.toLowerCase());
}

/** The template must be JSON whatever the variables stand for: `-<<x>>` would do for a number only. */
function renderedProblems(template: string, variables: readonly TemplateVariable[]): TemplateMistake[] {
  // A letter inside quotes: `"\u000<<x!>>"` would do for a digit only.
  for (const filling of [
    { value: '0', text: '0' },
    { value: '""', text: 'x' },
  ]) {
    const text = filled(template, variables, filling);
    const open = text.indexOf('<<');
    if (open !== -1) return [{ offset: open, message: 'this << has no matching >>.', hint: NOT_JSON }];
    const problem = jsonProblem(text);
    if (problem) return [{ ...problem, hint: NOT_JSON }];
  }
  return [];
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
