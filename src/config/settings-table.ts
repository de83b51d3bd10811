import type { Field } from './field.ts';
import { fields } from './settings.ts';
import { allVariableNames } from './variables.ts';

/** Renders the table of settings in docs/settings.md as Markdown; a test keeps the page up to date. */
export function settingsTable(): string {
  const rows = fields.map((field) =>
    [flagOf(field), variableOf(field), `\`${field.key}\``, field.about, defaultOf(field)].map(escaped).join(' | '),
  );
  return [
    '| flag | variable | key in the file | what it is | default |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function flagOf({ flag, kind, choices }: Field): string {
  if (flag === undefined) return kind === 'secret' ? '(none: a secret)' : '(file only)';
  return kind === 'choice' || kind === 'duration' ? `\`--${flag}\` ${choices?.join(', ')}` : `\`--${flag}\``;
}

function variableOf(field: Field): string {
  return allVariableNames(field)
    .map((name) => `\`${name}\``)
    .join(', ');
}

function defaultOf({ default: value, defaultFor = {}, isRequired, otherwise }: Field): string {
  if (isRequired) return 'required';
  if (value === undefined) return otherwise ?? "ilert's default";
  return [`\`${value}\``, ...Object.entries(defaultFor).map(([product, name]) => `\`${name}\` with ${product}`)].join(
    ', ',
  );
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
