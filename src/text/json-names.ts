import { visit } from 'jsonc-parser';

/** A name in JSON text that not all readers understand in the same way. */
export interface AmbiguousName {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong with it, as a clause. */
  readonly wrong: string;
}

/**
 * Finds the first name that an object has twice, so that parsers keep only one, or that many parsers drop. A person
 * reading the text might see a different value than a program does. Pure.
 *
 * @param json text that is JSON
 * @throws RangeError if it is nested too deeply
 */
export function findAmbiguousName(json: string): AmbiguousName | undefined {
  const around: Set<string>[] = [];
  let found: AmbiguousName | undefined;
  visit(json, {
    onObjectBegin: () => void around.push(new Set()),
    onObjectEnd: () => void around.pop(),
    onObjectProperty(name, _offset, _length, startLine) {
      const names = around.at(-1);
      const wrong = name === '__proto__' ? 'is not allowed' : names?.has(name) ? 'is there twice' : undefined;
      if (wrong !== undefined) found ??= { name, line: startLine + 1, wrong };
      names?.add(name);
    },
  });
  return found;
}
