import { type Document, isScalar, type Scalar, visit } from 'yaml';

/** The first key that stands twice in one mapping. In time that grows with the file, not with its square. */
export function doubledKey(document: Document): Scalar | undefined {
  let doubled: Scalar | undefined;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        // As text: in plain data `1` and `"1"` are the same key.
        const name = String(key.value);
        if (seen.has(name)) {
          doubled = key;
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return doubled;
}
