import { isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
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

  const broken = document.errors[0];
  if (broken) {
    const message = `${path} line ${lineAt(broken.pos[0])} is not YAML or JSON: ${broken.message}.`;
    return { given: new Map(), problems: [{ message, hint: 'Mend the file, or see: ilert-haloitsm schema' }] };
  }
  if (document.contents === null) return { given: new Map(), problems: [] };
  if (!isMap(document.contents)) {
    return { given: new Map(), problems: [{ message: `${path} must hold ${sections.join(', ')}, each with its settings.` }] };
  }

  const given = new Map<FieldKey, Given>();
  const problems: Problem[] = [];
  const unknown = (name: string, line: number, known: readonly string[]) => {
    const hint = didYouMean(name, known) ?? `Known are ${known.join(', ')}.`;
    problems.push({ message: `${path} line ${line}: there is no setting "${name}".`, hint });
  };

  for (const section of pairsOf(document.contents)) {
    if (section.name === '$schema') continue;
    const line = lineAt(section.offset);
    if (!sections.includes(section.name)) {
      unknown(section.name, line, sections);
    } else if (isMap(section.value)) {
      for (const setting of pairsOf(section.value)) {
        const key = `${section.name}.${setting.name}`;
        if (!keys.includes(key)) unknown(key, lineAt(setting.offset), keys);
        else if (setting.plain !== null) {
          const origin = { from: 'file', path, line: lineAt(setting.offset) } as const;
          given.set(key as FieldKey, { value: setting.plain, origin });
        }
      }
    } else if (section.plain !== null) {
      problems.push({ message: `${path} line ${line}: "${section.name}" must hold settings, each on its own line.` });
    }
  }
  return { given, problems };

  function pairsOf(map: YAMLMap) {
    return map.items.map((pair: Pair) => ({
      name: isScalar(pair.key) ? String(pair.key.value) : String(pair.key),
      offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined,
      value: pair.value,
      plain: plainOf(pair.value),
    }));
  }

  function plainOf(value: unknown): unknown {
    if (value === null || value === undefined) return null;
    return (value as { toJS(document: unknown): unknown }).toJS(document);
  }
}
