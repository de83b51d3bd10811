import { factGroups } from './facts.ts';

const INTRODUCTION = `# What the code relies on

What this program assumes about HaloITSM, HaloPSA (the same API) and ilert, how certain each assumption is, and where
it comes from. *Proven*: somebody ran it against a live tenant and recorded the answer. *Documented*: the vendor says
so. *Inferred*: it fits what is known, and no source shows it. Code that relies on an inferred fact reads back what it
wrote.

The tests run against simulators that follow these facts. \`ilert-haloitsm status --report FILE\` compares your own
tenant with those marked *report*: confirmed, otherwise or not seen. The file contains names and types of fields, no
values, and the program sends it nowhere. Read it, and send it to us if something is otherwise.

This file is written from \`src/facts/claims\` by \`npm run docs\`.
`;

/** `docs/facts.md`, in Markdown; a test keeps the two the same. */
export function factsDocument(): string {
  const sections = factGroups.map(({ title, facts }) => {
    const rows = Object.entries(facts).map(([id, { claim, certainty, source, shownBy, check }]) =>
      [`\`${id}\``, claim, certainty, source, `\`${shownBy}\`${check ? ', report' : ''}`]
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
