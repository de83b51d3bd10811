import { type Document, isMap, isScalar, type LineCounter, visit, type YAMLError } from 'yaml';
import { findInvisible } from '../text/invisible.ts';
import type { Position } from '../text/position.ts';

/** Why a text can't be parsed. Never contains anything that could be a secret. */
export interface YamlProblem extends Position {
  /** A clause that follows path and line. */
  readonly wrong: string;
  readonly hint: string;
}

const NOT_READABLE = ' is not YAML or JSON';
const SEE_SCHEMA = 'See: ilert-haloitsm schema';
const UNQUOTED_TEMPLATE = {
  wrong: ' has a value that starts with {{ but is not quoted',
  hint: "Put it in quotes: '{{ ticket.summary }}'",
};

const TAG = {
  wrong: ' has a YAML tag, which means nothing in a settings file',
  hint: 'Remove the word that starts with !, or put the whole value in quotes.',
};
/** Tags that only state the type a value has anyway. */
const TAGS_OF_JSON: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** Finds the first syntax problem of a document, and explains it as far as its line shows the cause. */
export function findSyntaxProblem(document: Document, lines: LineCounter, text: string): YamlProblem | undefined {
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [error] = document.errors;
  if (error) {
    const place = at(error.pos[0]);
    return { ...place, ...explain(error, text.split('\n')[place.line - 1] ?? '') };
  }
  const tag = tagIn(document);
  if (tag !== undefined) return { ...at(tag), ...TAG };
  const template = unquotedTemplate(document);
  if (template !== undefined) return { ...at(template), ...UNQUOTED_TEMPLATE };
  const duplicate = duplicateKey(document);
  if (duplicate === undefined) return undefined;
  return { ...at(duplicate), wrong: `${NOT_READABLE}: Map keys must be unique`, hint: SEE_SCHEMA };
}

function explain(error: YAMLError, line: string): Omit<YamlProblem, keyof Position> & Partial<Position> {
  const invisible = findInvisible(line);
  if (invisible) {
    const column = invisible.offset + 1;
    const wrong = `${NOT_READABLE}: column ${column} contains an invisible character, a ${invisible.name}`;
    return { column, wrong, hint: 'Replace it with a normal space, or delete it.' };
  }
  if (error.code === 'MULTIPLE_DOCS') {
    const wrong = `${NOT_READABLE}: a second document starts here, but a settings file must have only one`;
    return { wrong, hint: 'Remove the line with ---. For several tenants, list them under "targets".' };
  }
  if (/[:-]\s+\{\{/.test(line)) return UNQUOTED_TEMPLATE;
  const hint = error.code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : SEE_SCHEMA;
  return { wrong: `${NOT_READABLE}${clauseOf(error)}`, hint };
}

/** Returns the parser's message without what it quotes after a colon, which may be a secret. */
function clauseOf({ message }: YAMLError): string {
  if (/call stack/i.test(message)) return ': it is nested too deeply';
  const [clause = ''] = message.split(': ');
  return clause.length > 10 ? `: ${clause}` : '';
}

/** Finds a tag that would be ignored silently or make a value that JSON lacks: `!include`, `!!binary`. */
function tagIn(document: Document): number | undefined {
  const unknown = document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
  let offset = unknown?.pos[0];
  visit(document, {
    Value(_, { tag, range }) {
      if (offset !== undefined) return visit.BREAK;
      if (tag !== undefined && !TAGS_OF_JSON.has(tag)) offset = range?.[0] ?? 0;
      return undefined;
    },
  });
  return offset;
}

/** Finds a value that starts with `{{`, which YAML reads as a mapping whose key is a mapping. */
function unquotedTemplate(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair(_, { value }) {
      if (!isMap(value) || value.flow !== true || !isMap(value.items[0]?.key)) return undefined;
      offset = value.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** Finds the first duplicate key in a mapping. Linear in the size of the file. */
function duplicateKey(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        // As text, since `1` and `"1"` are the same key in plain data.
        const name = String(key.value);
        if (seen.has(name)) {
          offset = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return offset;
}
