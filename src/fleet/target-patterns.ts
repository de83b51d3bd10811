import { type FileTarget, unknownTarget } from '../config/settings-file.ts';
import type { Problem } from '../errors/cli-error.ts';
import { listInWords } from '../text/list.ts';

/** Whether a word after `--target` is a pattern: no target's name contains these characters. */
export function isPattern(word: string): boolean {
  return /[*?]/.test(word);
}

/** The targets that the words after `--target` match. */
export interface NamedTargets {
  /** In the order of the settings file, each once. */
  readonly names: readonly string[];
  /** Words that match none. */
  readonly problems: readonly Problem[];
}

/**
 * Returns the targets that words match: names, or patterns in which `*` matches any characters, and `?` a single one.
 * Pure.
 *
 * @param config path of the settings file
 * @param suggests as for `unknownTarget`
 */
export function namedTargets(
  words: readonly string[],
  targets: ReadonlyMap<string, FileTarget>,
  config: string,
  suggests = true,
): NamedTargets {
  const known = [...targets.keys()];
  const chosen = words.map((word) => ({ word, names: known.filter(isPattern(word) ? matches(word) : isSame(word)) }));
  const inVain = chosen.filter(({ names }) => names.length === 0);
  const all = new Set(chosen.flatMap(({ names }) => names));
  return {
    names: known.filter((name) => all.has(name)),
    problems: inVain.map(({ word }) => unknownTarget(word, targets, config, suggests)),
  };
}

/** Says what patterns match, so that people see what a run is for; undefined if all targets were named. Pure. */
export function patternsInWords(words: readonly string[], names: readonly string[], total: number): string | undefined {
  if (!words.some(isPattern)) return undefined;
  const typed = listInWords(words.map((word) => `"${word}"`));
  return `--target ${typed}: ${names.length} of ${total} targets, ${listInWords(names)}.`;
}

const isSame = (word: string) => (name: string) => name === word;

/** Matches each part between asterisks at its first place, so long patterns take no longer than short ones. */
function matches(pattern: string): (name: string) => boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  return (name) => {
    if (!fitsAt(name, first, 0)) return false;
    if (last === undefined) return name.length === first.length;
    let end = first.length;
    for (const part of parts) {
      const start = indexOfFit(name, part, end);
      if (start === undefined) return false;
      end = start + part.length;
    }
    const start = name.length - last.length;
    return start >= end && fitsAt(name, last, start);
  };
}

function fitsAt(name: string, part: string, start: number): boolean {
  return (
    start + part.length <= name.length &&
    [...part].every((character, index) => character === '?' || character === name[start + index])
  );
}

function indexOfFit(name: string, part: string, from: number): number | undefined {
  for (let start = from; start + part.length <= name.length; start++) if (fitsAt(name, part, start)) return start;
  return undefined;
}
