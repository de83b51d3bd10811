import type { Context } from '../context.ts';
import { ExitCode, Fault, type Problem, usageFault, usageFaults } from '../errors.ts';
import { chooseTargets } from '../fleet/choose.ts';
import { clashesOf, type Target } from '../fleet/clashes.ts';
import { documentOf, exitCodeOf, type TargetReport } from '../fleet/report.ts';
import { runAll } from '../fleet/run-all.ts';
import { createShared, type Shared } from '../fleet/shared.ts';
import { readSettingsFile } from '../settings/read-file.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderTargets, renderTexts } from '../terminal/render-targets.ts';
import { plainName } from '../terminal/show-value.ts';
import { agreeForTargets } from './agree-for-targets.ts';
import type { Invocation } from './invocation.ts';
import { journalOf, noteChangeOf } from './journal.ts';
import { readStdin } from './load-settings.ts';
import { settingsOfTargets } from './load-targets.ts';
import type { Result } from './result.ts';
import { contextAmongOthers, contextOf } from './target-context.ts';

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
    if (invocation.extra.resume) throw usageFault(RESUME_ALONE);
    await noteChangeOf(context, invocation, only);
    return (await lent.runOf(invocation.command))(contextOf(context, only), invocation);
  }
  if (invocation.extra.all !== true && names.length === 0) throw usageFault(RESUME_ALONE);
  const { config } = context.options;
  if (config === undefined)
    throw usageFault('--all and --target need a settings file with targets.', 'Give it by --config FILE.');
  refuseWhatIsForOne(context, invocation);
  return runOverMany(context, invocation, { config, names }, lent);
}

/** The chosen targets, once it is known that each can be run and none gets in another's way. */
async function checkedTargets(context: Context, invocation: Invocation, { config, names }: Chosen, shared: Shared) {
  const choice = chooseTargets(shared.file, { all: invocation.extra.all === true, names }, config);
  if ('problems' in choice) throw usageFaults(choice.problems);
  const targets = await settingsOfTargets({ ...context, shared }, choice.chosen, invocation);
  const clashes = clashesOf(targets);
  if (clashes.length > 0) throw usageFaults(firstOf(clashes));
  return targets;
}

interface Chosen {
  readonly config: string;
  readonly names: readonly string[];
}

async function runOverMany(context: Context, invocation: Invocation, chosen: Chosen, lent: Lent): Promise<Result> {
  const { config } = chosen;
  const shared = await readShared(context, config);
  const targets = await checkedTargets(context, invocation, chosen, shared);
  const journal = await journalOf(context, invocation, config);
  const left = targets.filter(({ name, settings }) => !journal.isFinished(name, settings));
  await agreeForTargets(context, invocation, left.length, async (preview) => {
    const run = await lent.runOf(preview.command);
    return [...(await runFor(left, asNotes(context), shared, preview, run, async () => undefined)).values()];
  });

  await journal.begin();
  let count = 0;
  const run = await lent.runOf(invocation.command);
  const ran = await runFor(left, context, shared, invocation, run, async (report, target) => {
    count += 1;
    context.streams.say(`[${count}/${left.length}] ${inWords(report)}`);
    if (report.outcome === 'done' || report.outcome === 'pending') await journal.finished(target.name, target.settings);
  });
  const reports = targets.map((target) => ran.get(target.name) ?? notRun(target.name, !left.includes(target)));
  const exitCode = exitCodeOf(reports, context.signal.aborted);
  const isOver = exitCode === ExitCode.done || exitCode === ExitCode.pending;
  if (isOver) await journal.close();
  const paint = createPaint(context.streams.resultColor);
  const more = isOver || journal.isNone ? [] : ['', 'Run the same command with --resume to go on with the others.'];
  const text = [...renderTexts(reports, paint), renderTargets(reports, paint), ...more].join('\n');
  return { exitCode, text, document: documentOf(reports, lent.inDocument) };
}

/** A target that has ended, with what to do where it failed. */
function inWords({ target, outcome, summary, error }: TargetReport): string {
  if (outcome !== 'failed' && outcome !== 'stopped') return `${target}: ${plainName(summary)}`;
  const hint = error instanceof Fault && error.hint !== undefined ? `\n    ${plainName(error.hint)}` : '';
  return `${target}: ${outcome === 'failed' ? 'FAILED: ' : ''}${plainName(summary)}${hint}`;
}

/** What a command would print as its result is shown among the notes. */
function asNotes(context: Context): Context {
  return { ...context, streams: { ...context.streams, resultColor: context.streams.noteColor } };
}

/** With many targets, one slip is made with all of them. */
function firstOf(problems: readonly Problem[]): Problem[] {
  const rest = problems.length - MOST_TOLD;
  return [...problems.slice(0, MOST_TOLD), ...(rest > 0 ? [{ message: `And ${rest} more of the kind.` }] : [])];
}

const MOST_TOLD = 10;

/** Options that mean something only for one tenant. */
function refuseWhatIsForOne({ options }: Context, { command, extra }: Invocation): void {
  const given = [
    ...(options.adopt.length > 0 ? ['--adopt'] : []),
    ...(extra.watch ? ['--watch'] : []),
    ...(extra.report ? ['--report'] : []),
    ...(command === 'export' ? ['export'] : []),
  ];
  if (given.length > 0)
    throw usageFault(`${given.join(' and ')} can't be for several targets.`, 'Choose one of them by --target NAME.');
}

/** Reads the file and standard input, once for all. */
async function readShared(context: Context, config: string): Promise<Shared> {
  const file = await readSettingsFile(config, context.host.cwd, context.signal);
  if (file.problems.length > 0) throw usageFaults(file.problems);
  return createShared(file, context.options.secretsStdin ? await readStdin(context) : undefined);
}

function runFor(
  targets: readonly Target[],
  context: Context,
  { file, stdin }: Shared,
  invocation: Invocation,
  run: Run,
  ended: (report: TargetReport, target: Target) => Promise<void>,
): Promise<ReadonlyMap<string, TargetReport>> {
  let shared = createShared(file, stdin);
  return runAll(targets, {
    ...{ signal: context.signal, ended },
    parallel: Number(invocation.extra.parallel),
    run: ({ name }, note) => run({ ...contextAmongOthers(context, name, note), shared }, invocation),
    readAnew: () => {
      shared = createShared(file, stdin);
    },
  });
}

const RESUME_ALONE = '--resume goes with --all, or with several --target.';

function notRun(target: string, isFinished: boolean): TargetReport {
  return isFinished
    ? { target, outcome: 'skipped', summary: 'done by the run that is taken up' }
    : { target, outcome: 'not-begun', summary: '' };
}
