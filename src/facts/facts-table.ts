import { factGroups } from './facts.ts';

const INTRODUCTION = `# Assumptions about the two APIs

What this tool assumes about HaloITSM, HaloPSA (the same API) and ilert, how certain each assumption is, and the evidence.
*Proven*: someone ran it against a live tenant and recorded the result. *Documented*: the vendor says so. *Inferred*: consistent
with what is known, but undocumented; code that relies on it reads back what it wrote.

The tests run against simulators that implement these facts. \`ilert-haloitsm status --report FILE\` compares your own tenant
with those marked *report*: confirmed, contradicted or not observed. The file contains names and types of fields, no values, and is
not sent anywhere. Review it, and attach it to an issue if something is different. \`ilert-haloitsm prove\` shows those marked *prove* with
experiments on test accounts; [prove.md](prove.md) says which, and why the others can't be shown.

This file is generated from \`src/facts/claims\` by \`npm run docs\`.
`;

/** Returns `docs/facts.md`. A test keeps the file up to date. @param isShown whether an experiment shows a fact */
export function factsDocument(isShown: (id: string) => boolean): string {
  const sections = factGroups.map(({ title, facts }) => {
    const rows = Object.entries(facts).map(([id, { claim, certainty, source, shownBy, check }]) =>
      [`\`${id}\``, claim, certainty, source, `\`${shownBy}\`${check ? ', report' : ''}${isShown(id) ? ', prove' : ''}`]
        .map((cell) => cell.replaceAll('|', '\\|'))
        .join(' | '),
    );
    return [
      `## ${title}`,
      '',
      '| id | fact | certainty | source | test |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row} |`),
    ].join('\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}
