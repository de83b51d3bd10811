import type { ZodType } from 'zod';
import type { Place, Problem } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { findInvisible } from '../text/invisible.ts';
import type { Position } from '../text/position.ts';
import { formerTargetProblems } from './former-target-names.ts';
import type { RawValue } from './raw-value.ts';
import { problemOf } from './resolve.ts';
import { type FieldKey, fieldOf, fields } from './settings.ts';
import { type FileTarget, type FileValues, NO_FILE, type SettingsFile } from './settings-file.ts';
import { TARGET_NAME, TARGET_PROPERTIES, targetProperties } from './target-properties.ts';
import { type Entry, parseYaml } from './yaml-document.ts';

const keys: ReadonlyMap<string, FieldKey> = new Map(fields.map(({ key }) => [key, key]));
const formerKeys: ReadonlyMap<string, FieldKey> = new Map(
  fields.flatMap(({ key, formerly }) => (formerly ? [[formerly.key, key] as const] : [])),
);
const sections = [...new Set([...keys.keys()].map((key) => key.slice(0, key.indexOf('.'))))];
const TARGETS = 'targets';
/** There are too many settings to list. */
const SEE_SETTINGS = 'See: ilert-haloitsm apply --help settings';
/** Only the first: if everything is unknown, it is another kind of file. */
const MAX_UNKNOWN = 20;

/** Parses a settings file: YAML, or JSON with or without comments. Pure. @param path for messages only */
export function parseSettingsFile(text: string, path: string): SettingsFile {
  const shared = new Map<FieldKey, RawValue>();
  const targets = new Map<string, FileTarget>();
  const problems: Problem[] = [];
  const broken = (message: string, hint = 'See: ilert-haloitsm schema', position: Partial<Position> = {}) => ({
    ...NO_FILE,
    problems: [{ message, hint, place: { file: path, ...position } }],
    isUnreadable: true as const,
  });

  const document = parseYaml(text);
  if ('wrong' in document) {
    const { line, column, wrong, hint } = document;
    return broken(`${path}, line ${line}${wrong}.`, hint, { line, column });
  }
  try {
    const entries = document.entries();
    if (!entries) return broken(`${path} must contain the sections ${sections.join(', ')}, each with its settings.`);
    const inSections = entries.filter(({ name }) => name !== TARGETS);
    readSections(inSections, [...sections, TARGETS], shared);
    for (const entry of entries) if (entry.name === TARGETS) readTargets(entry);
    problems.push(...[shared, ...[...targets.values()].map(({ values }) => values)].flatMap(plainTextSecrets));
    problems.push(...formerTargetProblems(targets));
    return { shared, targets, problems };
  } catch {
    return broken(`${path} has an alias (*name) that is undefined, or too many of them.`);
  }

  /** @param known the names allowed here, for messages */
  function readSections(found: readonly Entry[], known: readonly string[], values: Map<FieldKey, RawValue>): void {
    for (const section of found) {
      if (section.name === '$schema') continue;
      const settings = section.entries();
      if (!sections.includes(section.name))
        report(() => unknownName(path, section, section.name, known, `Valid names: ${known.join(', ')}.`));
      else if (settings) readSection(section.name, settings, values);
      else if (section.value !== null) report(() => mustBeMapping(section, 'settings'));
    }
  }

  function readSection(section: string, settings: readonly Entry[], values: Map<FieldKey, RawValue>): void {
    for (const setting of settings) {
      const { line, value } = setting;
      const typed = `${section}.${setting.name}`;
      const renamedTo = formerKeys.get(typed);
      const key = keys.get(typed) ?? renamedTo;
      if (!key) report(() => unknownName(path, setting, typed, [...keys.keys()], SEE_SETTINGS));
      else if (renamedTo && settings.some(({ name }) => `${section}.${name}` === renamedTo))
        report(() => namedTwice(path, setting, typed, renamedTo));
      // An empty setting is not set, but an empty filter filters nothing.
      else if (value !== null || fieldOf(key).kind === 'filter') {
        const renamed = renamedTo && { renamed: `${path}, line ${line}: ${typed} is now called ${renamedTo}` };
        values.set(key, { value, origin: { from: 'file', path, line }, ...renamed });
      }
    }
  }

  function readTargets(entry: Entry): void {
    const found = entry.entries();
    if (!found) problems.push(mustBeMapping(entry, 'target names, each with its settings'));
    for (const target of found ?? []) {
      const own = TARGET_NAME.test(target.name) ? target.entries() : undefined;
      if (!TARGET_NAME.test(target.name)) {
        const wrong = `"${target.name.slice(0, 64)}" is not a valid target name.`;
        problems.push(problemAt(path, target, wrong, 'Use up to 64 letters, digits, - or _.'));
      } else if (own) {
        const values = new Map<FieldKey, RawValue>();
        const inSections = own.filter(({ name }) => !TARGET_PROPERTIES.includes(name));
        readSections(inSections, [...sections, ...TARGET_PROPERTIES], values);
        targets.set(target.name, { values, place: placeIn(path, target), ...propertiesOf(own) });
      } else problems.push(mustBeMapping(target, `the sections ${sections.join(', ')}`));
    }
  }

  function propertiesOf(target: readonly Entry[]): Pick<FileTarget, 'displayName' | 'was'> {
    const { name, was } = targetProperties;
    return { displayName: propertyOf(target, 'name', name.schema), was: propertyOf(target, 'was', was.schema) ?? [] };
  }

  function propertyOf<Value>(target: readonly Entry[], name: string, schema: ZodType<Value>): Value | undefined {
    const entry = target.find((each) => each.name === name && each.value !== null);
    if (!entry) return undefined;
    const { data, error } = schema.safeParse(entry.value);
    if (error) report(() => problemAt(path, entry, `"${name}" ${error.issues[0]?.message}.`));
    return data;
  }

  function report(problem: () => Problem): void {
    if (problems.length < MAX_UNKNOWN) problems.push(problem());
  }

  function mustBeMapping(entry: Entry, what: string): Problem {
    return problemAt(path, entry, `"${shown(entry.name)}" must be a mapping of ${what}.`);
  }
}

/** Reports secrets in plain text even if the run doesn't use them: settings files are shared and committed. */
function plainTextSecrets(values: FileValues): Problem[] {
  const secrets = [...values].filter(([key]) => fieldOf(key).kind === 'secret');
  return secrets.flatMap(([key, raw]) => problemOf(fieldOf(key), raw) ?? []);
}

function placeIn(file: string, { line }: Entry): Place {
  return { file, line };
}

function problemAt(path: string, entry: Entry, wrong: string, hint?: string): Problem {
  const message = `${path}, line ${entry.line}: ${wrong}`;
  return { message, ...(hint !== undefined && { hint }), place: placeIn(path, entry) };
}

function namedTwice(path: string, entry: Entry, former: string, key: FieldKey): Problem {
  const wrong = `${former} and ${key} are two names of the same setting.`;
  return problemAt(path, entry, wrong, `Remove ${former}, which is its former name.`);
}

/** @param seeAll where to find all names, if none is similar */
function unknownName(path: string, entry: Entry, name: string, known: readonly string[], seeAll: string): Problem {
  const invisible = findInvisible(name.slice(name.indexOf('.') + 1));
  if (invisible) {
    const where = `an invisible character, a ${invisible.name}, at position ${invisible.offset + 1}`;
    return problemAt(path, entry, `the name of the setting contains ${where}.`, 'Type the name again.');
  }
  const hint = didYouMean(name, known) ?? seeAll;
  return problemAt(path, entry, `unknown setting "${shown(name)}".`, hint);
}

/** Cuts a name at the first character that no setting's name contains: a secret may follow. */
function shown(name: string): string {
  const plain = /^[\p{L}\p{N}_.$<-]{0,60}/u.exec(name)?.[0] ?? '';
  return plain === name ? name : `${plain}…`;
}
