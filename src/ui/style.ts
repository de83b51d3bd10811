import { Chalk } from 'chalk';

/** The few colours of this program, by what they mean. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  changed(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
  accent(text: string): string;
}

/** Colours, or none: whether is decided by `streams.ts`, since chalk does not heed NO_COLOR. */
export function createStyle(color: boolean): Style {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  // Wrapped: chalk would print every further argument that a caller passes along.
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    changed: (text) => chalk.yellow(text),
    faint: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
    accent: (text) => chalk.cyan(text),
  };
}
