import { setTimeout as sleep } from 'node:timers/promises';
import type { RawValue } from '../config/raw-value.ts';
import { secretsInEnvironment } from '../config/secrets.ts';
import type { FieldKey } from '../config/settings.ts';
import type { AcceptedTargets, SettingsFile } from '../config/settings-file.ts';
import type { SettingsSources } from '../config/sources.ts';
import { isCi } from '../env/environment.ts';
import { readVersion } from '../env/version.ts';
import { type Activities, createActivities, type HoldUp, holdUpInWords } from '../http/activities.ts';
import type { Wait } from '../http/rate-limiter.ts';
import { createHaloLimits, type HaloLimits } from '../providers/halo/rate-limits.ts';
import type { IlertClient } from '../providers/ilert/api.ts';
import { createIlertLimits, type IlertLimits } from '../providers/ilert/rate-limits.ts';
import type { Account } from '../providers/lookups.ts';
import { createRedactor, type Redactor } from '../secret/redactor.ts';
import type { Secret } from '../secret/secret.ts';
import { createProfileStore, type ProfileStore } from '../state/profiles.ts';
import { createRunJournal, type RunJournal } from '../state/run-journal.ts';
import type { Prompter } from '../ui/prompter.ts';
import { createStreams, type OutputOptions, type Streams } from '../ui/streams.ts';
import { showsUnicode } from '../ui/symbols.ts';
import { createRunFiles, type RunFiles } from './run-files.ts';
import type { System } from './system.ts';
import { createReportUnsaved, type ReportUnsaved } from './unsaved-state.ts';

export interface RunOptions extends OutputOptions {
  /** Whether the result is a single document: standard output carries nothing else, and no questions are asked. */
  readonly document: boolean;
  readonly yes: boolean;
  /** The profile that the run reads and saves: each target has its own. */
  readonly profile: string;
  /** The name after `--profile`, if it was given. */
  readonly typedProfile?: string | undefined;
  /** The target in the settings file that this run is for. */
  readonly target?: string;
  /** That target's earlier names in the file, the latest first. */
  readonly formerTargets?: readonly string[];
  /** The targets that the command can run for. */
  readonly acceptedTargets?: AcceptedTargets | undefined;
  /** Milliseconds to wait for each response. */
  readonly timeout: number;
  /** The settings file: the one after `--config`, or else the usual one in the working folder. */
  readonly config?: string | undefined;
  /** Whether it is the working folder's usual file, which the command line doesn't name. */
  readonly isConfigFound?: true;
  /** With `--no-config`, the working folder's usual file is ignored. */
  readonly noConfig: boolean;
  readonly secretsStdin: boolean;
  readonly adopt: readonly string[];
  readonly flags?: SettingsSources['flags'];
  /** The command line as it was typed. */
  readonly words?: readonly string[];
}

/** What all targets of one run share: read once for all of them, or for the only one. */
export interface SharedInputs {
  readonly file: SettingsFile;
  /** Standard input, with `--secrets-stdin`. */
  readonly stdin: string | undefined;
  /** Whether there are so many targets that reading each alert source by its ID would use up ilert's rate limit. */
  readonly isForMany?: boolean;
  /** Returns an ilert account's lookups, made with this client for its first target. Only for several targets. */
  account?(endpoint: string, token: Secret, ilert: IlertClient): Account;
}

/** What a command works with, created for each run. */
export interface Context {
  readonly system: System;
  readonly options: RunOptions;
  readonly redactor: Redactor;
  readonly streams: Streams;
  readonly files: RunFiles;
  readonly profiles: ProfileStore;
  readonly runJournal: RunJournal;
  /** Reports, once for all targets, that local state could not be saved. */
  readonly reportUnsaved: ReportUnsaved;
  /** ilert's rate limits, for the whole run. */
  readonly limits: IlertLimits;
  /** Halo's rate limits, for the whole run. */
  readonly haloLimits: HaloLimits;
  /** What a person has answered earlier in this run: settings that no other source provides. */
  readonly answers?: ReadonlyMap<FieldKey, RawValue>;
  /** What the services are currently doing. */
  readonly activities: Activities;
  /** Shows why the run waits. */
  readonly onHoldUp: (holdUp: HoldUp, milliseconds: number) => void;
  /** Origins that have answered in this run, so their names and ports are right. */
  readonly answered: Set<string>;
  /** Only in a run over targets of a settings file. */
  readonly shared?: SharedInputs;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whether questions may be asked: standard input and error are terminals, and this is not a CI system. */
  readonly canPrompt: boolean;
  /** Opens the prompts; their code is loaded when the first question is asked. */
  readonly prompter: () => Promise<Prompter>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly version: string;
}

/**
 * Creates the context of a run on a machine.
 *
 * @param signal aborted on Ctrl-C
 * @param redactor knows the secrets of the environment
 * @param files including those that it already plans to write
 */
export function createContext(
  system: System,
  options: RunOptions,
  signal: AbortSignal,
  redactor: Redactor = createRedactor(secretsInEnvironment(system.env)),
  files: RunFiles = createRunFiles(),
): Context {
  const { env, stdout, stderr } = system;
  const unicode = showsUnicode(env, system.platform);
  const activities = createActivities(system);
  const activity = activities.inWords;
  const streams = createStreams({ stdout, stderr, env, redactor, options, unicode, activity });
  const say = (holdUp: HoldUp, milliseconds: number) => {
    if (!streams.isDrawing()) streams.info(holdUpInWords(holdUp, milliseconds));
  };
  const onHoldUp = (holdUp: HoldUp, milliseconds: number) => {
    if (activities.holdUp(holdUp, milliseconds)) say(holdUp, milliseconds);
  };
  const onRateLimit = (service: string, limit: string, { milliseconds, isAtMost, followsRecentReport }: Wait) => {
    const holdUp = { kind: 'rate-limit', service, limit, isAtMost } as const;
    activities.holdUp(holdUp, milliseconds);
    if (!followsRecentReport) say(holdUp, milliseconds);
  };
  // Standard error first: looking at standard input opens it.
  const isTerminal = stderr.isTTY === true && system.stdin.isTTY === true;
  return {
    system,
    options,
    redactor,
    streams,
    files,
    profiles: createProfileStore(system.configDir),
    runJournal: createRunJournal(system.configDir, system.now),
    reportUnsaved: createReportUnsaved(system.configDir, streams.note),
    limits: createIlertLimits(system, onRateLimit),
    haloLimits: createHaloLimits(system, onRateLimit),
    activities,
    onHoldUp,
    answered: new Set(),
    signal,
    canPrompt: isTerminal && !options.document && !isCi(env),
    prompter: () => system.openPrompter(streams, signal),
    pause: async (milliseconds) => {
      await sleep(milliseconds * system.timeScale, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
    version: readVersion(system.packageRoot),
  };
}
