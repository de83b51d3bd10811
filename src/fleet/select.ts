import type { SettingsFile } from '../config/settings-file.ts';
import { usageError, usageErrors } from '../errors/cli-error.ts';
import type { Command } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { flag, integer, list, longFlag, type OptionTable, type OptionValues } from '../runtime/options.ts';
import { type ReviewedPlan, targetsOf } from '../saved-plan/file.ts';
import { listInWords } from '../text/list.ts';
import { withoutQuotes } from '../text/pasted.ts';
import { isPattern, namedTargets } from './target-patterns.ts';

/** The options of a command that can be run for targets of the settings file; how they are worked on. */
export const targetOptions = {
  target: list('--target <NAME>', 'target of the settings file, or several by a pattern such as "eu-*" (repeatable)'),
  all: flag('--all', 'all targets of the settings file'),
  parallel: { ...integer('--parallel <N>', 'number of targets processed in parallel', [1, 64]), default: 8 },
  resume: flag('--resume', 'skip targets where this command succeeded in the last 24 hours with the same settings'),
} as const satisfies OptionTable;

/** Which targets a command line is for, and how they are worked on. */
export type Selection = OptionValues<typeof targetOptions>;

/**
 * Which targets a run is for: those that the line chooses, or those of the plan that it names; undefined where it is for
 * what the settings name.
 *
 * @param config path of the settings file
 * @throws CliError, exit 2, where both choose, or the plan is for targets and there is no settings file
 */
export function chosenTargets(
  selection: Selection,
  reviewed: ReviewedPlan | undefined,
  config: string | undefined,
): Selection | undefined {
  const { all, resume } = selection;
  // The command prompt of Windows takes single quotation marks for a part of the word.
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

/** The one target that a command line names; undefined where there may be several, as with a pattern, however many it stands for. @throws CliError, exit 2 */
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

/** The path of the settings file. @throws CliError, exit 2, where none is given, or the command line is for one target */
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

/** The chosen names in the order of the file. Pure. @param config path of the file. @param suggests as for `unknownTarget`. @throws CliError, exit 2 */
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
