// Writes anew what the documentation takes from the sources: the README's table of settings, and docs/facts.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, sourceModule } from './bundle.mjs';

const readme = join(root, 'README.md');
const { settingsTable } = await sourceModule('src/config/readme-table.ts');
const between = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/;
const text = await readFile(readme, 'utf8');
await writeFile(
  readme,
  text.replace(between, (_, start, end) => `${start}${settingsTable()}\n${end}`),
);

const { factsDocument } = await sourceModule('src/facts/facts-table.ts');
await writeFile(join(root, 'docs', 'facts.md'), factsDocument());
