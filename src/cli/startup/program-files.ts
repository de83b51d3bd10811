import type { Compiler } from '../../env/compiled-code.ts';

/** A part of the bundle as the build writes it, in the manner of CommonJS. */
type Part = (exports: object, require: (name: string) => unknown, module: { exports: object }) => void;

/** Modules of Node that take long to load, and that many runs use nothing of; the build puts their names here, with spaces between. */
declare const LAZY_MODULES: string;

/**
 * A module of Node that is loaded when something of it is used. It seems to have no members as long as nobody asks for one
 * by its name, so the build refuses `import *`, which copies them.
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
 * Loads parts of the bundle when they are asked for. A file of it holds parts that are needed together, by their names; a
 * part that is in no file yet is in a file of its own name.
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
