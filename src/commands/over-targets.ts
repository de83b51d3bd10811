import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { ExitCode, usageFault, usageFaults } from '../errors.ts';
import { chooseTargets } from '../fleet/choose.ts';
import { clashesOf, type Target } from '../fleet/clashes.ts';
import { openJournal } from '../fleet/journal.ts';
import { documentOf, exitCodeOf, type TargetReport } from '../fleet/report.ts';
import { runAll } from '../fleet/run-all.ts';
import { createShared, type Shared } from '../fleet/shared.ts';
import { readSettingsFile } from '../settings/read-file.ts';
import { createRunStore } from '../settings/store.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderTargets } from '../terminal/render-targets.ts';
import { plainName } from '../terminal/show-value.ts';
import { agreeForTargets } from './agree-for-targets.ts';
import type { Invocation } from './invocation.ts';
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
    return (await lent.runOf(invocation.command))(contextOf(context, only), invocation);
  }
  if (invocation.extra.all !== true && names.length === 0) throw usageFault(RESUME_ALONE);
  const { config } = context.options;
  if (config === undefined)
    throw usageFault('--all and --target need a settings file with targets.', 'Give it by --config FILE.');
  refuseWhatIsForOne(context, invocation);

  const shared = await readShared(context, config);
  const choice = chooseTargets(shared.file, { all: invocation.extra.all === true, names }, config);
  if ('problems' in choice) throw usageFaults(choice.problems);
  const targets = await settingsOfTargets({ ...context, shared }, choice.chosen, invocation);
  const clashes = clashesOf(targets);
  if (clashes.length > 0) throw usageFaults(clashes);

  const journal = await openJournal({
    ...{ store: createRunStore(context.host.configDir), resume: invocation.extra.resume === true },
    ...{ command: runName(invocation), config: resolve(context.host.cwd, config) },
    unsaved: () => context.streams.say('Note: how far this run came could not be saved: it can not be taken up.'),
  });
  const left = targets.filter(({ name, settings }) => !journal.isFinished(name, settings));
  const runLeft = async (what: Invocation, ended: (report: TargetReport, target: Target) => Promise<void>) =>
    runFor(left, context, shared, what, await lent.runOf(what.command), ended);
  await agreeForTargets(context, invocation, left.length, async (preview) => [
    ...(await runLeft(preview, async () => undefined)).values(),
  ]);

  let count = 0;
  const ran = await runLeft(invocation, async (report, target) => {
    count += 1;
    const word = report.outcome === 'failed' ? `FAILED: ${report.summary}` : report.summary;
    context.streams.say(`[${count}/${left.length}] ${report.target}: ${plainName(word)}`);
    if (report.outcome !== 'failed') await journal.finished(target.name, target.settings);
  });
  const reports = targets.map(
    ({ name, settings }) => ran.get(name) ?? notRun(name, journal.isFinished(name, settings)),
  );
  const exitCode = exitCodeOf(reports, context.signal.aborted);
  const isOver = exitCode === ExitCode.done || exitCode === ExitCode.pending;
  if (isOver) await journal.close();
  const table = renderTargets(reports, createPaint(context.streams.resultColor));
  const more = isOver ? [] : ['', 'Run the same command with --resume to go on with those that are not done.'];
  return { exitCode, text: [table, ...more].join('\n'), document: documentOf(reports, lent.inDocument) };
}

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
  const file = await readSettingsFile(config, context.host.cwd);
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

/** A dry run, or one that proves otherwise, is another run than the one it looks like. */
function runName({ command, extra }: Invocation): string {
  const kinds = ['dryRun', 'offline', 'policyQuiet', 'throughHalo'].filter((kind) => extra[kind] === true);
  return [command, ...kinds].join(' ');
}

function notRun(target: string, isFinished: boolean): TargetReport {
  return isFinished
    ? { target, outcome: 'skipped', summary: 'by the run that was taken up' }
    : { target, outcome: 'not-begun', summary: '' };
}
