// Writes docs/facts.md anew from src/facts/claims.
import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/facts/facts-table.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { factsDocument } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
await mkdir('docs', { recursive: true });
await writeFile('docs/facts.md', factsDocument());
