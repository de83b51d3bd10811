import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { SECRETS } from '../runtime/load-settings.ts';
import { Secret } from '../secret/secret.ts';
import { keychainName } from '../state/keychain.ts';
import type { Answers } from './answers.ts';
import type { WizardContext } from './context.ts';

/** Offers to save secrets that were typed in the system's keychain; they are saved nowhere else. */
export async function offerToSaveSecrets(
  { system, options, profiles }: Context,
  { prompter, saved }: WizardContext,
  { values }: Answers,
): Promise<void> {
  const typed = SECRETS.flatMap((key) => {
    const secret = values[key];
    return secret instanceof Secret && secret !== saved[key] ? [{ key, secret }] : [];
  });
  const keychain = typed.length > 0 ? await system.keychain() : undefined;
  if (!keychain) return;
  const message = "Keep what you typed as key and secret in this system's keychain, for the next time?";
  const answer = await prompter.confirm({ id: 'keychain', message, initial: false }).catch(noIfInterrupted);
  if (answer !== true) return;
  const results = await Promise.all(
    typed.map(({ key, secret }) => keychain.write(keychainName(options.profile, key), secret.reveal())),
  );
  const profile = await profiles.read(options.profile).catch(() => undefined);
  if (results.every(Boolean) && profile) await profiles.write(options.profile, { ...profile, keychain: true });
  else prompter.info('The keychain did not take them; nothing was kept.');
}

/** The setup is complete, so Ctrl-C only means that the secrets are not to be saved. */
function noIfInterrupted(error: unknown): false {
  if (error instanceof CliError && error.exitCode === ExitCode.interrupted) return false;
  throw error;
}
