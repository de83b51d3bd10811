import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What a workflow's expressions can name, such as `github` and `needs`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** The job's status, as `success()`, `failure()` and `cancelled()` report it. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

const STATUS_FUNCTIONS = ['success', 'failure', 'cancelled', 'always'];

/** Evaluates an expression of GitHub Actions with GitHub's own parser. */
function evaluate(expression: string, contexts: Contexts, status: JobStatus): unknown {
  const functions = STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(name === 'always' || name === status),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: toExpressionData(value) })),
  );
  const result = new Evaluator(parsed, known, new Map(functions.map((each) => [each.name, each]))).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer));
}

/** Replaces the expressions in a text with their values. */
export function interpolate(text: string, contexts: Contexts, status: JobStatus): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    textOf(evaluate(expression.trim(), contexts, status)),
  );
}

/** Whether a job or step runs. Unless its condition asks for the status, everything before must have succeeded. */
export function isMet(condition: string | undefined, contexts: Contexts, status: JobStatus): boolean {
  const expression = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1').trim();
  const asksForStatus = STATUS_FUNCTIONS.some((name) => expression.includes(`${name}()`));
  if (!asksForStatus && status !== 'success') return false;
  const value = evaluate(expression, contexts, status);
  return value !== false && value !== null && value !== '' && value !== 0;
}

function textOf(value: unknown): string {
  return value === null ? '' : String(value);
}

function toExpressionData(value: unknown) {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver);
}
