import { productOf } from '../config/product.ts';
import { CREDENTIALS, TO_APPLY } from '../config/required-settings.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import { withProgress } from '../reporters/progress.ts';
import { remainingInWords } from '../reporters/prove.ts';
import type { ResultOf } from '../reporters/result.ts';
import { confirm, confirmWord } from '../runtime/approval.ts';
import { defineCommand } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { type LoadedSettings, loadSettings } from '../runtime/load-settings.ts';
import { flag, integer, list, type OptionValues } from '../runtime/options.ts';

const NEEDS_YES = {
  message: 'Nothing was created. Non-interactive runs need --yes, because this creates tickets and alerts.',
  hint: 'Use accounts for tests, and add --yes.',
};

const NEEDS_YES_TO_CLEAN_UP = {
  message: 'Nothing was removed. Non-interactive runs need --yes.',
  hint: 'Review the list above, then run again with --yes.',
};

const proveOptions = {
  cleanUp: flag('--clean-up', 'remove what earlier runs have left, and run no experiment'),
  fact: list('--fact <ID>', 'run only the experiment that shows this fact (repeatable)'),
  record: {
    kind: 'text',
    flags: '--record <FILE>',
    about: 'write every request and answer to a file, with placeholders for hosts, keys, names, texts and IDs',
    isPath: true,
  },
  host: {
    kind: 'text',
    flags: '--host <HOST>',
    about: "host of your HaloITSM, to confirm that it isn't a trial or test account",
  },
  ticketType: integer('--ticket-type <ID>', 'ticket type for the test tickets, if required', [1, 1_000_000]),
  client: integer('--client <ID>', 'client for the test tickets, if required', [1, 100_000_000]),
} as const;

type ProveOptions = OptionValues<typeof proveOptions>;

/** `prove`: runs experiments on accounts for tests, and reports which of this program's assumptions hold there. */
export const prove = defineCommand({
  name: 'prove',
  about: 'find out with experiments whether test accounts behave as this tool assumes',
  takesSettings: true,
  formats: ['text', 'json', 'markdown'],
  yes: 'skip the confirmation',
  targets: 'one',
  options: proveOptions,
  examples: [
    ['prove', 'lists what it creates and who may be notified, asks, and reports each fact'],
    ['prove --fact event-on-close', 'runs a single experiment'],
    ['prove --record account.json', 'also writes what the services answered, without anything of your accounts'],
    ['prove --clean-up', 'removes what an interrupted run has left'],
  ],
  requires: ({ cleanUp }) => (cleanUp ? CREDENTIALS : TO_APPLY),
  async run(context, { flags, options }): Promise<ResultOf<'prove' | 'clean-up'>> {
    if (options.cleanUp) {
      assertNothingElse(options);
      return cleanUp(context, await loadSettings(context, flags, CREDENTIALS));
    }
    if (!context.options.yes && !context.canPrompt)
      throw usageError(NEEDS_YES.message, NEEDS_YES.hint, 'approval-required');
    return runExperiments(context, await loadSettings(context, flags, TO_APPLY), options);
  },
});

/** @throws CliError, exit 2, for an option that has no meaning for a clean-up */
function assertNothingElse({ fact, record, ticketType, client, host }: ProveOptions): void {
  const given = {
    '--fact': fact.length > 0,
    '--record': record !== undefined,
    '--ticket-type': ticketType !== undefined,
    '--client': client !== undefined,
    '--host': host !== undefined,
  };
  for (const [option, isGiven] of Object.entries(given))
    if (isGiven) throw usageError(`Nothing was removed. --clean-up runs no experiment, so it takes no ${option}.`);
}

async function runExperiments(
  context: Context,
  resolved: LoadedSettings,
  options: ProveOptions,
): Promise<ResultOf<'prove'>> {
  // The experiments and the facts are many, and loaded only here.
  const { exitCodeFor, prepareRun } = await import('../prove/prepare-run.ts');
  const { fact, ticketType, client, host } = options;
  const { streams, system } = context;
  const recording = options.record === undefined ? undefined : await recordTo(options.record, context, resolved);
  const prepared = await withProgress(streams, () =>
    prepareRun(context, resolved, { only: fact, ticketType, client, record: recording?.listen }),
  );
  await approve(context, resolved, prepared.announcement, host);
  const start = system.now();
  // A recording matters most for accounts that misbehave, so it is written even if the run fails.
  const proved = await withProgress(streams, ({ show }) => prepared.run(show)).catch(async (error: unknown) => {
    await recording?.write();
    throw error;
  });
  const { name: product } = productOf(resolved.settings);
  const versions = { tool: context.version, node: system.nodeVersion };
  const result = { kind: 'prove', versions, product, ...proved, elapsed: system.now() - start } as const;
  const unwritten = await recording?.write().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (unwritten !== undefined) return { ...result, exitCode: ExitCode.failed, failure: unwritten };
  return { ...result, exitCode: exitCodeFor(proved) };
}

/** Loads the recorder only for a recording. */
async function recordTo(file: string, context: Context, { settings }: LoadedSettings) {
  const { openRecording } = await import('../recording/write-recording.ts');
  return openRecording(context, settings, file);
}

/** Asks for approval; for a tenant that may not be for tests, the host has to be typed. */
async function approve(
  context: Context,
  { settings }: LoadedSettings,
  announced: string,
  typedHost: string | undefined,
): Promise<void> {
  const { isTestTenant } = await import('../prove/announcement.ts');
  const url = settings['halo.url'] ?? '';
  const { host } = new URL(url);
  if (typedHost !== undefined && typedHost !== host)
    throw usageError(`Nothing was created. --host is ${typedHost}, but the tenant is ${host}.`);
  if (isTestTenant(url) || typedHost === host)
    return confirm(context, 'Continue?', { shown: announced, settings, unchanged: 'Nothing was created.' });
  if (context.options.yes || !context.canPrompt) {
    const message = `Nothing was created. ${host} may be a production tenant.`;
    throw usageError(message, `If it is for tests, add --host ${host}.`, 'approval-required');
  }
  context.streams.warn(announced);
  await confirmWord(context, `${host} may be a production tenant. Type its host to continue`, host, {
    settings,
    unchanged: `Nothing was created, since that was not ${host}.`,
  });
}

async function cleanUp(context: Context, resolved: LoadedSettings): Promise<ResultOf<'clean-up'>> {
  const [{ prepareCleanUp }, { mayExist }] = await Promise.all([
    import('../prove/prepare-clean-up.ts'),
    import('../prove/clean-up.ts'),
  ]);
  const { streams } = context;
  const prepared = await withProgress(streams, () => prepareCleanUp(context, resolved));
  if (prepared.remaining.length > 0)
    await confirm(context, 'Remove these?', {
      shown: prepared.remaining.map(remainingInWords).join('\n'),
      refusal: NEEDS_YES_TO_CLEAN_UP,
      settings: resolved.settings,
    });
  const { unknown, ...cleaned } = await withProgress(streams, ({ show }) => {
    show('Removing what earlier runs have left…');
    return prepared.run();
  });
  for (const summary of unknown) streams.note(mayExist(summary));
  return { kind: 'clean-up', exitCode: cleaned.failure?.exitCode ?? ExitCode.done, ...cleaned };
}
