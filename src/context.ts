import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCi } from './environment.ts';
import type { Shared } from './fleet/shared.ts';
import { createHaloLimits, type HaloLimits } from './halo/limits.ts';
import type { Host } from './host.ts';
import { createIlertLimits, type IlertLimits } from './ilert/limits.ts';
import { createLastRuns, type LastRuns } from './settings/last-runs.ts';
import { createStore, type Store } from './settings/store.ts';
import { showsUnicode } from './terminal/look.ts';
import { createRedactor, type Redactor } from './terminal/redactor.ts';
import { createStreams, type Speech, type Streams } from './terminal/streams.ts';
import { readVersion } from './version.ts';
import type { Prompter } from './wizard/prompter.ts';

/** The options that every command has. */
export interface RunOptions extends Speech {
  readonly json: boolean;
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
  readonly host: Host;
  readonly options: RunOptions;
  readonly redactor: Redactor;
  readonly streams: Streams;
  readonly store: Store;
  readonly lastRuns: LastRuns;
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
export function createContext(host: Host, options: RunOptions, signal: AbortSignal): Context {
  const { env, stdout, stderr } = host;
  // Every request and every wait listens to it, and with many targets there are many at the same time.
  setMaxListeners(0, signal);
  const redactor = createRedactor();
  const streams = createStreams({
    ...{ stdout, stderr, env, redactor },
    speech: options,
    unicode: showsUnicode(env, host.platform),
  });
  const isTerminal = host.stdin.isTTY === true && stderr.isTTY === true;
  return {
    host,
    options,
    redactor,
    streams,
    store: createStore(host.configDir),
    lastRuns: createLastRuns(host.configDir, host.now),
    limits: createIlertLimits(host, streams.say),
    haloLimits: createHaloLimits(host, streams.say),
    signal,
    canPrompt: isTerminal && !options.json && !isCi(env),
    prompter: async () =>
      host.prompter ?? (await import('./terminal/prompts.ts')).createPrompter(host, streams, signal),
    pause: async (milliseconds) => {
      await sleep(milliseconds * host.pace, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
    version: readVersion(host.packageRoot),
  };
}
