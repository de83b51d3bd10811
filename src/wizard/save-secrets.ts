import { secretFields, serviceOf } from '../config/settings.ts';
import type { Context } from '../runtime/context.ts';
import { Secret } from '../secret/secret.ts';
import { keychainName } from '../state/keychain.ts';
import type { Answers } from './answers.ts';
import type { WizardContext } from './context.ts';

/** Offers to save typed secrets in the system's keychain; they are saved nowhere else. */
export async function offerToSaveSecrets(
  { system, options, profiles }: Context,
  { prompter, saved }: WizardContext,
  { values, withoutHaloApi }: Answers,
): Promise<void> {
  const needed = secretFields.filter((field) => !withoutHaloApi || serviceOf(field) === 'ilert');
  const typed = needed.flatMap(({ key, called = key }) => {
    const secret = values[key];
    return secret instanceof Secret && secret !== saved[key] ? [{ key, called, secret }] : [];
  });
  const keychain = typed.length > 0 ? await system.keychain() : undefined;
  if (!keychain) return;
  const answer = await prompter.choose({
    id: 'keychain',
    escapeTo: 'skip',
    message: `Save the ${typed.map(({ called }) => called).join(' and ')} in the system keychain for next time?`,
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
