// Builds dist/: the bundle, and beside it the texts of help, ready to be printed. The old dist/ stays until the new one
// is whole.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle, sourceModule } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const folder = join(root, `dist-${process.pid}`);

try {
  await mkdir(join(folder, 'help'), { recursive: true });
  const { files } = await bundle(folder);
  for (const { path, text } of files) await writeFile(path, text);
  for (const { name, text } of await helpTexts()) await writeFile(join(folder, 'help', `${name}.txt`), text);
  await rm(dist, { recursive: true, force: true });
  await rename(folder, dist);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** What the built program prints itself as long as these texts are not there; called as src/cli/startup/prerendered-help.ts wants them. */
async function helpTexts() {
  const { main } = await import(pathToFileURL(join(folder, 'main.js')).href);
  const { commands } = await sourceModule('src/cli/registry.ts');
  const words = commands.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  const texts = [{ name: 'all-commands', text: await printed(main, ['--help']) }];
  for (const word of words) texts.push({ name: word, text: await printed(main, [word, '--help']) });
  return texts;
}

async function printed(main, argv) {
  const texts = [];
  const stream = { write: (text) => texts.push(text) };
  const exitCode = await main(argv, {
    ...{ packageRoot: root, stdout: stream, stderr: stream, onInterrupt: () => () => undefined },
  });
  const text = texts.join('');
  if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}: ${text}`);
  return text;
}
