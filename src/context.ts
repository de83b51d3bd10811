import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from './host.ts';
import { createStore, type Store } from './settings/store.ts';
import { showsUnicode } from './terminal/look.ts';
import { createRedactor, type Redactor } from './terminal/redactor.ts';
import { createStreams, isCi, type Speech, type Streams } from './terminal/streams.ts';
import { readVersion } from './version.ts';
import type { Prompter } from './wizard/prompter.ts';

/** The options that every command has. */
export interface RunOptions extends Speech {
  readonly json: boolean;
  readonly yes: boolean;
  readonly profile: string;
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
