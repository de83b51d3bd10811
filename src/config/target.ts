import type { Problem } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { RawValue } from './raw-value.ts';
import type { FieldKey } from './settings.ts';
import type { SettingsFile } from './settings-file.ts';

type Values = ReadonlyMap<FieldKey, RawValue>;

/** What a settings file says for one run. */
export interface FileValues {
  /** What the target says of itself: only a flag is more exact. */
  readonly own: Values;
  /** What holds for all. */
  readonly shared: Values;
  readonly problems: readonly Problem[];
}

/** Names of targets: they are typed after --target, and their ids are remembered under them. */
export const TARGET_NAME = /^[A-Za-z0-9][\w-]{0,63}$/;

const NONE: Values = new Map();

/**
 * Picks a target's values. A file with targets means nothing without one of them, since what they share is not whole.
 *
 * @param config the path of the file, for messages; undefined where there is none
 */
export function valuesFor(file: SettingsFile, target: string | undefined, config: string | undefined): FileValues {
  const { shared, targets } = file;
  if (target === undefined) {
    if (targets.size === 0) return { own: NONE, shared, problems: [] };
    const message = `${config} holds ${targets.size} targets, and none of them was chosen.`;
    return {
      own: NONE,
      shared,
      problems: [
        {
          message,
          hint: `Give --target ${[...targets.keys()][0]}, or --all.`,
        },
      ],
    };
  }
  const own = targets.get(target);
  if (own) return { own, shared, problems: [] };
  // A file that can't be read is a problem already.
  const problems = file.problems.length > 0 ? [] : [unknownTarget(target, [...targets.keys()], config)];
  return { own: NONE, shared, problems };
}

/** A target that the file does not have. @param known all that it has */
export function unknownTarget(target: string, known: readonly string[], config: string | undefined): Problem {
  if (config === undefined)
    return { message: `--target ${target} needs a settings file with targets.`, hint: 'Give it by --config FILE.' };
  const hint =
    known.length === 0
      ? 'List them there under "targets".'
      : (didYouMean(target, known) ?? `It has ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`);
  return { message: `${config} has no target "${target}".`, hint };
}

/** An alert source that each target has for itself is called after it, where nobody gave it a name. */
export function nameForTarget(usual: string | undefined, target: string): RawValue {
  return { value: `${usual} ${target}`, origin: { from: 'default' } };
}
