import { similarNames } from '../text/did-you-mean.ts';
import { type Position, positionAt } from '../text/position.ts';
import { filled, jsonProblem } from './json.ts';
import { mistakesIn, type TemplateMistake } from './mistakes.ts';
import { type TemplateVariable, variablesOf } from './template.ts';
import { haloVariables, type VariableType, variableType } from './ticket-variables.ts';

const JSON_HINT = 'The payload must be JSON, with variables such as <<ticket^summary>> as values.';
const MAX_PROBLEMS = 20;
/** Names that are safe to show, since a file given by mistake may contain anything. */
const VARIABLE_LIKE = /^[\w .>/-]{0,24}(\^[\w .-]{0,40}){0,5}$/;

export interface TemplateProblem extends Position {
  readonly message: string;
  readonly hint: string;
}

/**
 * Checks that a method's body will be JSON once Halo has rendered it. Texts belong outside quotes, or inside quotes
 * with `!`. Numbers may be anywhere, and variables of unknown type wherever a text or a number may be.
 *
 * @param known additional variables of the tenant
 * @returns the problems of the first check that fails, in the order of the template
 */
export function checkTemplate(template: string, known: readonly string[]): TemplateProblem[] {
  const variables = variablesOf(template);
  const checks = [
    () => mistakesIn(template),
    () => wrongVariables(variables, known),
    () => renderedProblems(template, variables),
  ];
  for (const check of checks) {
    const found = check();
    if (found.length > 0)
      return found.map(({ offset, message, hint }) => ({ ...positionAt(template, offset), message, hint }));
  }
  return [];
}

function wrongVariables(variables: readonly TemplateVariable[], known: readonly string[]): TemplateMistake[] {
  const wrong: TemplateMistake[] = [];
  for (const variable of variables) {
    if (wrong.length === MAX_PROBLEMS) break;
    const type = variableType(variable.name, known);
    const found = type ? misplaced(variable, type) : notInHalo(variable);
    if (found) wrong.push({ offset: variable.offset, ...found });
  }
  return wrong;
}

type Wrong = Omit<TemplateMistake, 'offset'>;

function misplaced({ name, bareText, quoted }: TemplateVariable, type: VariableType): Wrong | undefined {
  const text = `<<${name}${bareText ? '!' : ''}>>`;
  if (type === 'object' && (quoted || bareText))
    return { message: `${text} is a JSON object, not text.`, hint: `Write <<${name}>> without quotes.` };
  if (type === 'object' || type === 'number' || type === 'unknown' || quoted === bareText) return undefined;
  // Halo's own templates have "<<halo_url>>" inside quotes.
  if (type === 'address' && quoted) return undefined;
  return quoted
    ? { message: `${text} already includes quotes.`, hint: `Remove yours, or write <<${name}!>> inside them.` }
    : { message: `${text} is inserted without quotes.`, hint: `Write "${text}", or <<${name}>> without quotes.` };
}

function notInHalo({ name, bareText }: TemplateVariable): Wrong {
  if (!VARIABLE_LIKE.test(name))
    return { message: 'the text between << and >> is not a Halo variable.', hint: JSON_HINT };
  const message = `Halo has no variable <<${name}${bareText ? '!' : ''}>>.`;
  const meant = otherSpelling(name);
  if (meant) return { message, hint: `Write <<${meant}${bareText ? '!' : ''}>>.` };
  const hint = `If your instance has it, allow it with --allow-variable '${name}'.`;
  const near = closest(name).map((variable) => `"${variable}"`);
  return { message, hint: near.length > 0 ? `Did you mean ${near.join(' or ')}? ${hint}` : hint };
}

/** Returns the most similar variables, ignoring `ticket^`, which nearly all have in common. */
function closest(name: string): string[] {
  const fields = new Map(haloVariables.map((variable) => [variable.replace(/^ticket\^/, ''), variable]));
  return similarNames(name.replace(/^ticket\^/, ''), [...fields.keys()]).flatMap((field) => fields.get(field) ?? []);
}

/** Returns Halo's spelling of `<< ticket^id >>`, `<<ticket.id>>` or `<<Ticket^ID>>`. */
function otherSpelling(name: string): string | undefined {
  const spelled = name.trim().replace(/\s*(\^|\.|->|\/|-)\s*/g, '^');
  return haloVariables.find((variable) => variable.toLowerCase() === spelled.toLowerCase());
}

/** Checks that the template is JSON for any values of its variables: `-<<x>>` would only be JSON with a number. */
function renderedProblems(template: string, variables: readonly TemplateVariable[]): TemplateMistake[] {
  // Tries a letter inside quotes: `"\u000<<x!>>"` would only be JSON with a digit.
  for (const text of [filled(template, variables, '0', '0'), filled(template, variables, '""', 'x')]) {
    const open = text.indexOf('<<');
    if (open !== -1) return [{ offset: open, message: 'this << has no matching >>.', hint: JSON_HINT }];
    const problem = jsonProblem(text);
    if (problem) return [{ ...problem, hint: JSON_HINT }];
  }
  return [];
}
