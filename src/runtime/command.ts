import type { FieldKey } from '../config/settings.ts';
import type { AcceptedTargets } from '../config/settings-file.ts';
import type { SettingsSources } from '../config/sources.ts';
import type { ExitCode } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import type { ReviewedPlan } from '../saved-plan/file.ts';
import type { Context } from './context.ts';
import type { OptionTable, OptionValues } from './options.ts';
import type { RunResult } from './result.ts';
import type { System } from './system.ts';

/** The word that may follow a command's name. */
export interface ArgumentSpec {
  readonly name: string;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly isFolder?: true;
  readonly isFile?: true;
  /** What it is where it is left out; without one it can't be. */
  readonly default?: string;
}

/** The program that a command is part of, for the commands that are about the program itself. */
export interface Program {
  /** Runs a command line, as if it were typed on that machine. */
  run(argv: readonly string[], system: System): Promise<ExitCode>;
  /** The script by which a shell completes this program's commands, flags and values. */
  completionScript(shell: string): Promise<string>;
}

/** What a command line asks of a command. */
export interface CommandInput<Options extends OptionTable = OptionTable> {
  /** Settings given as flags. */
  readonly flags: SettingsSources['flags'];
  /** The command's own options. */
  readonly options: OptionValues<Options>;
  /** The word after the command's name; empty where it takes none. */
  readonly argument: string;
  /** What has been shown and approved before: nothing else may be done. */
  readonly approved?: IntegrationPlan;
  /** A plan that was saved and reviewed: nothing else may be done. */
  readonly reviewed?: ReviewedPlan;
  readonly program: Program;
}

/** What has to be approved before a command is run for several targets at once. */
export interface FleetApproval {
  /** Asks for all of them. @param targets how many, in words */
  readonly question: (targets: string) => string;
  /** Where several targets lose something, their number is typed rather than yes. @param count how many there are */
  readonly numberQuestion?: (count: number) => string;
  /** Why it is refused where nobody can be asked; without it, it is done unasked. */
  readonly refusal?: { readonly message: string; readonly hint: string };
  /** What would be done to a target, to be shown before; nothing where that can't be foreseen. */
  readonly preview?: (context: Context, flags: SettingsSources['flags']) => Promise<IntegrationPlan>;
  /** Whether it has been approved already, if `preview` does not refuse it for any of the targets: nobody is asked. */
  readonly isReviewed?: boolean;
}

/** How a command has ended for one target, or for what the settings name. */
export interface Ended<Result extends RunResult> {
  readonly target: string | undefined;
  /** None where it failed. */
  readonly result: Result | undefined;
}

/** How a result can be printed. */
export type FormatName = 'text' | 'json' | 'markdown' | 'junit';

/** A command: how it is called, and what it does. Help and completion are made from it. */
export interface Command<Options extends OptionTable = OptionTable, Result extends RunResult = RunResult> {
  readonly name: string;
  /** Another name that people may look for. */
  readonly alias?: string;
  readonly about: string;
  /** Command lines with what they do, shown under the command's help. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly argument?: ArgumentSpec;
  /** Whether it goes to the services, with a flag for each setting. */
  readonly takesSettings?: true;
  /** Whether it ignores the settings file of the working folder, though it takes settings. */
  ignoresFoundFile?(argument: string): boolean;
  /** The formats in which it can print its result; without it, those that every command has. */
  readonly formats?: readonly FormatName[];
  /** What `--yes` leaves out, where the command asks something. */
  readonly yes?: string;
  /** Which of the settings file's targets it can be run for. */
  readonly targets?: AcceptedTargets;
  /** Whether it can be run for a target that is no longer in the settings file, while this machine remembers it. */
  readonly removesMissingTargets?: true;
  readonly options: Options;
  /** Settings that it can't do without. */
  requires?(options: OptionValues<Options>): readonly FieldKey[];
  /** What the run journal calls it when it has ended well; undefined where it changes and proves nothing. */
  journalName?(options: OptionValues<Options>): string | undefined;
  /** Whether it goes on until Ctrl-C, which then is its normal end. */
  runsUntilInterrupted?(options: OptionValues<Options>): boolean;
  /** Completes a command line with what a file says that it names. @throws CliError, exit 2, before anything else is done */
  complete?(context: Context, input: CommandInput<Options>): Promise<CommandInput<Options>>;
  fleetApproval?(input: CommandInput<Options>): FleetApproval | undefined;
  run(context: Context, input: CommandInput<Options>): Promise<Result>;
  /** What is left to do once it has ended for every target. @param isForAll whether it was for all targets of the settings file */
  finish?(
    context: Context,
    input: CommandInput<Options>,
    ended: readonly Ended<Result>[],
    isForAll: boolean,
  ): Promise<void>;
}

/** Checks a definition, and infers the types of its options' values from their table. */
export function defineCommand<const Options extends OptionTable, Result extends RunResult>(
  command: Command<Options, Result>,
): Command<Options, Result> {
  return command;
}
