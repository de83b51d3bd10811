import type { SettingsFile } from '../config/settings-file.ts';
import { readSettingsFile } from '../config/sources.ts';
import { keepsInUse } from '../engine/plan.ts';
import { ExitCode, usageErrors } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import type { Command, CommandInput } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import type { OptionTable } from '../runtime/options.ts';
import { type PlanResult, planResult, type RunResult } from '../runtime/result.ts';
import { assertSameTargets } from '../runtime/reviewed.ts';
import { pipeWait, readStdin } from '../runtime/stdin.ts';
import { terminalWidth, wrap } from '../ui/wrap.ts';
import { approvedTargets, approveForTargets, type Previews } from './approve.ts';
import { conflictsOf } from './conflicts.ts';
import { loadTargets } from './load.ts';
import { missingInWords, unknownTargetProblem, withMissingTarget } from './missing.ts';
import { exitCodeOf, isWorthRepeating, type TargetReport } from './report.ts';
import { type AllTargets, runAll } from './run-all.ts';
import { assertOwnSecret } from './secret-of-another.ts';
import { chooseTargets, fileOfTargets, onlyTarget, type Selection } from './select.ts';
import { contextOf, createShared, type Target } from './target.ts';
import { patternsInWords } from './target-patterns.ts';

export interface FleetResult<Result extends RunResult> extends RunResult {
  readonly kind: 'fleet';
  /** In the order of the settings file; for a target that was only planned, the plan. */
  readonly reports: readonly TargetReport<Result | PlanResult>[];
  /** Whether `--resume` can continue with those that have not succeeded, and any of them may succeed then. */
  readonly canResume: boolean;
}

export interface FleetEvents<Result extends RunResult> {
  /** What would be done, before it asks for approval; reviewed plans are applied without asking. */
  readonly previewed: (reports: readonly TargetReport<PlanResult>[], isReviewed: boolean) => void;
  /** A target has ended: the `position`th of `count`. */
  readonly ended: (report: TargetReport<Result>, position: number, count: number) => void;
}

/**
 * Runs a command for targets of a settings file: a single one as if it were alone, several of them concurrently.
 * Reports every problem with any of their settings before the first one starts; after that, a failure does not affect
 * the others.
 *
 * @throws CliError, exit 2, if nothing was started
 */
export async function runForTargets<Result extends RunResult>(
  context: Context,
  command: Command<OptionTable, Result>,
  input: CommandInput,
  selection: Selection,
  events: FleetEvents<Result>,
): Promise<Result | FleetResult<Result>> {
  const only = onlyTarget(selection);
  if (only !== undefined) return command.run(contextOf(await withFile(context, command, only), only), input);

  const config = fileOfTargets(context, command, input.options);
  const file = await readSettingsFile(config, context.system.cwd, pipeWait(context));
  if (file.problems.length > 0) throw usageErrors(file.problems, 'setting-invalid');
  const stdin = context.options.secretsStdin ? await readStdin(context) : undefined;
  const fleet: Fleet<Result> = {
    context,
    command,
    input,
    events,
    parallel: selection.parallel,
    journalName: command.journalName?.(input.options),
    createShared: () => createShared(file, stdin),
  };

  if (input.reviewed) assertSameTargets(context, [...file.targets.keys()], input.reviewed);
  const names = chooseTargets(file, selection, config, !command.removesMissingTargets);
  await noteChoice(context, file, selection, names);
  const targets = await loadAll(fleet, names);
  const left = selection.resume ? await withoutFinished(context, targets, fleet.journalName) : targets;

  const approval = command.fleetApproval?.(input);
  const isReviewed = approval?.isReviewed ?? false;
  const shown = await approveForTargets(context, approval, left, async (plan) => {
    const reports = await planAll(fleet, left, (own) => plan(own, input.flags), isReviewed);
    const inOrder = left.flatMap(({ name }) => reports.get(name) ?? []);
    if (!isReviewed || approvedTargets(left, approval, reports).length > 0) events.previewed(inOrder, isReviewed);
    return reports;
  });
  const ended = await carryOutAll(fleet, approvedTargets(left, approval, shown), shown);
  const reports = targets.map((target) => {
    const preview = shown?.get(target.name);
    // If a reviewed plan fits this target but not another one, it has not been carried out.
    const isOver = preview && preview.outcome !== 'pending' && !(isReviewed && preview.outcome === 'done');
    return ended.get(target.name) ?? notRun(target, left.includes(target), isOver ? preview : undefined);
  });
  return fleetResult(fleet, reports);
}

/** A command and what its runs for all targets share. */
interface Fleet<Result extends RunResult> extends AllTargets {
  readonly command: Command<OptionTable, Result>;
  readonly input: CommandInput;
  readonly events: FleetEvents<Result>;
  /** The name by which `--resume` finds earlier runs; undefined if the command has none. */
  readonly journalName: string | undefined;
}

/** Says which targets are missing from the file, and which ones patterns have chosen. */
async function noteChoice(
  context: Context,
  file: SettingsFile,
  selection: Selection,
  names: readonly string[],
): Promise<void> {
  const { streams } = context;
  const missing = selection.all ? await missingInWords(context, file) : undefined;
  if (missing !== undefined) streams.note(missing);
  const patterns = patternsInWords(selection.target, names, file.targets.size);
  if (patterns !== undefined) streams.info(wrap(patterns, terminalWidth(streams.noteStream)));
}

/** Reads the settings of all targets. @throws CliError, exit 2, if any is wrong or two targets are in conflict */
async function loadAll<Result extends RunResult>(
  { context, command, input, createShared }: Fleet<Result>,
  names: readonly string[],
): Promise<readonly Target[]> {
  const required = command.requires?.(input.options) ?? [];
  const targets = await loadTargets({ ...context, shared: createShared() }, names, input.flags, required);
  const conflicts = conflictsOf(targets);
  if (conflicts.length > 0) throw usageErrors(conflicts, 'conflict');
  return targets;
}

/** Plans for all targets, and records those with nothing left to do as succeeded. */
async function planAll<Result extends RunResult>(
  fleet: Fleet<Result>,
  targets: readonly Target[],
  plan: (own: Context) => Promise<IntegrationPlan>,
  isReviewed: boolean,
): Promise<Map<string, TargetReport<PlanResult>>> {
  const { context, journalName } = fleet;
  await recordBegin(context, targets, journalName);
  return runAll(fleet, 'Planning', targets, async (own, { settings }) => {
    const result = planResult(await plan(own));
    // It will not run, since there is nothing to approve.
    if (!isReviewed && journalName !== undefined && isComplete(result))
      await context.runJournal.recordSuccess(journalName, settings);
    return result;
  });
}

/** Runs the command for targets, each with the plan that was shown for it. */
async function carryOutAll<Result extends RunResult>(
  fleet: Fleet<Result>,
  targets: readonly Target[],
  shown: Previews | undefined,
): Promise<Map<string, TargetReport<Result>>> {
  const { context, command, input, events, journalName } = fleet;
  await recordBegin(context, targets, journalName);
  let count = 0;
  return runAll(
    fleet,
    `Running ${command.name}`,
    targets,
    (own, { name }) => {
      const plan = shown?.get(name)?.result?.plan;
      return command.run(own, plan ? { ...input, approved: plan } : input);
    },
    (report) => events.ended(report, ++count, targets.length),
  );
}

function fleetResult<Result extends RunResult>(
  { context, input, journalName }: Fleet<Result>,
  reports: FleetResult<Result>['reports'],
): FleetResult<Result> {
  const exitCode = exitCodeOf(reports, context.signal.aborted);
  const isOver = exitCode === ExitCode.done || exitCode === ExitCode.pending;
  const canResume = !isOver && journalName !== undefined && !input.reviewed && reports.some(isWorthRepeating);
  return { kind: 'fleet', exitCode, reports, canResume };
}

/** Returns the context with the settings file, read only once: it may be a pipe. */
async function withFile(context: Context, command: Command, target: string): Promise<Context> {
  const { options, system } = context;
  if (options.config === undefined) return context;
  const file = await readSettingsFile(options.config, system.cwd, pipeWait(context));
  const whole = command.removesMissingTargets ? await withMissingTarget(context, file, target) : file;
  if (whole.problems.length === 0 && !whole.targets.has(target))
    throw usageErrors([await unknownTargetProblem(context, whole, target, !command.removesMissingTargets)]);
  assertOwnSecret(context, whole, target);
  return { ...context, shared: { file: whole, stdin: undefined } };
}

/** Records all of them before the first starts: one that never starts, as after Ctrl-C, has not succeeded either. */
async function recordBegin(
  { runJournal }: Context,
  targets: readonly Target[],
  journalName: string | undefined,
): Promise<void> {
  if (journalName === undefined) return;
  for (const { settings } of targets) await runJournal.recordBegin(journalName, settings);
}

/** Whether nothing is left to do, or kept because others use it. */
function isComplete({ pending, plan }: PlanResult): boolean {
  return !pending && !keepsInUse(plan);
}

/** Returns the targets for which the same command has not recently succeeded. */
async function withoutFinished(
  { runJournal, streams }: Context,
  targets: readonly Target[],
  journalName: string | undefined,
): Promise<readonly Target[]> {
  if (journalName === undefined) return targets;
  const left: Target[] = [];
  for (const target of targets) if (!(await runJournal.hasSucceeded(journalName, target.settings))) left.push(target);
  const count = targets.length - left.length;
  streams.info(`${count} of ${targets.length} targets skipped: ${journalName} already succeeded in the last 24 hours.`);
  return left;
}

/**
 * Reports a target that was not started: it has already succeeded, or Ctrl-C or another one's plan prevented it.
 *
 * @param preview what was shown for it, if that is all
 */
function notRun<Result extends RunResult>(
  { name, displayName }: Target,
  isLeft: boolean,
  preview: TargetReport<Result> | undefined,
): TargetReport<Result> {
  if (!isLeft) return { target: name, displayName, outcome: 'skipped', notes: [] };
  return preview ?? { target: name, displayName, outcome: 'not-started', notes: [] };
}
