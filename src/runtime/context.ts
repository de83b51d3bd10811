import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCi } from '../env/environment.ts';
import { readVersion } from '../env/version.ts';
import type { Shared } from '../fleet/shared.ts';
import { createHaloLimits, type HaloLimits } from '../providers/halo/rate-limits.ts';
import { createIlertLimits, type IlertLimits } from '../providers/ilert/rate-limits.ts';
import { createRedactor, type Redactor } from '../secret/redactor.ts';
import { createProfileStore, type ProfileStore } from '../state/profiles.ts';
import { createRunJournal, type RunJournal } from '../state/run-journal.ts';
import type { Prompter } from '../ui/prompter.ts';
import { createStreams, type OutputOptions, type Streams } from '../ui/streams.ts';
import { showsUnicode } from '../ui/symbols.ts';
import type { System } from './system.ts';

/** The options that every command has. */
export interface RunOptions extends OutputOptions {
  /** The result is one document: nothing else goes to standard output, and nobody is asked. */
  readonly document: boolean;
  readonly yes: boolean;
  readonly profile: string;
  /** The one of the settings file's targets that this run is for. */
  readonly target?: string;
  /** Milliseconds to wait for each answer. */
  readonly timeout: number;
  readonly config?: string;
  readonly secretsStdin: boolean;
  readonly adopt: readonly string[];
}

/** What a command works with; made anew for each run, each part when first asked for. */
export interface Context {
  readonly system: System;
  readonly options: RunOptions;
  readonly redactor: Redactor;
  readonly streams: Streams;
  readonly profiles: ProfileStore;
  readonly runJournal: RunJournal;
  /** How fast ilert may be asked; for all of this run together. */
  readonly limits: IlertLimits;
  /** When Halo may be asked again after it throttled; for all of this run together. */
  readonly haloLimits: HaloLimits;
  /** What the targets of a run over several of them have in common. */
  readonly shared?: Shared;
  /** Given on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whether a question may be asked: both ends are a terminal, and this is no build. */
  readonly canPrompt: boolean;
  /** Asks the person; its code is loaded when it is needed. */
  readonly prompter: () => Promise<Prompter>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly version: string;
}

/** Binds a run to its host. */
export function createContext(system: System, options: RunOptions, signal: AbortSignal): Context {
  const { env, stdout, stderr } = system;
  // Every request and every wait listens to it, and with many targets there are many at the same time.
  setMaxListeners(0, signal);
  const redactor = createRedactor();
  const streams = createStreams({
    stdout,
    stderr,
    env,
    redactor,
    options,
    unicode: showsUnicode(env, system.platform),
  });
  const isTerminal = system.stdin.isTTY === true && stderr.isTTY === true;
  return {
    system,
    options,
    redactor,
    streams,
    profiles: createProfileStore(system.configDir),
    runJournal: createRunJournal(system.configDir, system.now),
    limits: createIlertLimits(system, streams.info),
    haloLimits: createHaloLimits(system, streams.info),
    signal,
    canPrompt: isTerminal && !options.document && !isCi(env),
    prompter: () => system.openPrompter(streams, signal),
    pause: async (milliseconds) => {
      await sleep(milliseconds * system.timeScale, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
    version: readVersion(system.packageRoot),
  };
}
