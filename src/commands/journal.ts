import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { type Journal, openJournal, strikeOut } from '../fleet/journal.ts';
import { createRunStore } from '../settings/store.ts';
import type { Invocation } from './invocation.ts';

/** Of a command that only looks: it is run whole each time, and changes nothing that another run has done. */
const NONE: Journal = {
  isNone: true,
  begun: undefined,
  isFinished: () => false,
  begin: async () => undefined,
  finished: async () => undefined,
  close: async () => undefined,
};

/** The account of a run over several targets, for the next one to take up; says whether there was one to take up. */
export async function journalOf(context: Context, invocation: Invocation, config: string): Promise<Journal> {
  const { streams, host } = context;
  const resume = invocation.extra.resume === true;
  if (!changes(invocation) && invocation.command !== 'verify') return NONE;
  const journal = await openJournal({
    ...{ store: createRunStore(host.configDir), command: runName(invocation), resume, now: host.now },
    ...{ config: resolve(host.cwd, config), changes: changes(invocation) },
    unsaved: () => streams.say('Note: how far this run came could not be saved: it can not be taken up.'),
  });
  if (journal.begun !== undefined) streams.say(`Taking up the run of ${new Date(journal.begun).toLocaleString('sv')}.`);
  else if (resume) streams.say('There is no unfinished run of this command to take up: all targets are run.');
  return journal;
}

/** A run for one target alone: what a run over all has noted of it does not hold any more. */
export async function noteChangeOf(context: Context, invocation: Invocation, target: string): Promise<void> {
  const { config } = context.options;
  if (config === undefined || !changes(invocation)) return;
  const { host } = context;
  await strikeOut(createRunStore(host.configDir), resolve(host.cwd, config), target).catch(() => undefined);
}

function changes({ command, extra }: Invocation): boolean {
  return (command === 'apply' || command === 'destroy') && extra.dryRun !== true;
}

/** A proof of another kind is another run. */
function runName({ command, extra }: Invocation): string {
  return [command, ...['policyQuiet', 'throughHalo'].filter((kind) => extra[kind] === true)].join(' ');
}
