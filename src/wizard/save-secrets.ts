import type { Context } from '../runtime/context.ts';
import { SECRETS } from '../runtime/load-settings.ts';
import { Secret } from '../secret/secret.ts';
import { keychainName } from '../state/keychain.ts';
import type { Answers } from './answers.ts';
import type { WizardContext } from './context.ts';

const NAMES = { 'ilert.apiToken': 'API key', 'halo.clientSecret': 'client secret' } as const;

/** Offers to save secrets that were typed in the system's keychain; they are saved nowhere else. */
export async function offerToSaveSecrets(
  { system, options, profiles }: Context,
  { prompter, saved }: WizardContext,
  { values, withoutHaloApi }: Answers,
): Promise<void> {
  const needed = SECRETS.filter((key) => !withoutHaloApi || !key.startsWith('halo.'));
  const typed = needed.flatMap((key) => {
    const secret = values[key];
    return secret instanceof Secret && secret !== saved[key] ? [{ key, secret }] : [];
  });
  const keychain = typed.length > 0 ? await system.keychain() : undefined;
  if (!keychain) return;
  const answer = await prompter.choose({
    id: 'keychain',
    escapeTo: 'skip',
    message: `Save the ${typed.map(({ key }) => NAMES[key]).join(' and ')} in the system keychain for next time?`,
    choices: [
      { value: 'no', name: 'Do not save' },
      { value: 'save', name: 'Save in the keychain', description: 'Later commands then ask for nothing.' },
    ],
    initial: 'no',
  });
  if (answer !== 'save') return;
  const results = await Promise.all(
    typed.map(({ key, secret }) => keychain.write(keychainName(options.profile, key), secret.reveal())),
  );
  const profile = await profiles.read(options.profile);
  if (results.every(Boolean) && profile) await profiles.write(options.profile, { ...profile, keychain: true });
  else prompter.info('They could not be saved in the keychain.');
}
