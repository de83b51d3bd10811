// Bundles src/: one package without dependencies, split so that each command loads only what it needs.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

/** The folder of the package. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Optional native code: used if it is installed beside this package. */
const NATIVE = ['@napi-rs/keyring'];

/** How CommonJS packages access Node's own modules. Created on first use, since that takes time. */
const REQUIRE = `import { createRequire } from 'node:module';
let made; const require = (name) => (made ??= createRequire(import.meta.url))(name);
`;

/** Node modules that are slow to load and that many runs don't need: loaded on first use. */
const LAZY_MODULES = ['node:child_process', 'node:crypto', 'node:fs/promises'];

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
    // Loaded by conf's atomically; on Ctrl-C it would end the process before the report of what exists.
    'when-exit': './scripts/stubs/when-exit.mjs',
    // Prints a proxy's URL with its password, and loads any installed `supports-color`.
    debug: './scripts/stubs/debug.mjs',
    'cli-spinners': './scripts/stubs/cli-spinners.mjs',
    '#supports-color': './scripts/stubs/supports-color.mjs',
    // conf's support for schemas and migrations: unused, and a tenth of the package.
    'ajv/dist/2020.js': './scripts/stubs/ajv.mjs',
    'ajv-formats': './scripts/stubs/ajv.mjs',
    semver: './scripts/stubs/semver.mjs',
    // got's caches, HTTP/2 and multipart forms: unused.
    'cacheable-request': './scripts/stubs/cacheable-request.mjs',
    'cacheable-lookup': './scripts/stubs/cacheable-lookup.mjs',
    'http2-wrapper': './scripts/stubs/http2-wrapper.mjs',
    'form-data-encoder': './scripts/stubs/form-data-encoder.mjs',
  },
  logLevel: 'warning',
};

/**
 * Returns the bundle's files for a folder, and esbuild's metafile: `start.cjs`, which Node loads, and the files that
 * `src/cli/startup/program-files.ts` loads.
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
    chunkNames: '[name]-[hash]',
  });
  const chunks = outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
  const parts = await Promise.all(chunks.map(async ({ name, text }) => ({ name, code: await partOf(text) })));
  const first = neededWith('main.js', metafile);
  const program = fileOf(parts.filter(({ name }) => first.has(name)));
  const programName = `program-${createHash('sha256').update(program).digest('hex').slice(0, 8)}.js`;
  const others = parts.filter(({ name }) => !first.has(name));
  const files = [
    { name: 'start.cjs', text: await startFile(programName) },
    { name: programName, text: program },
    ...others.map((part) => ({ name: part.name, text: fileOf([part]) })),
  ];
  return { files: files.map(({ name, text }) => ({ path: join(folder, name), text })), metafile };
}

/** @param {string} programName */
async function startFile(programName) {
  const { outputFiles } = await build({
    ...OPTIONS,
    write: false,
    entryPoints: ['src/cli/startup/start.ts'],
    format: 'cjs',
    minify: true,
    define: { PROGRAM_FILE: JSON.stringify(programName), LAZY_MODULES: JSON.stringify(LAZY_MODULES.join(' ')) },
  });
  return outputFiles.map(({ text }) => text).join('');
}

/**
 * Wraps a module as a CommonJS-style function body, whose compiled code V8 can cache.
 *
 * @param {string} text
 */
async function partOf(text) {
  assertMembersNamed(text);
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: OPTIONS.target,
    minify: true,
    supported: { 'dynamic-import': false },
  });
  return code;
}

/**
 * Ensures named imports: what src/cli/startup/program-files.ts loads later has no members to copy.
 *
 * @param {string} text a module, minified
 */
function assertMembersNamed(text) {
  for (const [statement, name = ''] of text.matchAll(/import\s*\*\s*as[^"']*["']([^"']*)["']/g))
    if (LAZY_MODULES.includes(name)) throw new Error(`Import the members of ${name} by their names: ${statement}`);
}

/**
 * Joins parts into one expression, an object of functions. V8 compiles those in parentheses eagerly.
 *
 * @param {readonly { name: string, code: string }[]} parts
 */
function fileOf(parts) {
  const members = parts.map(({ name, code }) => `"./${name}":(function(exports,require,module){${code}})`);
  return `({${members.join(',\n')}})\n`;
}

/**
 * Returns a chunk, and the chunks that it can't be loaded without.
 *
 * @param {string} chunk
 * @param {import('esbuild').Metafile} metafile
 * @returns {Set<string>}
 */
function neededWith(chunk, { outputs }) {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map(({ path }) => basename(path)),
    ]),
  );
  const needed = new Set([chunk]);
  for (const name of needed) for (const imported of imports.get(name) ?? []) needed.add(imported);
  return needed;
}

/**
 * The modules that scripts use, by path.
 *
 * @typedef {{
 *   'sandbox/sandbox.ts': typeof import('../sandbox/sandbox.ts'),
 *   'src/cli/environment-variables.ts': typeof import('../src/cli/environment-variables.ts'),
 *   'src/cli/help-pages.ts': typeof import('../src/cli/help-pages.ts'),
 *   'src/cli/reference.ts': typeof import('../src/cli/reference.ts'),
 *   'src/cli/startup/help-page.ts': typeof import('../src/cli/startup/help-page.ts'),
 *   'src/config/settings-table.ts': typeof import('../src/config/settings-table.ts'),
 *   'src/facts/facts-table.ts': typeof import('../src/facts/facts-table.ts'),
 *   'src/pipelines/pipeline.ts': typeof import('../src/pipelines/pipeline.ts'),
 *   'src/prove/experiments-table.ts': typeof import('../src/prove/experiments-table.ts'),
 *   'src/reporters/schemas/reference.ts': typeof import('../src/reporters/schemas/reference.ts'),
 *   'src/runtime/system.ts': typeof import('../src/runtime/system.ts'),
 *   'test/recordings/produce.ts': typeof import('../test/recordings/produce.ts'),
 * }} Modules
 */

/**
 * Loads a source module into this process, since Node 20 can't load TypeScript.
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
