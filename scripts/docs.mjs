// Regenerates the parts of the documentation that come from the sources: the tables of docs/settings.md,
// docs/commands.md, docs/json.md and docs/prove.md, docs/facts.md, and the examples' pipelines.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, sourceModule } from './bundle.mjs';
import { writeExamplePipelines } from './example-pipelines.mjs';

const { settingsTable } = await sourceModule('src/config/settings-table.ts');
const { environmentTable } = await sourceModule('src/cli/environment-variables.ts');
await fillIn('settings.md', { settings: settingsTable(), environment: environmentTable() });

const { referenceTables } = await sourceModule('src/cli/reference.ts');
await fillIn('commands.md', referenceTables());

const { documentTables } = await sourceModule('src/reporters/schemas/reference.ts');
await fillIn('json.md', { documents: documentTables() });

const { factsDocument } = await sourceModule('src/facts/facts-table.ts');
const { experimentTables, isShownByExperiment } = await sourceModule('src/prove/experiments-table.ts');
await writeFile(join(root, 'docs', 'facts.md'), factsDocument(isShownByExperiment));
await fillIn('prove.md', experimentTables());

await writeExamplePipelines();

/**
 * @param {string} page in docs/
 * @param {Readonly<Record<string, string>>} tables by the name of their place, between two comments
 */
async function fillIn(page, tables) {
  const path = join(root, 'docs', page);
  let text = await readFile(path, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    text = text.replace(place, (_, start, end) => `${start}${table}\n${end}`);
  }
  await writeFile(path, text);
}
