import { productOf } from '../config/product.ts';
import type { Value } from '../engine/values.ts';
import { type ImportGuide, type ManualStep, type Markup, manualSteps, type StepGroup } from './manual-steps.ts';

/** The first line of the file, which identifies an earlier export. */
export const README_MARK = '<!-- Written by ilert-haloitsm export. -->';

const MARKDOWN: Markup = { value: code, label: (text) => `**${text}**`, command: code };

/** Returns a page with the remaining manual steps. Pure; contains no secret. */
export function readmeFile(guide: ImportGuide): string {
  const product = productOf(guide.settings).name;
  return `${README_MARK}
# ${product} to ilert: remaining manual steps

These files contain what \`ilert-haloitsm apply\` would create in ${product} through its API, for "Import from JSON".
${target(guide)}

${pages(manualSteps(guide, MARKDOWN)).join('\n\n')}
`;
}

function target({ source }: ImportGuide): string {
  return source
    ? `Tickets will go to the alert source ${code(source.name)} (ID ${source.id}) in ilert.`
    : 'Nothing in these files is secret. Your own path is: it contains the integration key of the alert source.';
}

/** Formats the groups, with their steps numbered consecutively. */
function pages(groups: readonly StepGroup[]): string[] {
  let number = 0;
  return groups.map(({ title, steps }) =>
    [`## ${title}`, '', ...steps.map((step) => numbered(++number, step))].join('\n'),
  );
}

function numbered(number: number, { text, items = [], details }: ManualStep): string {
  const indent = ' '.repeat(`${number}. `.length);
  const list = items.length > 0 ? ['', ...items.map((item) => `${indent}- ${item}`)] : [];
  return [`${number}. ${text}`, ...list, ...(details ? ['', `${indent}${details}`] : [])].join('\n');
}

/** Formats any text as Markdown code on one line. */
function code(value: Value): string {
  const text = String(value).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
