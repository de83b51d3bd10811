import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Scalar,
  type YAMLMap,
} from 'yaml';

/** One `name: value` of a mapping. */
export interface Entry {
  readonly name: string;
  readonly line: number;
  /** What an alias stands for, where it is one. */
  readonly node: unknown;
  /** As plain data; null where it is empty. */
  readonly value: unknown;
}

/** Reads the entries of a mapping. */
export type ReadEntries = (map: YAMLMap) => Entry[];

/** More than any settings need; each merge may hold others. */
const MOST_MERGES = 1_000;

/**
 * Reads the entries of a document's mappings, those of their merge keys (`<<: *name`) included.
 *
 * @throws Error, also from the reader, for an alias without its anchor, an alias or a merge inside itself, and too many
 */
export function entriesOf(document: Document, lines: LineCounter): ReadEntries {
  let merges = 0;
  return (map) => [...entriesIn(map).values()];

  function entriesIn(map: YAMLMap): Map<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const { key, value } of map.items) {
      const sources = isMergeKey(key) ? mapsOf(value) : undefined;
      if (sources) for (const source of sources) addMissing(merged, entriesIn(source));
      else own.set(String(isScalar(key) ? key.value : key), entryOf(key, value));
    }
    addMissing(own, merged);
    return own;
  }

  /** The mappings that a merge key names; undefined where they are none. */
  function mapsOf(value: unknown): readonly YAMLMap[] | undefined {
    const node = resolved(value);
    const maps = (isSeq(node) ? node.items : [node]).map(resolved);
    merges += maps.length;
    if (merges > MOST_MERGES) throw new Error('too many merges');
    return maps.every((each) => isMap(each)) ? maps : undefined;
  }

  function entryOf(key: unknown, value: unknown): Entry {
    return {
      name: String(isScalar(key) ? key.value : key),
      line: lines.linePos(isScalar(key) ? (key.range?.[0] ?? 0) : 0).line,
      get node() {
        return resolved(value);
      },
      value: isNode(value) ? treeOf(value.toJS(document)) : null,
    };
  }

  function resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(document) : node;
  }
}

/** In quotation marks it is a name like any other. */
function isMergeKey(key: unknown): key is Scalar {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function addMissing(to: Map<string, Entry>, from: ReadonlyMap<string, Entry>): void {
  for (const [name, entry] of from) if (!to.has(name)) to.set(name, entry);
}

/** An alias can stand inside its own anchor; such a value has no end, and this throws. */
function treeOf(value: unknown): unknown {
  JSON.stringify(value);
  return value;
}
