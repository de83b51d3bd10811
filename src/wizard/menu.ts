import type { SettingsSources } from '../config/sources.ts';
import { cancelledError } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { gatherRunSettings } from '../runtime/load-settings.ts';
import { accountMismatch, accountsIn } from '../runtime/profile.ts';
import { PROFILE_NAME, type Profile } from '../state/profiles.ts';
import { type Answer, BACK, type Prompter } from '../ui/prompter.ts';

/** What a person wants from the wizard. */
export type Task =
  | { readonly kind: 'set-up' | 'change' | 'test' | 'status' | 'remove' }
  /** Another integration, remembered under its own profile. */
  | { readonly kind: 'set-up-another'; readonly profile: string };

/** Asks what to do with an integration that this machine knows; without one, it sets one up. */
export async function chooseTask(context: Context, flags: SettingsSources['flags']): Promise<Task> {
  const known = await knownIntegration(context, flags);
  if (!known) return { kind: 'set-up' };
  const prompter = await context.prompter();
  for (;;) {
    const kind = await askForKind(prompter, known);
    if (kind !== 'set-up-another') return { kind };
    const profile = await askForProfile(context, prompter);
    if (profile !== BACK) return { kind, profile };
  }
}

/** @throws CliError, exit 130, if the person wants nothing */
async function askForKind(prompter: Prompter, known: Profile): Promise<Task['kind']> {
  const answer = await prompter.choose<Task['kind']>({
    id: 'menu',
    escapeTo: 'quit',
    message: `The ilert integration for ${known.halo.replace(/^https?:\/\//, '')} was set up${dateOf(known)}. What do you want to do?`,
    choices: [
      { value: 'change', name: 'Change it', description: 'Review every answer, and edit any of them.' },
      { value: 'set-up', name: 'Go through all questions again', description: 'Each offers the last answer.' },
      {
        value: 'test',
        name: 'Send a test alert',
        description: 'It is resolved again. You are asked before it is sent.',
      },
      { value: 'status', name: 'Show its status', description: 'Whether tickets still become alerts.' },
      { value: 'remove', name: 'Remove it', description: 'You are shown what will be removed, and asked.' },
      {
        value: 'set-up-another',
        name: 'Set up another one',
        description: 'Alongside this one, under its own profile.',
      },
    ],
  });
  if (answer === BACK) throw cancelledError();
  return answer;
}

/** Returns what the profile knows, with its answers; undefined if the given settings are for another one. */
async function knownIntegration(context: Context, flags: SettingsSources['flags']): Promise<Profile | undefined> {
  const { options, profiles } = context;
  const isFileNamed = options.config !== undefined && !options.isConfigFound;
  if (Object.keys(flags).length > 0 || isFileNamed || options.adopt.length > 0) return undefined;
  const profile = await profiles.read(options.profile);
  if (!profile || Object.keys(profile.resources).length === 0) return undefined;
  if (!profile.answers && !options.isConfigFound) return undefined;
  const { values } = await gatherRunSettings(context, flags, []);
  return accountMismatch(context, profile, accountsIn(values)) ? undefined : profile;
}

function dateOf({ setUpAt }: Profile): string {
  return setUpAt === undefined ? '' : ` on ${setUpAt.slice(0, 10)}`;
}

async function askForProfile({ profiles }: Context, prompter: Prompter): Promise<Answer<string>> {
  const taken = await profiles.all();
  return prompter.text({
    id: 'profile',
    message: 'Name for the profile of the new integration',
    help: 'Each integration is saved under a profile on this machine. Use --profile NAME to work on it later.',
    check(name) {
      if (!PROFILE_NAME.test(name)) return 'Enter a name of letters, digits, - and _.';
      return taken.has(name) ? `Profile "${name}" already exists. Enter another name.` : undefined;
    },
  });
}
