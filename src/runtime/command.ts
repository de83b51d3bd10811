import type { FieldKey, Settings } from '../config/settings.ts';
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
  /** Its value if it is omitted; without a default, it is required. */
  readonly default?: string;
}

/** The program that a command belongs to, for commands about the program itself. */
export interface Program {
  /** Runs a command line as if it were typed on that machine. */
  run(argv: readonly string[], system: System): Promise<ExitCode>;
  /** Returns the script that lets a shell complete this program's commands, flags and values. */
  completionScript(shell: string): Promise<string>;
}

/** What a command line asks of a command. */
export interface CommandInput<Options extends OptionTable = OptionTable> {
  readonly flags: SettingsSources['flags'];
  readonly options: OptionValues<Options>;
  /** The word after the command's name; empty if the command takes none. */
  readonly argument: string;
  /** The plan that has been shown and approved: nothing else may be done. */
  readonly approved?: IntegrationPlan;
  /** A plan that was saved and reviewed: nothing else may be done. */
  readonly reviewed?: ReviewedPlan;
  readonly program: Program;
}

/** What has to be approved before a command runs for several targets at once. */
export interface FleetApproval {
  /** Asks about all of them. @param targets how many, in words @param settings those of each target */
  readonly question: (targets: string, settings: readonly Settings[]) => string;
  /** Asks for the number of targets instead of yes, if several lose something. @param count how many there are */
  readonly numberQuestion?: (count: number) => string;
  /** Why the run is refused if it can't ask; without it, the run goes ahead unasked. */
  readonly refusal?: { readonly message: string; readonly hint: string };
  /** Plans for a target, to show the plan beforehand; missing if that isn't possible. */
  readonly preview?: (context: Context, flags: SettingsSources['flags']) => Promise<IntegrationPlan>;
  /** Whether a reviewed plan counts as approval, unless `preview` refuses it for one of the targets. */
  readonly isReviewed?: boolean;
}

/** How a command ended for one target, or for the integration in the settings. */
export interface Ended<Result extends RunResult> {
  readonly target: string | undefined;
  /** Undefined if it failed. */
  readonly result: Result | undefined;
}

export type FormatName = 'text' | 'json' | 'markdown' | 'junit';

/** A command: how it is called, and what it does. Help and completion are generated from it. */
export interface Command<Options extends OptionTable = OptionTable, Result extends RunResult = RunResult> {
  readonly name: string;
  /** Another name that people may look for. */
  readonly alias?: string;
  readonly about: string;
  /** Command lines and what they do, shown below the command's help. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly argument?: ArgumentSpec;
  /** Whether it accesses the services, and has a flag for each setting. */
  readonly takesSettings?: true;
  /** Whether it ignores the settings file of the working folder, though it takes settings. */
  ignoresFoundFile?(argument: string): boolean;
  /** The formats in which it can print its result; by default those of every command. */
  readonly formats?: readonly FormatName[];
  /** What `--yes` skips, if the command asks anything. */
  readonly yes?: string;
  /** Which of the settings file's targets it can run for. */
  readonly targets?: AcceptedTargets;
  /** Whether it can run for a target that is no longer in the settings file but that this machine remembers. */
  readonly removesMissingTargets?: true;
  readonly options: Options;
  /** Settings that it requires. */
  requires?(options: OptionValues<Options>): readonly FieldKey[];
  /** The run journal's name for it, once it has succeeded; undefined if it changes and proves nothing. */
  journalName?(options: OptionValues<Options>): string | undefined;
  /** Whether it runs until Ctrl-C, which is then its normal end. */
  runsUntilInterrupted?(options: OptionValues<Options>): boolean;
  /** Completes a command line from a file that it names. @throws CliError, exit 2, before anything else is done */
  complete?(context: Context, input: CommandInput<Options>): Promise<CommandInput<Options>>;
  fleetApproval?(input: CommandInput<Options>): FleetApproval | undefined;
  run(context: Context, input: CommandInput<Options>): Promise<Result>;
  /** Runs once it has ended for every target. @param isForAll whether it ran for all targets of the file */
  finish?(
    context: Context,
    input: CommandInput<Options>,
    ended: readonly Ended<Result>[],
    isForAll: boolean,
  ): Promise<void>;
}

/** Checks a definition, and infers the types of its option values from their table. */
export function defineCommand<const Options extends OptionTable, Result extends RunResult>(
  command: Command<Options, Result>,
): Command<Options, Result> {
  return command;
}
