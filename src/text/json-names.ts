import { visit } from 'jsonc-parser';

/** A name in a JSON text that readers may understand differently. */
export interface AmbiguousName {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong with it, as a clause. */
  readonly wrong: string;
}

/**
 * The first name that an object has twice, of which parsers keep one, or that many of them drop. Whoever reads the text
 * might see another value than a program does. Pure.
 *
 * @param json text that is JSON
 * @throws RangeError where it is nested too deeply
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
