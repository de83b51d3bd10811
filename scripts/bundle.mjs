// Bundles src/: one package without dependencies, split so that each command loads only what it needs.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The folder of the package. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Optional, and not JavaScript: used where it is installed beside this package. */
const NATIVE = ['@napi-rs/keyring'];

/** How CommonJS packages get at Node's own modules; made when the first one is asked for, since that takes time. */
const REQUIRE = `import { createRequire } from 'node:module';
let made; const require = (name) => (made ??= createRequire(import.meta.url))(name);
`;

/**
 * The files of the bundle as they belong into a folder, and esbuild's account of what is in them.
 *
 * @param {string} folder
 */
export async function bundle(folder) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    // jsonc-parser's CommonJS build can't be bundled.
    mainFields: ['module', 'main'],
    target: 'node20.12',
    format: 'esm',
    external: NATIVE,
    // Flat, so that the package's folder is one up from every chunk.
    chunkNames: '[name]-[hash]',
    alias: {
      // conf's atomically loads it; on Ctrl-C it ends the process before the report of what exists.
      'when-exit': './scripts/stubs/when-exit.mjs',
      // Prints a proxy's address with its password, and loads whatever `supports-color` is installed.
      debug: './scripts/stubs/debug.mjs',
    },
    logLevel: 'warning',
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
 *   'src/cli/registry.ts': typeof import('../src/cli/registry.ts'),
 *   'src/config/readme-table.ts': typeof import('../src/config/readme-table.ts'),
 *   'src/facts/facts-table.ts': typeof import('../src/facts/facts-table.ts'),
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
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: NATIVE,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles.map(({ text }) => text).join(''))}`);
}
