import type { Compiler } from '../../env/compiled-code.ts';

/** A part of the bundle as the build writes it, in CommonJS style. */
type Part = (exports: object, require: (name: string) => unknown, module: { exports: object }) => void;

/**
 * Node modules that are slow to load, and that many runs do not use; the build puts their names here, space-separated.
 */
declare const LAZY_MODULES: string;

/**
 * Returns a Node module that is loaded when one of its members is used. Until then it appears to have no members, so
 * the build rejects `import *`, which copies them.
 */
function whenUsed(name: string): object {
  let module: object | undefined;
  return new Proxy(
    {},
    {
      get(_, key) {
        module ??= require(name) as object;
        return Reflect.get(module, key);
      },
    },
  );
}

/**
 * Loads parts of the bundle on demand. A bundle file contains parts that are needed together, by name; a part that is
 * in no file loaded so far has a file of its own name.
 *
 * @param first the name of the file with what every run needs
 */
export function createLoader(first: string, compiler: Compiler): (name: string) => unknown {
  const seldomUsed = new Set(LAZY_MODULES.split(' '));
  const parts = new Map<string, Part>();
  const loaded = new Map<string, { exports: object }>();
  addParts(first);

  function addParts(file: string): void {
    for (const [name, part] of Object.entries(compiler.valueOf(file) as Record<string, Part>)) parts.set(name, part);
  }

  return function load(name) {
    if (seldomUsed.has(name)) return whenUsed(name);
    if (!name.startsWith('./')) return require(name);
    const before = loaded.get(name);
    if (before) return before.exports;
    if (!parts.has(name)) addParts(name.slice('./'.length));
    const module = { exports: {} };
    loaded.set(name, module);
    parts.get(name)?.(module.exports, load, module);
    return module.exports;
  };
}
