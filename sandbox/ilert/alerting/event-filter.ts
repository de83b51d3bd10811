import { valueAt } from './text-template.ts';

type Value = string | number | boolean | readonly unknown[] | undefined;
type Operator = (left: Value, right: Value) => boolean;

/** Strings are compared case-insensitively. `'1' == 1` holds, and so does `nil` for a missing path. */
const equals: Operator = (left, right) =>
  left === undefined || right === undefined ? left === right : textOf(left) === textOf(right);

/** Anything that is not a number compares false, as in `3 > 'three'`. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  '==': equals,
  matches: equals,
  '!=': (left, right) => !equals(left, right),
  '>': (left, right) => numberOf(left) > numberOf(right),
  '>=': (left, right) => numberOf(left) >= numberOf(right),
  '<': (left, right) => numberOf(left) < numberOf(right),
  '<=': (left, right) => numberOf(left) <= numberOf(right),
  contains: (left, right) => textOf(left).includes(textOf(right)),
  starts_with: (left, right) => textOf(left).startsWith(textOf(right)),
  ends_with: (left, right) => textOf(left).endsWith(textOf(right)),
  in: (left, right) => Array.isArray(right) && right.some((each) => equals(left, each)),
};

const TOKEN =
  /\s*([()[\],]|[=!<>]=|[<>]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?|[a-z_]\w*(?:\.\w+|\[\d+\])*)/iy;
const LITERALS: Readonly<Record<string, Value>> = { true: true, false: false, nil: undefined };
/** Only what is documented for all events. Other fields, such as priority, are not known for tickets. */
const PATH = /^event\.(summary|details|customDetails)\b/;

/**
 * Evaluates a condition in ilert's condition language (ICL): paths into the event, literals, the usual operators,
 * `and`, `or`, `not` and parentheses. That `and` binds tighter than `or` is inferred.
 *
 * @returns undefined for a condition that is not simulated
 */
export function evaluateFilter(filter: string, event: Readonly<Record<string, unknown>>): boolean | undefined {
  try {
    return new FilterParser(filter, event).result();
  } catch (error) {
    if (error instanceof NotSimulated) return undefined;
    throw error;
  }
}

class NotSimulated extends Error {}

/** Evaluates while parsing. */
class FilterParser {
  readonly #tokens: string[] = [];
  readonly #event: Readonly<Record<string, unknown>>;

  constructor(filter: string, event: Readonly<Record<string, unknown>>) {
    this.#event = event;
    const pattern = new RegExp(TOKEN);
    const text = filter.trimEnd();
    while (pattern.lastIndex < text.length) {
      const token = pattern.exec(text)?.[1];
      if (token === undefined) throw new NotSimulated();
      this.#tokens.push(token);
    }
  }

  result(): boolean {
    const holds = this.#anyOf();
    if (this.#tokens.length > 0) throw new NotSimulated();
    return holds;
  }

  #anyOf(): boolean {
    let holds = this.#allOf();
    while (this.#skip('or')) holds = this.#allOf() || holds;
    return holds;
  }

  #allOf(): boolean {
    let holds = this.#condition();
    while (this.#skip('and')) holds = this.#condition() && holds;
    return holds;
  }

  #condition(): boolean {
    if (this.#skip('(')) {
      const holds = this.#anyOf();
      if (!this.#skip(')')) throw new NotSimulated();
      return holds;
    }
    const left = this.#operand();
    const negated = this.#skip('not');
    const operator = OPERATORS[this.#next()];
    if (!operator) throw new NotSimulated();
    return operator(left, this.#operand()) !== negated;
  }

  #operand(): Value {
    const token = this.#next();
    if (token === '[') return this.#list();
    if (/^['"]/.test(token)) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    if (/^-?\d/.test(token)) return Number(token);
    if (Object.hasOwn(LITERALS, token)) return LITERALS[token];
    if (!PATH.test(token)) throw new NotSimulated();
    const value = valueAt({ event: this.#event }, token);
    const isSimple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isSimple || Array.isArray(value) ? value : undefined;
  }

  #list(): Value[] {
    const values: Value[] = [];
    while (!this.#skip(']')) {
      values.push(this.#operand());
      this.#skip(',');
    }
    return values;
  }

  #next(): string {
    const token = this.#tokens.shift();
    if (token === undefined) throw new NotSimulated();
    return token;
  }

  #skip(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).toLowerCase();
}

function numberOf(value: Value): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
