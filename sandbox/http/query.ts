import { badRequest } from './refusal.ts';

/** The type of a query parameter. A `list` may be repeated. */
type QueryKind =
  | { type: 'int'; min?: number; max?: number }
  | { type: 'bool' | 'string' | 'date' }
  | { type: 'list'; of: 'int' | 'string' | readonly string[] };

export type QueryKinds = Readonly<Record<string, QueryKind>>;

/** Validated query parameters, by name. */
export class QueryValues {
  readonly #values: URLSearchParams;

  constructor(values: URLSearchParams) {
    this.#values = values;
  }

  /** A number; undefined if the parameter is missing. */
  int(name: string): number | undefined {
    const value = this.#values.get(name);
    return value === null ? undefined : Number(value);
  }

  /** True for `true`; false for `false` or a missing parameter. */
  bool(name: string): boolean {
    return this.#values.get(name) === 'true';
  }

  string(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  /** All values of a repeated parameter. */
  list(name: string): string[] {
    return this.#values.getAll(name);
  }

  /** A copy without some parameters. */
  without(names: readonly string[]): QueryValues {
    const left = [...this.#values].filter(([name]) => !names.includes(name));
    return new QueryValues(new URLSearchParams(left));
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }
}

/**
 * Validates a query against a route's parameters.
 *
 * @throws Refusal 400 for an unknown, repeated or malformed parameter
 */
export function checkQuery(query: URLSearchParams, kinds: QueryKinds): QueryValues {
  for (const name of new Set(query.keys())) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) throw badRequest(`Unknown query parameter "${name}".`);
    const values = query.getAll(name);
    if (kind.type !== 'list' && values.length > 1) throw badRequest(`Query parameter "${name}" is set more than once.`);
    for (const value of values) checkValue(name, value, kind);
  }
  return new QueryValues(query);
}

function checkValue(name: string, value: string, kind: QueryKind): void {
  const refuse = (rule: string) => badRequest(`Query parameter "${name}" ${rule}.`);
  if (kind.type === 'bool' && value !== 'true' && value !== 'false') throw refuse('must be true or false');
  if (kind.type === 'date' && !isDateTime(value)) throw refuse('must be a date-time');
  if (kind.type === 'list' && Array.isArray(kind.of) && !kind.of.includes(value)) {
    throw refuse(`cannot be "${value}": allowed are ${kind.of.join(', ')}`);
  }
  if (kind.type !== 'int' && !(kind.type === 'list' && kind.of === 'int')) return;
  if (!/^-?\d{1,15}$/.test(value)) throw refuse('must be a whole number');
  if (kind.type === 'list') return;
  if (kind.min !== undefined && Number(value) < kind.min) throw refuse(`must be at least ${kind.min}`);
  if (kind.max !== undefined && Number(value) > kind.max) throw refuse(`must be at most ${kind.max}`);
}

function isDateTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}
