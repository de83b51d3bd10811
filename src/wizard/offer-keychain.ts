import { CliError, ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import { SECRETS } from '../runtime/load-settings.ts';
import { Secret } from '../secret/secret.ts';
import { keychainName } from '../state/keychain.ts';
import type { Answers } from './answers.ts';
import type { WizardContext } from './context.ts';

/** Secrets that were typed can be kept where the system keeps them, and nowhere else. */
export async function offerKeychain(
  { system, options, profiles }: Context,
  { prompter, saved }: WizardContext,
  { values }: Answers,
): Promise<void> {
  const typed = SECRETS.filter((key) => values[key] instanceof Secret && values[key] !== saved[key]);
  const keychain = typed.length > 0 ? await system.keychain() : undefined;
  if (!keychain) return;
  const message = "Keep what you typed as key and secret in this system's keychain, for the next time?";
  const answer = await prompter.confirm({ id: 'keychain', message, initial: false }).catch(unlessInterrupted);
  if (answer !== true) return;
  const kept = await Promise.all(
    typed.map((key) => keychain.write(keychainName(options.profile, key), (values[key] as Secret).reveal())),
  );
  const profile = await profiles.read(options.profile).catch(() => undefined);
  if (kept.every(Boolean) && profile) await profiles.write(options.profile, { ...profile, keychain: true });
  else prompter.info('The keychain did not take them; nothing was kept.');
}

/** All is done by now: whoever presses Ctrl-C here only does not want them kept. */
function unlessInterrupted(error: unknown): false {
  if (error instanceof CliError && error.exitCode === ExitCode.interrupted) return false;
  throw error;
}
