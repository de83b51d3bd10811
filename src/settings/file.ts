import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { fields } from './fields.ts';
import type { Given } from './origin.ts';
import type { FieldKey } from './settings.ts';

/** A settings file as read: its values by key, and what is wrong with its form. */
export interface SettingsFile {
  readonly given: ReadonlyMap<FieldKey, Given>;
  readonly problems: readonly Problem[];
}

const keys: readonly string[] = fields.map((field) => field.key);
const sections = [...new Set(keys.map((key) => key.slice(0, key.indexOf('.'))))];

/**
 * Reads a settings file, YAML or JSON (which is YAML too). Pure: the text is given.
 *
 * @param path for messages only
 */
export function parseSettingsFile(text: string, path: string): SettingsFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  const failed = (message: string, hint = 'See: ilert-haloitsm schema') => ({
    given: new Map(),
    problems: [{ message, hint }],
  });

  const broken = document.errors[0];
  // What the parser quotes after a colon may be a secret.
  if (broken)
    return failed(`${path} line ${lineAt(broken.pos[0])} is not YAML or JSON: ${broken.message.split(': ')[0]}.`);
  if (document.contents === null) return { given: new Map(), problems: [] };
  if (!isMap(document.contents)) return failed(`${path} must hold ${sections.join(', ')}, each with its settings.`);

  const given = new Map<FieldKey, Given>();
  const problems: Problem[] = [];
  let entries: Entry[];
  try {
    entries = pairsOf(document.contents, document, lineAt);
  } catch {
    return failed(`${path} has an alias (*name) without its anchor (&name), or more of them than any settings need.`);
  }
  for (const section of entries) {
    if (section.name === '$schema') continue;
    if (!sections.includes(section.name)) problems.push(unknown(path, section, section.name, sections));
    else if (isMap(section.node)) readSection(section.name, pairsOf(section.node, document, lineAt));
    else if (section.value !== null) {
      const message = `${path} line ${section.line}: "${section.name}" must hold settings, each on its own line.`;
      problems.push({ message });
    }
  }
  return { given, problems };

  function readSection(section: string, settings: readonly Entry[]): void {
    for (const setting of settings) {
      const key = `${section}.${setting.name}`;
      if (!keys.includes(key)) problems.push(unknown(path, setting, key, keys));
      else if (setting.value !== null) given.set(key as FieldKey, givenAt(path, setting));
    }
  }
}

/** One `name: value` of a mapping. */
interface Entry {
  readonly name: string;
  readonly line: number;
  readonly node: unknown;
  /** As plain data; null where it is empty. */
  readonly value: unknown;
}

function pairsOf(map: YAMLMap, document: Document, lineAt: (offset: number | undefined) => number): Entry[] {
  return map.items.map(({ key, value }) => ({
    name: isScalar(key) ? String(key.value) : String(key),
    line: lineAt(isScalar(key) ? key.range?.[0] : undefined),
    node: value,
    value: isNode(value) ? treeOf(value.toJS(document)) : null,
  }));
}

/** An alias can stand inside its own anchor; such a value has no end, and this throws. */
function treeOf(value: unknown): unknown {
  JSON.stringify(value);
  return value;
}

function givenAt(path: string, { value, line }: Entry): Given {
  return { value, origin: { from: 'file', path, line } };
}

function unknown(path: string, { line }: Entry, name: string, known: readonly string[]): Problem {
  const hint = didYouMean(name, known) ?? `Known are ${known.join(', ')}.`;
  return { message: `${path} line ${line}: there is no setting "${name}".`, hint };
}
