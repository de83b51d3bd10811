import { badRequest } from './service.ts';

/** What a query parameter may hold. A `list` is a parameter that may be repeated. */
export type QueryKind =
  | { type: 'int'; min?: number; max?: number }
  | { type: 'bool' }
  | { type: 'string' }
  | { type: 'date' }
  | { type: 'list'; of: 'int' | 'string' | readonly string[] };

/** The parameters of a route. */
export type QueryKinds = Readonly<Record<string, QueryKind>>;

/** Checked query parameters, by name. */
export class QueryValues {
  readonly #values: URLSearchParams;

  constructor(values: URLSearchParams) {
    this.#values = values;
  }

  /** A number, or undefined where the parameter was left out. */
  int(name: string): number | undefined {
    const value = this.#values.get(name);
    return value === null ? undefined : Number(value);
  }

  /** True for `true`; false for `false` and where it was left out. */
  bool(name: string): boolean {
    return this.#values.get(name) === 'true';
  }

  string(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  /** Every value of a repeated parameter. */
  list(name: string): string[] {
    return this.#values.getAll(name);
  }

  /** The same without some parameters. */
  without(names: readonly string[]): QueryValues {
    const left = [...this.#values].filter(([name]) => !names.includes(name));
    return new QueryValues(new URLSearchParams(left));
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }
}

/**
 * Checks a query against what a route takes.
 *
 * @throws Refusal 400 for an unknown, repeated or malformed parameter
 */
export function checkQuery(query: URLSearchParams, kinds: QueryKinds): QueryValues {
  for (const name of new Set(query.keys())) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) throw badRequest(`Unknown query parameter "${name}".`);
    const values = query.getAll(name);
    if (kind.type !== 'list' && values.length > 1) throw badRequest(`Query parameter "${name}" is given twice.`);
    for (const value of values) checkValue(name, value, kind);
  }
  return new QueryValues(query);
}

function checkValue(name: string, value: string, kind: QueryKind): void {
  switch (kind.type) {
    case 'int':
      checkInteger(name, value, kind.min, kind.max);
      return;
    case 'bool':
      if (value !== 'true' && value !== 'false') throw badRequest(`Query parameter "${name}" must be true or false.`);
      return;
    case 'date':
      if (!isDateTime(value)) throw badRequest(`Query parameter "${name}" must be a date-time.`);
      return;
    case 'list':
      if (kind.of === 'int') checkInteger(name, value);
      else if (kind.of !== 'string' && !kind.of.includes(value)) {
        throw badRequest(`Query parameter "${name}" cannot be "${value}": it takes ${kind.of.join(', ')}.`);
      }
      return;
    case 'string':
      return;
  }
}

function checkInteger(name: string, value: string, min?: number, max?: number): void {
  if (!/^-?\d{1,15}$/.test(value)) throw badRequest(`Query parameter "${name}" must be a whole number.`);
  if (min !== undefined && Number(value) < min) throw badRequest(`Query parameter "${name}" must be at least ${min}.`);
  if (max !== undefined && Number(value) > max) throw badRequest(`Query parameter "${name}" must be at most ${max}.`);
}

function isDateTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}
