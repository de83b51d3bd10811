import { Chalk } from 'chalk';

/** The colours of this program, by what they mean. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  changed(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
  accent(text: string): string;
}

/** @param color decided by `streams.ts`, since chalk does not respect NO_COLOR */
export function createStyle(color: boolean): Style {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // Wrapped, since chalk prints every further argument, such as the index that `map` passes.
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    changed: (text) => chalk.yellow(text),
    faint: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
    accent: (text) => chalk.cyan(text),
  };
}
