// Builds dist/: the bundle, and beside it the texts of help, ready to be printed. The old dist/ stays until the new one
// is whole.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, root, sourceModule } from './bundle.mjs';

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

/** What the built program prints itself as long as these files are missing; src/cli/startup/ names and reads them. */
async function helpTexts() {
  /** @type {typeof import('../src/main.ts')} */
  const { main } = await import(pathToFileURL(join(folder, 'main.js')).href);
  const { processSystem } = await sourceModule('src/runtime/system.ts');
  const system = processSystem(root);
  const printed = async (/** @type {readonly string[]} */ argv) => {
    let text = '';
    const stream = { write: (/** @type {string} */ part) => (text += part) };
    const exitCode = await main(argv, { ...system, stdout: stream, stderr: stream });
    if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}: ${text}`);
    return text;
  };

  const { commands } = await sourceModule('src/cli/registry.ts');
  const words = commands.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  const texts = [{ name: 'all-commands', text: await printed(['--help']) }];
  for (const word of words) texts.push({ name: word, text: await printed([word, '--help']) });
  return texts;
}
