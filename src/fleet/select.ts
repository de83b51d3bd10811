import type { SettingsFile } from '../config/settings-file.ts';
import { usageError, usageErrors } from '../errors/cli-error.ts';
import type { Command } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { flag, integer, list, longFlag, type OptionTable, type OptionValues } from '../runtime/options.ts';
import { type ReviewedPlan, targetsOf } from '../saved-plan/file.ts';
import { listInWords } from '../text/list.ts';
import { withoutQuotes } from '../text/pasted.ts';
import { isPattern, namedTargets } from './target-patterns.ts';

/** The options of a command that can run for targets of the settings file: which targets, and how. */
export const targetOptions = {
  target: list('--target <NAME>', 'target of the settings file, or several by a pattern such as "eu-*" (repeatable)'),
  all: flag('--all', 'all targets of the settings file'),
  parallel: { ...integer('--parallel <N>', 'number of targets processed in parallel', [1, 64]), default: 8 },
  resume: flag('--resume', 'skip targets where this command succeeded in the last 24 hours with the same settings'),
} as const satisfies OptionTable;

/** Which targets a command line is for, and how to process them. */
export type Selection = OptionValues<typeof targetOptions>;

/**
 * Returns the targets that a run is for: those that the line chooses, or those of its plan; undefined if the settings
 * are for a single integration.
 *
 * @param config path of the settings file
 * @throws CliError, exit 2, if both choose, or the plan is for targets and there is no settings file
 */
export function chosenTargets(
  selection: Selection,
  reviewed: ReviewedPlan | undefined,
  config: string | undefined,
): Selection | undefined {
  const { all, resume } = selection;
  // The Windows command prompt treats single quotation marks as part of the word.
  const target = selection.target.map((word) => withoutQuotes(word).text);
  const isChosen = all || resume || target.length > 0;
  if (!reviewed) return isChosen ? { ...selection, target } : undefined;
  if (isChosen) {
    const hint = 'Omit them: the plan says which targets it is for.';
    throw usageError('--all, --target and --resume cannot be used with --plan.', hint, 'command-line-invalid');
  }
  const names = targetsOf(reviewed);
  if (names.length === 0) return undefined;
  if (config === undefined) {
    const whom =
      names.length > 3 ? `${names.length} targets` : `the target${names.length > 1 ? 's' : ''} ${listInWords(names)}`;
    const message = `The plan in ${reviewed.file} is for ${whom} of a settings file, and this run has none.`;
    throw usageError(message, 'Add --config FILE.', 'command-line-invalid');
  }
  return reviewed.saved.all ? { ...selection, all: true } : { ...selection, target: names };
}

/** Returns the only target that a command line names; undefined for a pattern or several. @throws CliError, exit 2 */
export function onlyTarget({ all, target, resume }: Selection): string | undefined {
  const [only, ...others] = new Set(target);
  if (all || others.length > 0 || (only !== undefined && isPattern(only))) return undefined;
  if (only === undefined || resume) {
    throw usageError(
      '--resume requires --all, or several targets.',
      'Add --all, or omit --resume.',
      'command-line-invalid',
    );
  }
  return only;
}

/** Returns the settings file's path. @throws CliError, exit 2, if none is given, or the line is for one target */
export function fileOfTargets(
  { options }: Context,
  command: Command,
  values: OptionValues<Command['options']>,
): string {
  if (options.config === undefined) {
    const hint = 'Add --config FILE.';
    throw usageError('--all and --target need a settings file with targets.', hint, 'command-line-invalid');
  }
  const forOne = Object.entries(command.options).filter(([name, { forOneTarget }]) => forOneTarget && values[name]);
  const given = [
    ...(options.adopt.length > 0 ? ['--adopt'] : []),
    ...forOne.map(([, option]) => longFlag(option)),
    ...(command.targets === 'one' ? [command.name] : []),
  ];
  if (given.length > 0) {
    const hint = 'Choose one target with --target NAME.';
    throw usageError(`${given.join(' and ')} cannot be used with several targets.`, hint, 'command-line-invalid');
  }
  return options.config;
}

/**
 * Returns the chosen names in the order of the file. Pure.
 *
 * @param config path of the file
 * @param suggests as for `unknownTarget`
 * @throws CliError, exit 2
 */
export function chooseTargets(
  { targets }: SettingsFile,
  { all, target: words }: Selection,
  config: string,
  suggests = true,
): readonly string[] {
  const known = [...targets.keys()];
  if (all && words.length > 0)
    throw usageError('--all and --target cannot be used together.', 'Omit one of them.', 'command-line-invalid');
  if (all && known.length === 0)
    throw usageError(`${config} has no targets.`, 'List its targets under "targets".', 'target-unknown');
  if (all) return known;
  const { names, problems } = namedTargets(words, targets, config, suggests);
  if (problems.length > 0) throw usageErrors(problems);
  return names;
}
