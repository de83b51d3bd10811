import type { Settings } from '../config/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import type { Place } from '../errors/cli-error.ts';
import { holdUpInWords } from '../http/activities.ts';
import { type Account, createAccount } from '../providers/lookups.ts';
import type { Context, SharedInputs } from '../runtime/context.ts';

/** One target with its settings. */
export interface Target {
  readonly name: string;
  /** What people call it, if that is something else. */
  readonly displayName?: string | undefined;
  readonly settings: Settings;
  /** Where it is in the settings file. */
  readonly place?: Place | undefined;
}

/** The context of a run for one target of the settings file: it has ids of its own to remember. */
export function contextOf(context: Context, target: string): Context {
  const { options } = context;
  return { ...context, options: { ...options, target, profile: `${options.profile}/${target}` } };
}

/**
 * The context of a run for one of several targets. It asks nothing, since that has been done for all of them, and what
 * it prints is shown only with --verbose, each line with the target's name.
 *
 * @param note receives what a person should know though nothing failed
 */
export function contextAmongOthers(context: Context, target: string, note: (text: string) => void): Context {
  const { options, streams, ...own } = contextOf(context, target);
  const named = (text: string) => streams.debug(text.replace(/^/gm, `${target}: `));
  return {
    ...own,
    canPrompt: false,
    options: { ...options, yes: true, document: true },
    onHoldUp: (holdUp, milliseconds) => named(holdUpInWords(holdUp, milliseconds)),
    streams: {
      ...streams,
      result: named,
      warn: named,
      debug: named,
      info: named,
      note,
      isWatched: false,
      animated: false,
    },
  };
}

/** The inputs of all targets of one run, with the lookups of an ilert account cached for the targets that share it. */
export function createShared(file: SettingsFile, stdin: string | undefined): SharedInputs {
  const accounts = new Map<string, Account>();
  return {
    file,
    stdin,
    account(endpoint, token, ilert) {
      const key = `${endpoint} ${token.reveal()}`;
      const known = accounts.get(key) ?? createAccount(ilert);
      accounts.set(key, known);
      return known;
    },
  };
}
