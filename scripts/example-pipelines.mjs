// The examples' pipelines, as `init` writes them for each settings file.
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, sourceModule } from './bundle.mjs';

const SETTINGS_FILE = 'ilert-haloitsm.yaml';
const { pipelineName, pipelinePath } = await sourceModule('src/pipelines/pipeline.ts');

/** Rewrites the existing pipelines. Needs the built command. */
export async function writeExamplePipelines() {
  const examples = join(root, 'examples');
  const entries = await readdir(examples, { recursive: true });
  for (const name of await readdir(examples))
    for (const kind of /** @type {const} */ (['github', 'gitlab'])) {
      const path = pipelinePath(kind, pipelineName(SETTINGS_FILE));
      if (entries.includes(join(name, path))) await writePipeline(join(examples, name), kind, path);
    }
}

/**
 * @param {string} example
 * @param {string} kind
 * @param {string} path
 */
async function writePipeline(example, kind, path) {
  const folder = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-example-'));
  try {
    // Makes the example the top folder of a repository.
    await mkdir(join(folder, '.git'));
    await copyFile(join(example, SETTINGS_FILE), join(folder, SETTINGS_FILE));
    const command = join(root, 'bin', 'ilert-haloitsm.js');
    execFileSync(process.execPath, [command, 'init', `--${kind}`, '--quiet'], { cwd: folder });
    await copyFile(join(folder, path), join(example, path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
