/** More than the longest list of either service has: that of all runs of a large tenant. */
export const MOST_BYTES = 32 * 1024 * 1024;

/** Deeper than any answer of either service: their own documents end at 8. */
const DEEPEST = 100;
/** Elements of all its lists. A check that fails for each of some millions of them takes all memory there is. */
const MOST_ELEMENTS = 500_000;

/** The body of an answer. */
export interface AnswerBody {
  /** Parsed; undefined where it is empty or not JSON. */
  readonly body: unknown;
  readonly isJson: boolean;
  readonly isEmpty: boolean;
  /** As it came, where it is not JSON. */
  readonly text: string;
}

/** Reads a body. What is nested without end, or is more than anybody lists, counts as no JSON: nothing walks through it. */
export function readBody(text: string): AnswerBody {
  if (text.trim() === '') return { body: undefined, isJson: false, isEmpty: true, text: '' };
  try {
    const body: unknown = JSON.parse(text);
    if (isOfUsualSize(body)) return { body, isJson: true, isEmpty: false, text: '' };
  } catch {
    // Not JSON: a web page, or half an answer.
  }
  return { body: undefined, isJson: false, isEmpty: false, text };
}

function isOfUsualSize(body: unknown): boolean {
  let elements = 0;
  return fits(body, DEEPEST);

  function fits(value: unknown, levels: number): boolean {
    if (typeof value !== 'object' || value === null) return true;
    if (Array.isArray(value)) elements += value.length;
    if (levels === 0 || elements > MOST_ELEMENTS) return false;
    return Object.values(value).every((part) => fits(part, levels - 1));
  }
}
