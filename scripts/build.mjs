// Builds dist/: the bundle and the help pages, as text and prepared for layout on a terminal. The old dist/ stays until
// the new one is complete.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle, root, sourceModule } from './bundle.mjs';

const dist = join(root, 'dist');
const folder = join(root, `dist-${process.pid}`);

try {
  await mkdir(join(folder, 'help'), { recursive: true });
  const { files } = await bundle(folder);
  for (const { path, text } of files) await writeFile(path, text);
  const { helpPages } = await sourceModule('src/cli/help-pages.ts');
  const { layOut } = await sourceModule('src/cli/startup/help-page.ts');
  for (const [name, page] of Object.entries(helpPages())) {
    await writeFile(join(folder, 'help', `${name}.json`), JSON.stringify(page));
    await writeFile(join(folder, 'help', `${name}.txt`), layOut(page, undefined));
  }
  await rm(dist, { recursive: true, force: true });
  await rename(folder, dist);
} finally {
  await rm(folder, { recursive: true, force: true });
}
