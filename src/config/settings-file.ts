import type { Place, Problem } from '../errors/cli-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { listInWords } from '../text/list.ts';
import type { RawValue } from './raw-value.ts';
import type { FieldKey } from './settings.ts';

/** The values of a settings file by key, and the problems with its form. */
export interface SettingsFile {
  /** What all targets share; everything, if the file has no targets. */
  readonly shared: FileValues;
  readonly targets: ReadonlyMap<string, FileTarget>;
  readonly problems: readonly Problem[];
  /** Set if the file can't be read at all, so that any setting may be in it. */
  readonly isUnreadable?: true;
}

/** A target of a settings file. */
export interface FileTarget {
  readonly values: FileValues;
  /** Where the target begins in the file. */
  readonly place: Place;
  /** Its display name, if that differs from its name in the file. */
  readonly displayName?: string | undefined;
  /** Its former names in the file, latest first. */
  readonly was: readonly string[];
}

/** Values of a settings file by key. */
export type FileValues = ReadonlyMap<FieldKey, RawValue>;

/** The values of a settings file for one run. */
interface TargetValues {
  /** The target's own values; only flags take precedence. */
  readonly own: FileValues;
  readonly shared: FileValues;
  readonly problems: readonly Problem[];
}

/** A file without settings. */
export const NO_FILE: SettingsFile = { shared: new Map(), targets: new Map(), problems: [] };

const NONE: FileValues = new Map();

/** The targets that a command can run for; `resumable`: several, minus those that succeeded recently. */
export type AcceptedTargets = 'one' | 'several' | 'resumable';

/**
 * Returns the values for one target. A file with targets needs one to be chosen: what they share is incomplete.
 *
 * @param config the path of the file, for messages; undefined if there is none
 * @param accepted the targets that the command can run for; undefined if it can't run for any
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
  // If the file can't be read, that is a problem already.
  const problems = file.problems.length > 0 ? [] : [unknownTarget(target, targets, config)];
  return { own: NONE, shared, problems };
}

function howToChoose([example]: readonly string[], accepted: AcceptedTargets | undefined): string {
  if (accepted === undefined)
    return `Set up targets with "apply --target ${example}", or all of them with "apply --all".`;
  const choice = `Choose one with --target, such as --target ${example}`;
  return accepted === 'one' ? `${choice}.` : `${choice}, or use --all.`;
}

/** `targets` lists the rest. */
const MAX_LISTED = 10;

/**
 * Reports that the file has no such target. Pure. @param targets those it has @param suggests false before a removal
 */
export function unknownTarget(
  target: string,
  targets: ReadonlyMap<string, FileTarget>,
  config: string | undefined,
  suggests = true,
): Problem {
  if (config === undefined)
    return { message: `--target ${target} needs a settings file with targets.`, hint: 'Add --config FILE.' };
  const which = /[*?]/.test(target) ? `that matches "${target}"` : `"${target}"`;
  return {
    code: 'target-unknown',
    message: `${config} has no target ${which}.`,
    hint: suggests ? suggestTarget(target, targets) : HOW_TO_LIST,
  };
}

/** When something is removed, a similar name is another customer's. */
const HOW_TO_LIST = 'Check the name: "targets" lists those that it has.';

/** Suggests a target: one with that display name, one with that former name, or one with a similar name. */
function suggestTarget(target: string, targets: ReadonlyMap<string, FileTarget>): string {
  const known = [...targets.keys()];
  const wanted = target.trim().toLowerCase();
  const called = known.filter((name) => targets.get(name)?.displayName?.toLowerCase() === wanted);
  if (called.length > 0) return `That is the display name of ${listInWords(called)}: use --target ${called[0]}.`;
  const renamed = known.find((name) => targets.get(name)?.was.includes(target));
  if (renamed !== undefined) return `It is called ${renamed} now: use --target ${renamed}.`;
  if (known.length === 0) return 'List its targets under "targets".';
  const list = `Its targets: ${known.slice(0, MAX_LISTED).join(', ')}${known.length > MAX_LISTED ? ', …' : ''}.`;
  return [didYouMean(target.replace(/[*?]+/g, ''), known), list].filter((each) => each !== undefined).join(' ');
}
