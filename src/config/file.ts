import { type Document, isMap, LineCounter, parseDocument, visit } from 'yaml';
import type { Problem } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { findInvisible } from '../text/invisible.ts';
import { doubledKey } from './doubled-key.ts';
import { type Entry, entriesOf } from './entries.ts';
import { fields } from './fields.ts';
import { looksLikeJson, withoutComments } from './json-comments.ts';
import type { RawValue } from './origin.ts';
import { explainParseError, UNQUOTED_BRACES } from './parse-error.ts';
import type { FieldKey } from './settings.ts';
import { TARGET_NAME } from './target.ts';

/** A settings file as read: its values by key, and what is wrong with its form. */
export interface SettingsFile {
  /** What all targets share, or all there is where the file has no targets. */
  readonly shared: Values;
  /** What each target has of its own. */
  readonly targets: ReadonlyMap<string, Values>;
  readonly problems: readonly Problem[];
}

type Values = ReadonlyMap<FieldKey, RawValue>;

const keys: readonly string[] = fields.map((field) => field.key);
const sections = [...new Set(keys.map((key) => key.slice(0, key.indexOf('.'))))];
const TARGETS = 'targets';
const MOST_TOLD = 20;

/**
 * Reads a settings file: YAML, or JSON, which may have comments. Pure: the text is given.
 *
 * @param path for messages only
 */
export function parseSettingsFile(text: string, path: string): SettingsFile {
  const { document, lines } = parsed(text);
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  const failed = (message: string, hint = 'See: ilert-haloitsm schema') => ({
    shared: new Map(),
    targets: new Map(),
    problems: [{ message, hint }],
  });

  const broken = document.errors[0];
  if (broken) {
    const line = lineAt(broken.pos[0]);
    const { wrong, hint } = explainParseError(broken, text.split('\n')[line - 1] ?? '');
    return failed(`${path} line ${line}${wrong}.`, hint);
  }
  const braces = unquotedBraces(document);
  if (braces !== undefined)
    return failed(`${path} line ${lineAt(braces)}${UNQUOTED_BRACES.wrong}.`, UNQUOTED_BRACES.hint);
  const doubled = doubledKey(document);
  if (doubled)
    return failed(`${path} line ${lineAt(doubled.range?.[0])} is not YAML or JSON: Map keys must be unique.`);
  if (document.contents === null) return { shared: new Map(), targets: new Map(), problems: [] };
  if (!isMap(document.contents)) return failed(`${path} must hold ${sections.join(', ')}, each with its settings.`);

  const problems: Problem[] = [];
  const targets = new Map<string, Values>();
  const entriesIn = entriesOf(document, lines);
  try {
    const entries = entriesIn(document.contents);
    const shared = readSections(entries, [...sections, TARGETS]);
    for (const entry of entries) if (entry.name === TARGETS) readTargets(entry);
    return { shared, targets, problems };
  } catch {
    return failed(`${path} has an alias (*name) without its anchor (&name), or more of them than any settings need.`);
  }

  function readSections(found: readonly Entry[], known: readonly string[]): Values {
    const values = new Map<FieldKey, RawValue>();
    for (const section of found) {
      if (section.name === '$schema' || (section.name === TARGETS && known.includes(TARGETS))) continue;
      if (!sections.includes(section.name)) tell(() => unknown(path, section, section.name, known));
      else if (isMap(section.node)) readSection(section.name, entriesIn(section.node), values);
      else if (section.value !== null) tell(() => mustHold(section, 'settings, each on its own line'));
    }
    return values;
  }

  function readSection(section: string, settings: readonly Entry[], values: Map<FieldKey, RawValue>): void {
    for (const setting of settings) {
      const key = `${section}.${setting.name}`;
      if (!keys.includes(key)) tell(() => unknown(path, setting, key, keys));
      else if (setting.value !== null) values.set(key as FieldKey, givenAt(path, setting));
    }
  }

  function readTargets(entry: Entry): void {
    const { node } = entry;
    if (!isMap(node)) {
      problems.push(mustHold(entry, 'a target by its name, each with the settings that are its own'));
      return;
    }
    for (const target of entriesIn(node)) {
      if (!TARGET_NAME.test(target.name)) {
        const message = `${path} line ${target.line}: "${target.name.slice(0, 64)}" can't be the name of a target.`;
        problems.push({ message, hint: 'Take letters, digits, - and _, at most 64 of them.' });
      } else if (isMap(target.node)) {
        targets.set(target.name, readSections(entriesIn(target.node), sections));
      } else problems.push(mustHold(target, `settings of its own, under ${sections.join(', ')}`));
    }
  }

  /** The first ones: who is wrong everywhere has given another file. */
  function tell(problem: () => Problem): void {
    if (problems.length < MOST_TOLD) problems.push(problem());
  }

  function mustHold({ line, name }: Entry, what: string): Problem {
    return { message: `${path} line ${line}: "${shown(name)}" must hold ${what}.` };
  }
}

function parsed(text: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  // The parser's own look for doubled keys takes minutes in a long file, and its warnings repeat what may be a secret.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
  const without = /\/[/*]/.test(text) && looksLikeJson(text) ? withoutComments(text) : text;
  // In YAML, a comment of JSON may be a part of a key.
  if (without !== text && isJson(without)) return parsed(without);
  const document = parseDocument(text, options);
  return document.errors.length === 0 || without === text ? { document, lines } : parsed(without);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where a value starts with `{{`, which YAML takes for a mapping whose key is a mapping. */
function unquotedBraces(document: Document): number | undefined {
  let at: number | undefined;
  visit(document, {
    Pair(_, { value }) {
      if (!isMap(value) || value.flow !== true || !isMap(value.items[0]?.key)) return undefined;
      at = value.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return at;
}

function givenAt(path: string, { value, line }: Entry): RawValue {
  return { value, origin: { from: 'file', path, line } };
}

function unknown(path: string, { line }: Entry, name: string, known: readonly string[]): Problem {
  const invisible = findInvisible(name.slice(name.indexOf('.') + 1));
  if (invisible) {
    const where = `an invisible character, a ${invisible.name}, at its position ${invisible.offset + 1}`;
    return { message: `${path} line ${line}: the name of the setting has ${where}.`, hint: 'Type the name again.' };
  }
  const hint = didYouMean(name, known) ?? `Known are ${known.join(', ')}.`;
  return { message: `${path} line ${line}: there is no setting "${shown(name)}".`, hint };
}

/** A name up to what no setting has in its name: behind that a secret may stand. */
function shown(name: string): string {
  const plain = /^[\p{L}\p{N}_.$<-]{0,60}/u.exec(name)?.[0] ?? '';
  return plain === name ? name : `${plain}…`;
}
