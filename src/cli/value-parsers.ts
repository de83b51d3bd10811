import type { Problem } from '../errors/cli-error.ts';
import type { Pattern } from '../runtime/options.ts';

/** Reports that a value is invalid. */
export type Refuse = (value: string, must: string) => void;

/** Enough to recognize a value. */
const MAX_SHOWN = 80;

/** Reports what is wrong with the value of a flag or an argument. @param name its name, for messages */
export function refusing(name: string, report: (problem: Problem) => void): Refuse {
  return (value, must) => report({ message: `${name} is "${value.slice(0, MAX_SHOWN)}", but must ${must}.` });
}

/** Collects all values of a repeatable flag. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Accepts one of the listed words, in any case. */
export function oneOf(choices: readonly string[], refuse: Refuse) {
  return (text: string) => {
    const listed = choices.find((choice) => choice === text.toLowerCase());
    if (listed === undefined) refuse(text, `be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`);
    return listed;
  };
}

/** Accepts a whole number in a range. */
export function integerFrom(least: number, most: number, refuse: Refuse) {
  return (text: string) => {
    const value = Number(text);
    const isInRange = Number.isInteger(value) && value >= least && value <= most;
    if (!isInRange) refuse(text, `be a whole number from ${least} to ${most}`);
    return value;
  };
}

/** Accepts any text, or one that matches a pattern. */
export function ofForm(pattern: Pattern | undefined, refuse: Refuse) {
  return (text: string) => {
    if (pattern && !pattern.form.test(text)) refuse(text, pattern.must);
    return text;
  };
}
