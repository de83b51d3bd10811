import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import type { Place } from '../errors/cli-error.ts';
import { holdUpInWords } from '../http/activities.ts';
import { type Account, createAccount } from '../providers/lookups.ts';
import type { Context, SharedInputs } from '../runtime/context.ts';
import type { Profile } from '../state/profiles.ts';
import { withFormerProfiles } from '../state/renamed-profile.ts';

export interface Target {
  readonly name: string;
  /** What people call it, if that differs. */
  readonly displayName?: string | undefined;
  readonly settings: Settings;
  /** Where it is in the settings file. */
  readonly place?: Place | undefined;
}

/** Returns the context of a run for one target of the settings file, which has its own ids to remember. */
export function contextOf(context: Context, target: string): Context {
  const { options, shared, system } = context;
  const { was = [] } = shared?.file.targets.get(target) ?? {};
  const profile = profileOf(options, target);
  const file = options.config === undefined ? undefined : resolve(system.cwd, options.config);
  const formerProfiles = was.map((former) => profileOf(options, former));
  // A profile of another file's target is not ours, unless that file was moved; one from before profiles named their
  // file is.
  const isOfFile = ({ target: saved }: Profile) =>
    saved === undefined || saved.file === file || !existsSync(saved.file);
  return {
    ...context,
    profiles:
      was.length === 0 ? context.profiles : withFormerProfiles(context.profiles, profile, formerProfiles, isOfFile),
    options: { ...options, target, profile, formerTargets: was },
  };
}

export function profileOf({ profile }: Pick<Context['options'], 'profile'>, target: string): string {
  return `${profile}/${target}`;
}

/**
 * Returns the context of a run for one of several targets. It asks nothing, since that has been done for all of them,
 * and its output is shown only with --verbose, each line with the target's name.
 *
 * @param note receives what a person should know even if nothing failed
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

/** Creates what all targets of one run share, with cached lookups for the targets of the same ilert account. */
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
