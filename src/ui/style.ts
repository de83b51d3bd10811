import { Chalk } from 'chalk';

/** The colours of this program, by what they mean. */
export type Style = ReturnType<typeof createStyle>;

/** Creates the colours. @param color decided by `streams.ts`, since chalk does not respect NO_COLOR */
export function createStyle(color: boolean) {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // Wrapped, since chalk prints all its arguments, including the index that `map` passes.
  return {
    good: (text: string) => chalk.green(text),
    bad: (text: string) => chalk.red(text),
    changed: (text: string) => chalk.yellow(text),
    faint: (text: string) => chalk.dim(text),
    strong: (text: string) => chalk.bold(text),
    accent: (text: string) => chalk.cyan(text),
  };
}
