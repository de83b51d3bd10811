import { fields, LOCATING_KEYS } from '../config/settings.ts';
import { quoted, shellOf } from '../text/shell-word.ts';
import type { Context, RunOptions } from './context.ts';
import type { ONLY, OptionValues } from './options.ts';
import type { System } from './system.ts';

/** Commands in hints that work on this run's integration. */
const COMMAND = /\bilert-haloitsm (?:apply|destroy|export|plan|status|verify)\b/g;

/** What the next command line has to repeat. */
type RepeatedOptions = Pick<
  RunOptions,
  'config' | 'isConfigFound' | 'noConfig' | 'target' | 'typedProfile' | 'flags' | 'adopt' | 'secretsStdin'
>;

interface RepeatedRun {
  readonly options: RepeatedOptions;
  readonly system: Pick<System, 'platform' | 'packageRoot'>;
}

/** npx installs into its own folder, which is not on the `PATH`: only npx can run the program again. */
const IN_NPX_FOLDER = /[\\/]_npx[\\/]/;

/**
 * Makes a hint's commands do the same as this run, whatever flags it was given: `ilert-haloitsm apply` becomes
 * `ilert-haloitsm apply --config customers.yaml --target acme --severity 2`. A removal needs only the flags to find it.
 */
export function forThisRun(hint: string, { options, system }: RepeatedRun): string {
  const { isConfigFound, noConfig, config, target, typedProfile, flags = {}, adopt, secretsStdin } = options;
  const shell = shellOf(system.platform);
  const flagsOf = (command: string) =>
    fields.flatMap(({ key, flag }) => {
      if (command.endsWith(' destroy') && !LOCATING_KEYS.has(key)) return [];
      const typed = flags[key] ?? [];
      const values = typeof typed === 'object' ? typed : [typed];
      return values.map((value) => [flag, value] as const);
    });
  const given = (command: string): readonly (readonly [flag: string | undefined, value: string | true])[] => [
    ...(config === undefined || isConfigFound ? [] : [['config', config] as const]),
    ...(noConfig ? [['no-config', true] as const] : []),
    ...(target === undefined ? [] : [['target', target] as const]),
    ...(typedProfile === undefined ? [] : [['profile', typedProfile] as const]),
    ...flagsOf(command),
    ...adopt.map((id) => ['adopt', id] as const),
    ...(secretsStdin ? [['secrets-stdin', true] as const] : []),
  ];
  const words = (command: string) =>
    given(command).map(([flag, value]) => ` --${flag}${value === true ? '' : ` ${quoted(value, shell)}`}`);
  const npx = IN_NPX_FOLDER.test(system.packageRoot) ? 'npx ' : '';
  // A function, since `replace` gives some characters of a string a meaning.
  return hint.replace(COMMAND, (command) => npx + command + words(command).join(''));
}

/** Which plan to save, and where. */
interface PlanToSave {
  /** The only service that it is for, if not both. */
  readonly only: OptionValues<{ readonly only: typeof ONLY }>['only'];
  /** Whether it is for all targets of the settings file. */
  readonly all: boolean;
  /** Otherwise the targets that it is for; empty if the settings are for a single integration. */
  readonly targets: readonly string[];
  readonly file: string;
}

/** Returns the command that saves a plan, with this run's flags, whichever target they are for. Pure. */
export function commandToPlan(
  { only, all, targets, file }: PlanToSave,
  { options: { target: _target, ...shared }, system }: RepeatedRun,
): string {
  const shell = shellOf(system.platform);
  const words = [
    forThisRun('ilert-haloitsm plan', { options: shared, system }),
    ...(all ? ['--all'] : targets.map((name) => `--target ${quoted(name, shell)}`)),
    ...(only === undefined ? [] : [`--only ${only}`]),
    `--out ${quoted(file, shell)}`,
  ];
  return words.join(' ');
}

/** Makes the hints of findings or problems fit this run. */
export function hintsForThisRun<Hinted extends { readonly hint: string }>(
  all: readonly Hinted[],
  context: Pick<Context, 'options' | 'system'>,
): Hinted[] {
  return all.map((each) => ({ ...each, hint: forThisRun(each.hint, context) }));
}
