// Writes the README's table of settings anew from src/config/fields.ts: npm run docs
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/config/table.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { settingsTable } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
const readme = await readFile('README.md', 'utf8');
const between = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/;
await writeFile(
  'README.md',
  readme.replace(between, (_, start, end) => `${start}${settingsTable()}\n${end}`),
);
