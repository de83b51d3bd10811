// Bundles src/: one package without dependencies, split so that each command loads only what it needs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The folder of the package. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Optional, and not JavaScript: used where it is installed beside this package. */
const NATIVE = ['@napi-rs/keyring'];

/** How CommonJS packages get at Node's own modules; made when the first one is asked for, since that takes time. */
const REQUIRE = `import { createRequire } from 'node:module';
let made; const require = (name) => (made ??= createRequire(import.meta.url))(name);
`;

/** @satisfies {import('esbuild').BuildOptions} */
const OPTIONS = {
  absWorkingDir: root,
  write: false,
  bundle: true,
  platform: 'node',
  // jsonc-parser's CommonJS build can't be bundled.
  mainFields: ['module', 'main'],
  target: 'node20.12',
  format: 'esm',
  external: NATIVE,
  alias: {
    // conf's atomically loads it; on Ctrl-C it ends the process before the report of what exists.
    'when-exit': './scripts/stubs/when-exit.mjs',
    // Prints a proxy's address with its password, and loads whatever `supports-color` is installed.
    debug: './scripts/stubs/debug.mjs',
  },
  logLevel: 'warning',
};

/**
 * The files of the bundle as they belong into a folder, and esbuild's account of what is in them.
 *
 * @param {string} folder
 */
export async function bundle(folder) {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    write: false,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    metafile: true,
    splitting: true,
    minify: true,
    // Flat, so that the package's folder is one up from every chunk.
    chunkNames: '[name]-[hash]',
  });
  const files = outputFiles.map(({ path, text }) => ({ path, text: usesRequire(text) ? REQUIRE + text : text }));
  return { files, metafile };
}

/** @param {string} text */
function usesRequire(text) {
  return /\btypeof require\b/.test(text);
}

/**
 * The modules that scripts use, by their path.
 *
 * @typedef {{
 *   'sandbox/sandbox.ts': typeof import('../sandbox/sandbox.ts'),
 *   'src/cli/environment-variables.ts': typeof import('../src/cli/environment-variables.ts'),
 *   'src/cli/help-pages.ts': typeof import('../src/cli/help-pages.ts'),
 *   'src/cli/reference.ts': typeof import('../src/cli/reference.ts'),
 *   'src/config/settings-table.ts': typeof import('../src/config/settings-table.ts'),
 *   'src/facts/facts-table.ts': typeof import('../src/facts/facts-table.ts'),
 *   'src/pipelines/pipeline.ts': typeof import('../src/pipelines/pipeline.ts'),
 *   'src/reporters/schemas/reference.ts': typeof import('../src/reporters/schemas/reference.ts'),
 *   'src/runtime/system.ts': typeof import('../src/runtime/system.ts'),
 * }} Modules
 */

/**
 * Loads a module of the sources into this process: Node 20 doesn't read TypeScript itself.
 *
 * @template {keyof Modules} Path
 * @param {Path} path
 * @returns {Promise<Modules[Path]>}
 */
export async function sourceModule(path) {
  const { outputFiles } = await build({ ...OPTIONS, write: false, entryPoints: [path] });
  const folder = await mkdtemp(join(tmpdir(), 'ilert-haloitsm-module-'));
  try {
    const file = join(folder, 'module.mjs');
    await writeFile(file, REQUIRE + outputFiles.map(({ text }) => text).join(''));
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
