import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { parseJson } from '../text/json.ts';
import { findSyntaxProblem, type YamlProblem } from './yaml-problems.ts';

/** One `name: value` of a mapping. */
export interface Entry {
  readonly name: string;
  readonly line: number;
  /** As plain data; null if it is empty. */
  readonly value: unknown;
  /** The entries of the value, if it is a mapping. @throws Error, as for the document */
  readonly entries: () => readonly Entry[] | undefined;
}

/** A document without syntax errors. */
export interface YamlDocument {
  /**
   * The entries of the document, if it is a mapping or empty.
   *
   * @throws Error for an alias without its anchor, an alias or a merge inside itself, and for too many of them
   */
  readonly entries: () => readonly Entry[] | undefined;
}

/** More than any settings need. Each merge may contain others. */
const MAX_MERGES = 1_000;

/** Parses YAML, or JSON with or without comments. */
export function parseYaml(text: string): YamlDocument | YamlProblem {
  const { document, lines } = parseWithComments(text);
  const problem = findSyntaxProblem(document, lines, text);
  return problem ?? { entries: () => (document.contents === null ? [] : entriesOf(document, lines)) };
}

function parseWithComments(text: string) {
  const withoutComments = looksLikeJson(text) ? blankComments(text) : text;
  if (withoutComments === text) return parse(text);
  // In YAML, a JSON comment could become part of a key.
  if (parseJson(withoutComments) !== undefined) return parse(withoutComments);
  const parsed = parse(text);
  return parsed.document.errors.length === 0 ? parsed : parse(withoutComments);
}

function parse(text: string) {
  const lines = new LineCounter();
  // The parser takes minutes to find duplicate keys in a long file, and its warnings may repeat a secret.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
  return { document: parseDocument(text, options), lines };
}

/** A string, or a comment that doesn't follow the colon of a URL's scheme. */
const STRING_OR_COMMENT = /"(?:[^"\\\r\n]|\\.)*"|(?<!:)\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;

/** Blanks JSON comments, so that all other characters keep their line and column. */
function blankComments(json: string): string {
  return json.replace(STRING_OR_COMMENT, (found) => (found.startsWith('"') ? found : found.replace(/[^\r\n]/g, ' ')));
}

/** Whether a text is meant as JSON: apart from comments, it starts with a brace. */
function looksLikeJson(text: string): boolean {
  return /\/[/*]/.test(text) && /^\s*\{/.test(blankComments(text));
}

/** Returns the entries of a document's mappings, including those of their merge keys (`<<: *name`). */
function entriesOf(document: Document, lines: LineCounter): readonly Entry[] | undefined {
  let merges = 0;
  return entriesOfNode(document.contents);

  function entriesOfNode(node: unknown): readonly Entry[] | undefined {
    const map = resolve(node);
    return isMap(map) ? [...entriesOfMap(map).values()] : undefined;
  }

  function entriesOfMap(map: YAMLMap): Map<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of map.items) {
      const sources = isMergeKey(pair.key) ? mapsOf(pair.value) : undefined;
      if (sources) for (const source of sources) addMissing(merged, entriesOfMap(source));
      else own.set(nameOf(pair), entryOf(pair));
    }
    addMissing(own, merged);
    return own;
  }

  /** Returns the mappings that a merge key refers to; undefined if it refers to anything else. */
  function mapsOf(value: unknown): readonly YAMLMap[] | undefined {
    const node = resolve(value);
    const maps = (isSeq(node) ? node.items : [node]).map(resolve);
    merges += maps.length;
    if (merges > MAX_MERGES) throw new Error('too many merges');
    return maps.every((each) => isMap(each)) ? maps : undefined;
  }

  function entryOf(pair: Pair): Entry {
    const { key, value } = pair;
    return {
      name: nameOf(pair),
      line: lines.linePos(isScalar(key) ? (key.range?.[0] ?? 0) : 0).line,
      value: isNode(value) ? assertFinite(value.toJS(document)) : null,
      entries: () => entriesOfNode(value),
    };
  }

  function resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(document) : node;
  }
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** In quotation marks, `<<` is an ordinary name. */
function isMergeKey(key: unknown): key is Scalar {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function addMissing(to: Map<string, Entry>, from: ReadonlyMap<string, Entry>): void {
  for (const [name, entry] of from) if (!to.has(name)) to.set(name, entry);
}

/** Rejects an alias inside its own anchor: JSON can't represent the endless value. */
function assertFinite(value: unknown): unknown {
  JSON.stringify(value);
  return value;
}
