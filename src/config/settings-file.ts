import type { Place, Problem } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { listInWords } from '../text/list.ts';
import type { RawValue } from './raw-value.ts';
import type { FieldKey } from './settings.ts';

/** The values of a settings file by key, and what is wrong with its form. */
export interface SettingsFile {
  /** What all targets share; everything, if the file has no targets. */
  readonly shared: FileValues;
  readonly targets: ReadonlyMap<string, FileTarget>;
  readonly problems: readonly Problem[];
  /** If it can't be read at all: then any setting may be in it. */
  readonly isUnreadable?: true;
}

/** A target of a settings file. */
export interface FileTarget {
  /** Its own values. */
  readonly values: FileValues;
  /** Where it begins. */
  readonly place: Place;
  /** What people call it, if that is something else than its name in the file. */
  readonly displayName?: string | undefined;
  /** Names that it had in the file before, the latest first. */
  readonly was: readonly string[];
}

/** Values of a settings file by key. */
export type FileValues = ReadonlyMap<FieldKey, RawValue>;

/** The values of a settings file for one run. */
interface TargetValues {
  /** The target's own: only flags take precedence. */
  readonly own: FileValues;
  /** What all targets share. */
  readonly shared: FileValues;
  readonly problems: readonly Problem[];
}

/** A file without settings. */
export const NO_FILE: SettingsFile = { shared: new Map(), targets: new Map(), problems: [] };

const NONE: FileValues = new Map();

/** For which targets of a settings file a command can be run; `resumable`: for several, without those that succeeded recently. */
export type AcceptedTargets = 'one' | 'several' | 'resumable';

/**
 * The values for one target. A file with targets can't be used without one of them: what they share is incomplete.
 *
 * @param config the path of the file, for messages; undefined if there is none
 * @param accepted the targets that the command can be run for; undefined if it can't be run for any
 */
export function valuesFor(
  file: SettingsFile,
  target: string | undefined,
  config: string | undefined,
  accepted: AcceptedTargets | undefined,
): TargetValues {
  const { shared, targets } = file;
  if (target === undefined) {
    if (targets.size === 0) return { own: NONE, shared, problems: [] };
    const message = `${config} has ${targets.size === 1 ? 'a target' : `${targets.size} targets`}, and none was chosen.`;
    return { own: NONE, shared, problems: [{ message, hint: howToChoose([...targets.keys()], accepted) }] };
  }
  const own = targets.get(target);
  if (own) return { own: own.values, shared, problems: [] };
  // If the file can't be read, that is already a problem.
  const problems = file.problems.length > 0 ? [] : [unknownTarget(target, targets, config)];
  return { own: NONE, shared, problems };
}

function howToChoose([example]: readonly string[], accepted: AcceptedTargets | undefined): string {
  if (accepted === undefined)
    return `Set up targets with "apply --target ${example}", or all of them with "apply --all".`;
  const choice = `Choose one with --target, such as --target ${example}`;
  return accepted === 'one' ? `${choice}.` : `${choice}, or use --all.`;
}

/** More are listed by `targets`. */
const MOST_LISTED = 10;

/** The problem that the file has no such target. Pure. @param targets those that it has */
export function unknownTarget(
  target: string,
  targets: ReadonlyMap<string, FileTarget>,
  config: string | undefined,
): Problem {
  if (config === undefined)
    return { message: `--target ${target} needs a settings file with targets.`, hint: 'Add --config FILE.' };
  const which = /[*?]/.test(target) ? `that matches "${target}"` : `"${target}"`;
  return {
    code: 'target-unknown',
    message: `${config} has no target ${which}.`,
    hint: whichTarget(target, targets),
  };
}

/** Which target may be meant: the one that people call so, the one that was called so, or one of a similar name. */
function whichTarget(target: string, targets: ReadonlyMap<string, FileTarget>): string {
  const known = [...targets.keys()];
  const wanted = target.trim().toLowerCase();
  const called = known.filter((name) => targets.get(name)?.displayName?.toLowerCase() === wanted);
  if (called.length > 0) return `That is the display name of ${listInWords(called)}: use --target ${called[0]}.`;
  const renamed = known.find((name) => targets.get(name)?.was.includes(target));
  if (renamed !== undefined) return `It is called ${renamed} now: use --target ${renamed}.`;
  if (known.length === 0) return 'List its targets under "targets".';
  const list = `Its targets: ${known.slice(0, MOST_LISTED).join(', ')}${known.length > MOST_LISTED ? ', …' : ''}.`;
  return [didYouMean(target.replace(/[*?]+/g, ''), known), list].filter((each) => each !== undefined).join(' ');
}
