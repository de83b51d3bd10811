/** Larger than the largest response of either service: the list of all runs of a large tenant. */
export const MAX_BYTES = 32 * 1024 * 1024;

/** Deeper than any response of either service: their own API documents end at 8. */
const MAX_DEPTH = 100;
/** Elements of all lists together. A schema that fails for each of several million elements uses up all memory. */
const MAX_ELEMENTS = 500_000;

export interface ResponseBody {
  /** Parsed; undefined if it is empty or not JSON. */
  readonly body: unknown;
  readonly isJson: boolean;
  readonly isEmpty: boolean;
  /** The original text if it is not JSON. */
  readonly text: string;
}

/** Parses a body. JSON of absurd depth or size doesn't count as JSON, so that no other code has to be careful. */
export function parseBody(text: string): ResponseBody {
  if (text.trim() === '') return { body: undefined, isJson: false, isEmpty: true, text: '' };
  try {
    const body: unknown = JSON.parse(text);
    if (isOfPlausibleSize(body)) return { body, isJson: true, isEmpty: false, text: '' };
  } catch {
    // Not JSON: a web page, or a truncated response.
  }
  return { body: undefined, isJson: false, isEmpty: false, text };
}

function isOfPlausibleSize(body: unknown): boolean {
  let elements = 0;
  return fits(body, MAX_DEPTH);

  function fits(value: unknown, levels: number): boolean {
    if (typeof value !== 'object' || value === null) return true;
    if (Array.isArray(value)) elements += value.length;
    if (levels === 0 || elements > MAX_ELEMENTS) return false;
    return Object.values(value).every((part) => fits(part, levels - 1));
  }
}
