import { rowInWords } from '../engine/resource.ts';
import { type Markup, manualSteps } from '../export/manual-steps.ts';
import type { WrittenExport } from '../export/write-export.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

const PLAIN: Markup = { value: (value) => `"${plainName(value)}"`, label: (text) => text, command: (line) => line };

/** Tells people what an export has created and written, and what remains to be done by hand. Pure. */
export function renderExport({ created, ...written }: ResultOf<'export'>, style: Style): string {
  const rows = created.map(
    ({ title, name, id }) => `Created the ${title} ${rowInWords({ id, name: plainName(name) })}.`,
  );
  return [...rows, renderManualSteps(written, style)].join('\n');
}

/** Lists an export's files and the remaining manual steps, without the details of the page. Pure. */
export function renderManualSteps({ folder, files, guide }: WrittenExport, style: Style): string {
  let number = 0;
  const groups = manualSteps(guide, PLAIN).flatMap(({ title, steps }) => [
    '',
    style.strong(title),
    ...steps.flatMap(({ text, items = [] }) => [`  ${++number}. ${text}`, ...items.map((item) => `     - ${item}`)]),
  ]);
  return [
    `Written to ${plainName(folder)}:`,
    ...files.map(({ name }) => `  ${name}`),
    '',
    'Remaining steps (README.md in that folder has more details):',
    ...groups,
  ].join('\n');
}
