import type { Invocation } from '../cli/invocation.ts';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { approvalOf } from '../reporters/planned.ts';
import { renderTargets, renderTexts } from '../reporters/targets.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';
import { runName } from '../state/run-name.ts';
import { plainName } from '../ui/sanitize.ts';
import { createStyle } from '../ui/style.ts';
import { agreeForTargets } from './approve.ts';
import { runAll } from './run-all.ts';
import { createShared, type Shared } from './shared.ts';
import { documentOf, exitCodeOf, type TargetReport } from './summary.ts';
import type { Target } from './target.ts';
import { contextAmongOthers, contextOf } from './target-context.ts';
import { type Chosen, checkedTargets, readShared, refuseWhatIsForOne } from './targets-of-file.ts';

type Run = (context: Context, invocation: Invocation) => Promise<Result>;

/** What the code of the program's entry lends. */
interface Lent {
  /** The code of a command. */
  readonly runOf: (command: Invocation['command']) => Promise<Run>;
  /** How an error is told in a JSON document. */
  readonly inDocument: (error: unknown) => unknown;
}

/**
 * Runs a command for targets of a settings file: for one as if it were alone, for several some at the same time. All
 * that is wrong with the settings of any is told before the first begins; from then on one that fails does not keep
 * the others from ending well.
 *
 * @throws Fault, exit 2, where nothing was begun
 */
export async function runOverTargets(context: Context, invocation: Invocation, lent: Lent): Promise<Result> {
  const names = [...new Set(invocation.extra.target as string[] | undefined)];
  const [only] = names;
  if (invocation.extra.all !== true && only !== undefined && names.length === 1) {
    if (invocation.extra.resume) throw usageError(RESUME_ALONE);
    return (await lent.runOf(invocation.command))(contextOf(context, only), invocation);
  }
  if (invocation.extra.all !== true && names.length === 0) throw usageError(RESUME_ALONE);
  const { config } = context.options;
  if (config === undefined)
    throw usageError('--all and --target need a settings file with targets.', 'Give it by --config FILE.');
  refuseWhatIsForOne(context, invocation);
  return runOverMany(context, invocation, { config, names }, lent);
}

async function runOverMany(context: Context, invocation: Invocation, chosen: Chosen, lent: Lent): Promise<Result> {
  const { config } = chosen;
  const shared = await readShared(context, config);
  const targets = await checkedTargets(context, invocation, chosen, shared);
  const left = await leftOf(targets, context, invocation);
  const parallel = Number(invocation.extra.parallel);
  const shown = await agreeForTargets(context, invocation, left.length, async (preview) => {
    const run = await lent.runOf(preview.command);
    const common = { context: asNotes(context), shared, parallel, run, ended: () => undefined };
    const ran = await runFor(left, { ...common, invocationOf: () => preview });
    return inOrder(left, ran);
  });

  // What was shown as done or failed has not been agreed to.
  const agreed = shown ? left.filter(({ name }) => shown.get(name)?.outcome === 'pending') : left;
  let count = 0;
  const ran = await runFor(agreed, {
    context,
    shared,
    parallel,
    run: await lent.runOf(invocation.command),
    invocationOf: ({ name }) => (shown ? asAgreed(invocation, shown.get(name)) : invocation),
    ended(report) {
      count += 1;
      context.streams.info(`[${count}/${agreed.length}] ${inWords(report)}`);
    },
  });
  const reports = targets.map((target) => {
    const { name } = target;
    const before = agreed.includes(target) ? undefined : withoutText(shown?.get(name));
    return ran.get(name) ?? before ?? notRun(name, !left.includes(target));
  });
  const exitCode = exitCodeOf(reports, context.signal.aborted);
  const isOver = exitCode === ExitCode.done || exitCode === ExitCode.pending;
  const paint = createStyle(context.streams.resultColor);
  const more =
    isOver || runName(invocation) === undefined
      ? []
      : ['', 'Run the same command with --resume to go on with the others.'];
  const text = [...renderTexts(reports, paint), renderTargets(reports, paint), ...more].join('\n');
  return { exitCode, text, document: documentOf(reports, lent.inDocument) };
}

/** Those that are to be run: with --resume, not those for which the same ended well a short time ago. */
async function leftOf(targets: readonly Target[], context: Context, invocation: Invocation): Promise<Target[]> {
  const name = runName(invocation);
  if (invocation.extra.resume !== true || name === undefined) return [...targets];
  const left: Target[] = [];
  for (const target of targets) if (!(await context.runJournal.hasSucceeded(name, target.settings))) left.push(target);
  const count = targets.length - left.length;
  context.streams.info(`${count} of ${targets.length} targets are left out: ${name} ended well for them within a day.`);
  return left;
}

/** A target that has ended, with what to do where it failed. */
function inWords({ target, outcome, summary, error }: TargetReport): string {
  if (outcome !== 'failed' && outcome !== 'stopped') return `${target}: ${plainName(summary)}`;
  const hint = error instanceof CliError && error.hint !== undefined ? `\n    ${plainName(error.hint)}` : '';
  return `${target}: ${outcome === 'failed' ? 'FAILED: ' : ''}${plainName(summary)}${hint}`;
}

/** Reports in the order of the file. */
function inOrder(targets: readonly Target[], reports: ReadonlyMap<string, TargetReport>): Map<string, TargetReport> {
  const told = targets.flatMap(({ name }) => [reports.get(name) ?? []].flat());
  return new Map(told.map((report) => [report.target, report]));
}

function withoutText(report: TargetReport | undefined): TargetReport | undefined {
  if (!report) return undefined;
  const { text: _, ...rest } = report;
  return rest;
}

/** What a command would print as its result is shown among the notes. */
function asNotes(context: Context): Context {
  return { ...context, streams: { ...context.streams, resultColor: context.streams.noteColor } };
}

/** A run that does what was shown, or nothing. */
function asAgreed(invocation: Invocation, shown: TargetReport | undefined): Invocation {
  return { ...invocation, extra: { ...invocation.extra, agreed: approvalOf(shown?.document) } };
}

interface RunForOptions {
  readonly context: Context;
  readonly shared: Shared;
  readonly parallel: number;
  readonly run: Run;
  readonly invocationOf: (target: Target) => Invocation;
  readonly ended: (report: TargetReport) => void;
}

function runFor(targets: readonly Target[], options: RunForOptions): Promise<ReadonlyMap<string, TargetReport>> {
  const { context, parallel, run, invocationOf, ended } = options;
  const { file, stdin } = options.shared;
  let shared = createShared(file, stdin);
  return runAll(targets, {
    signal: context.signal,
    parallel,
    ended,
    run: (target, note) => run({ ...contextAmongOthers(context, target.name, note), shared }, invocationOf(target)),
    readAnew: () => {
      shared = createShared(file, stdin);
    },
  });
}

const RESUME_ALONE = '--resume goes with --all, or with several --target.';

function notRun(target: string, isFinished: boolean): TargetReport {
  return isFinished
    ? { target, outcome: 'skipped', summary: 'ended well within a day' }
    : { target, outcome: 'not-begun', summary: '' };
}
