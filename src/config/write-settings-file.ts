import { stringify } from 'yaml';
import { isPayload } from './payload-file.ts';
import type { RawValue } from './raw-value.ts';
import { type FieldKey, fields, type SettingsField } from './settings.ts';
import { variableNames } from './variables.ts';

/**
 * Settings as a commented YAML file that `--config` reads. Secrets are references to environment variables, never the
 * secrets themselves; what has its default is left to it. Pure.
 *
 * @param heading lines for the comment at the top
 * @param comments what else is said of a value
 */
export function writeSettingsFile(
  settings: ReadonlyMap<FieldKey, RawValue>,
  heading: readonly string[],
  comments: ReadonlyMap<FieldKey, string>,
): string {
  const written = fields.flatMap((field) => {
    const value = field.kind === 'secret' ? referenceTo(field) : valueIn(settings.get(field.key));
    return value === undefined ? [] : [{ field, value }];
  });
  const sections = [...new Set(written.map(({ field }) => sectionOf(field)))];
  const blocks = sections.map((section) => {
    const own = written.filter(({ field }) => sectionOf(field) === section);
    return [`${section}:`, ...own.map(({ field, value }) => entry(field, value, comments.get(field.key)))].join('\n');
  });
  return `${heading.map((line) => `# ${line}`.trim()).join('\n')}\n${blocks.join('\n')}\n`;
}

function referenceTo(field: SettingsField): string {
  return `env:${variableNames(field)[0]}`;
}

function valueIn(raw: RawValue | undefined): unknown {
  if (raw === undefined || raw.origin.from === 'default') return undefined;
  return isPayload(raw.value) ? raw.value.name : raw.value;
}

function sectionOf({ key }: SettingsField): string {
  return key.slice(0, key.indexOf('.'));
}

function entry({ key, about, choices }: SettingsField, value: unknown, more?: string): string {
  const name = key.slice(key.indexOf('.') + 1);
  const yaml = stringify({ [name]: value }, { lineWidth: 0 }).trimEnd();
  const comment = `# ${about}${choices ? `: ${choices.join(', ')}` : ''}${more === undefined ? '' : `\n# ${more}`}`;
  return `${comment}\n${yaml}`.replace(/^(?=.)/gm, '  ');
}
