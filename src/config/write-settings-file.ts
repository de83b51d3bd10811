import { relative } from 'node:path';
import { Document, Pair, Scalar, stringify, YAMLMap } from 'yaml';
import { slashed } from '../text/slashed-path.ts';
import { EXAMPLES, TO_FILL_IN } from './example-settings.ts';
import { isByName } from './field.ts';
import { isPayload } from './payload-file.ts';
import type { RawValue } from './raw-value.ts';
import { isAllowedInFile } from './secret-destinations.ts';
import { type FieldKey, fields, type SettingsField } from './settings.ts';
import { type FilePlace, headingOf } from './settings-file-heading.ts';
import { schemaOf } from './value-schema.ts';
import { variableNames } from './variables.ts';

/** The content of a settings file. */
export interface FileContent {
  /** Values in the form that the file uses; secrets are references. */
  readonly values: ReadonlyMap<FieldKey, unknown>;
  /** Additional comments on values. */
  readonly comments?: ReadonlyMap<FieldKey, string>;
  /** Settings without a value that a person has to fill in. */
  readonly toFillIn?: readonly FieldKey[];
  /** Whether to show other useful settings as comments. */
  readonly hasExamples?: boolean;
}

/**
 * Returns the settings with a value other than the default, in the form that a file uses. Secrets become references to
 * environment variables. Omits destinations of secrets that a file may not set. Pure.
 *
 * @param folder of the file; payload paths are relative to it
 */
export function valuesForFile(settings: ReadonlyMap<FieldKey, RawValue>, folder: string): Map<FieldKey, unknown> {
  const written = fields.flatMap((field): [FieldKey, unknown][] => {
    if (field.kind === 'secret') return [[field.key, referenceTo(field)]];
    const raw = settings.get(field.key);
    if (raw === undefined || raw.origin.from === 'default') return [];
    const value = inFile(field, raw.value, folder);
    return isAllowedInFile(field, value) ? [[field.key, value]] : [];
  });
  return new Map(written);
}

/** Returns the reference to a secret's environment variable. */
function referenceTo(field: SettingsField): string {
  return `env:${variableNames(field)[0]}`;
}

function inFile(field: SettingsField, value: unknown, folder: string): unknown {
  // An empty filter from another file.
  if (value === null) return field.wordForNone;
  if (isPayload(value)) return value.path === undefined ? value.name : pathFrom(folder, value.path);
  // Without anything pasted around it, so that the file causes no note about that.
  return isByName(field.kind) || /-url$|-endpoint$/.test(field.kind)
    ? (schemaOf(field).safeParse(value).data ?? value)
    : value;
}

/** Uses forward slashes everywhere: the file may be read on another system. */
function pathFrom(folder: string, path: string): string {
  return slashed(relative(folder, path));
}

/** Renders a settings file in YAML, with a comment for each value. Pure. */
export function settingsAsYaml(content: FileContent, place: FilePlace): string {
  const document = new Document();
  const root = new YAMLMap();
  document.contents = root;
  document.commentBefore = asComment(headingOf(place).map(prose));
  const unset: string[] = [];
  for (const section of sectionsOf(content)) {
    if (section.map.items.length > 0) root.add(new Pair(sectionKey(section.name, root), section.map));
    else unset.push(`${section.name}:`, ...section.left.map((line) => (isProse(line) ? `  #${line}` : `  ${line}`)));
  }
  if (unset.length > 0) document.comment = asComment(unset);
  return document.toString({ lineWidth: 0 });
}

/** Renders a settings file in JSON, which has no comments. Pure. */
export function settingsAsJson({ values, toFillIn = [] }: FileContent, { schema }: FilePlace): string {
  const sections = new Map<string, Record<string, unknown>>();
  for (const field of fields) {
    const value = values.get(field.key) ?? (toFillIn.includes(field.key) ? TO_FILL_IN[field.key] : undefined);
    if (value === undefined) continue;
    const [section, name] = partsOf(field.key);
    sections.set(section, { ...sections.get(section), [name]: value });
  }
  const all = { ...(schema && { $schema: `./${schema}` }), ...Object.fromEntries(sections) };
  return `${JSON.stringify(all, null, 2)}\n`;
}

interface Section {
  readonly name: string;
  readonly map: YAMLMap;
  /** Lines for unset settings that no value follows. */
  readonly left: readonly string[];
}

function sectionsOf(content: FileContent): Section[] {
  const names = [...new Set(fields.map(({ key }) => partsOf(key)[0]))];
  return names.map((name) => sectionOf(name, content));
}

/** Builds a section with its values. Unset settings become comments before the next value, or at the end. */
function sectionOf(name: string, { values, comments, toFillIn = [], hasExamples = false }: FileContent): Section {
  const examples = hasExamples ? examplesBeside(values) : new Map<FieldKey, unknown>();
  const map = new YAMLMap();
  let left: string[] = [];
  for (const field of fields.filter(({ key }) => partsOf(key)[0] === name)) {
    const { key } = field;
    const value = values.get(key) ?? (toFillIn.includes(key) ? TO_FILL_IN[key] : undefined);
    const about = aboutOf(field, comments?.get(key));
    const [, setting] = partsOf(key);
    if (value !== undefined) {
      const scalar = new Scalar(setting);
      scalar.commentBefore = asComment([...left, ...about]);
      map.add(new Pair(scalar, new Document(value).contents));
      left = [];
    } else if (examples.has(key)) left.push(...about, ...commentedOut(setting, examples.get(key)));
  }
  if (left.length > 0) map.comment = asComment(left);
  return { name, map, left };
}

function examplesBeside(values: ReadonlyMap<FieldKey, unknown>): ReadonlyMap<FieldKey, unknown> {
  // A referenced alert source is managed elsewhere, so its settings don't belong here.
  const isFree = (key: FieldKey) =>
    !values.has(key) && !(values.has('alertSource.id') && partsOf(key)[0] === 'alertSource');
  return new Map(EXAMPLES.filter((group) => group.every(([key]) => isFree(key))).flat());
}

function aboutOf({ about, choices }: SettingsField, more: string | undefined): string[] {
  return [`${about}${choices ? `: ${choices.join(', ')}` : ''}`, ...(more === undefined ? [] : [more])].map(prose);
}

/** Renders a setting that takes effect once its comment sign is removed. No line is indented, as comments in words are. */
function commentedOut(name: string, value: unknown): string[] {
  const isMap = typeof value === 'object' && !Array.isArray(value);
  const written = isMap ? `${name}: ${stringify(value, { collectionStyle: 'flow' })}` : undefined;
  return (written ?? stringify({ [name]: value }, { lineWidth: 0, indentSeq: false })).trimEnd().split('\n');
}

function sectionKey(name: string, { items }: YAMLMap): Scalar<string> {
  const key = new Scalar(name);
  key.spaceBefore = items.length > 0;
  return key;
}

/** Indents a sentence by a space, which commented-out settings lack. Keeps services' names on one line. */
function prose(line: string): string {
  return ` ${line.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`;
}

function isProse(line: string): boolean {
  return line.startsWith(' ');
}

/** In the form that the library expects. */
function asComment(lines: readonly string[]): string {
  return lines.join('\n');
}

function partsOf(key: FieldKey): [section: string, name: string] {
  const dot = key.indexOf('.');
  return [key.slice(0, dot), key.slice(dot + 1)];
}
