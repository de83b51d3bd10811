// Bundles src/: one package without dependencies, split so that each command loads only what it needs.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How CommonJS packages get at Node's own modules; made when the first one is asked for, since that takes time. */
const REQUIRE = `import { createRequire } from 'node:module';
let made; const require = (name) => (made ??= createRequire(import.meta.url))(name);
`;

/** The files of the bundle, `{ path, text }`, as they belong into `folder`; and esbuild's account of what is in them. */
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
    // Optional, and native: used where it is installed beside this package.
    external: ['@napi-rs/keyring'],
    // Flat, so that the package's folder is one up from every chunk.
    chunkNames: '[name]-[hash]',
    // conf's atomically loads when-exit, which on Ctrl-C ends the process before the report of what exists.
    alias: { 'when-exit': './scripts/no-exit-hook.mjs' },
    logLevel: 'warning',
  });
  const files = outputFiles.map(({ path, text }) => ({ path, text: usesRequire(text) ? REQUIRE + text : text }));
  return { files, metafile };
}

function usesRequire(text) {
  return /\btypeof require\b/.test(text);
}

/** A pure module of the sources, to be used by a script. */
export async function sourceModule(path) {
  const { outputFiles } = await build({
    ...{ absWorkingDir: root, entryPoints: [path], write: false, bundle: true, format: 'esm', platform: 'node' },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
