import { factGroups } from './facts.ts';

const INTRODUCTION = `# What the code leans on

What this program takes for granted about HaloITSM, HaloPSA (the same API) and ilert, how sure each of it is, and what
shows it. *Proven*: somebody ran it against a live tenant and recorded the answer. *Documented*: the vendor says so.
*Inferred*: it fits what is known, and no source shows it. Code that leans on an inferred fact reads back what it wrote.

The tests run against simulators that hold to these facts. What your own tenant answers to those marked *report*, the
file of \`ilert-haloitsm status --report FILE\` says: confirmed, otherwise or not seen. It holds names and types of
fields, no values; nothing is sent by the program. Read it, and send it to us if something is otherwise.

This file is written from \`src/facts/claims\` by \`npm run docs\`.
`;

/** `docs/facts.md`, in Markdown; a test keeps the two the same. */
export function factsDocument(): string {
  const sections = factGroups.map(({ title, facts }) => {
    const rows = facts.map(({ id, claim, surety, source, shownBy, check }) =>
      [`\`${id}\``, claim, surety, source, `\`${shownBy}\`${check ? ', report' : ''}`].map(escaped).join(' | '),
    );
    return [
      `## ${title}`,
      '',
      '| id | fact | how sure | known from | shown by |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row} |`),
    ].join('\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
