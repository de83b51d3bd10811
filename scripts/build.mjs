// Bundles src/ into dist/: one package without dependencies, split so that each command loads only what it needs.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

await rm(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
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
  // CommonJS dependencies ask for Node's own modules by require.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  // conf's atomically loads when-exit, which on Ctrl-C ends the process before the report of what exists.
  alias: { 'when-exit': './scripts/no-exit-hook.mjs' },
  logLevel: 'warning',
});
