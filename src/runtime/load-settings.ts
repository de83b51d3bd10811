import { join } from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { describeOrigin } from '../config/raw-value.ts';
import { type Resolved, resolveSettings } from '../config/resolve.ts';
import { type FieldKey, fieldOf } from '../config/settings.ts';
import { type GatheredSettings, gatherSettings, type SettingsSources } from '../config/sources.ts';
import { messageOf, usageError, usageErrors } from '../errors/cli-error.ts';
import { decodeText } from '../fs/bounded-read.ts';
import { Secret } from '../secret/secret.ts';
import { keychainName } from '../state/keychain.ts';
import type { Context } from './context.ts';

/** What signing in to both services needs. */
export const CREDENTIALS = ['ilert.apiToken', 'halo.url', 'halo.clientId', 'halo.clientSecret'] as const;

/** The settings that are secrets. */
export const SECRETS = ['ilert.apiToken', 'halo.clientSecret'] as const;

/** What `apply` can't do without. */
export const TO_APPLY = [...CREDENTIALS, 'alertSource.escalationPolicy'] as const;

/**
 * Reads the settings of this run from all their sources. From here on no secret among them is printed.
 *
 * @param required keys that the command can't do without
 * @throws Fault with every problem of every source, exit 2
 */
export async function loadSettings(
  context: Context,
  flags: SettingsSources['flags'],
  required: readonly FieldKey[],
): Promise<Resolved> {
  const { streams } = context;
  const gathered = await gatherRunSettings(context, flags, required);
  const resolved = resolveSettings(
    gathered.values,
    required.filter((key) => !gathered.unreadable.has(key)),
  );
  const problems = [...gathered.problems, ...resolved.problems];
  if (problems.length > 0) throw usageErrors(problems);

  for (const note of resolved.notes) streams.note(`${note}.`);
  for (const [key, origin] of resolved.origins)
    streams.debug(`setting ${key}: from ${describeOrigin(origin, fieldOf(key))}`);
  return resolved;
}

/** Every source of this run, read; no secret among them is printed from here on. */
export async function gatherRunSettings(
  context: Context,
  flags: SettingsSources['flags'],
  required: readonly FieldKey[],
): Promise<GatheredSettings> {
  const { system, options, redactor, shared, signal } = context;
  const stdin = options.secretsStdin ? (shared?.stdin ?? (await readStdin(context))) : undefined;
  const gathered = await gatherSettings({
    flags,
    env: system.env,
    cwd: system.cwd,
    templates: templatesFolder(system),
    signal,
    ...(options.config !== undefined && { config: options.config }),
    ...(shared && { file: shared.file }),
    required,
    ...(options.target !== undefined && { target: options.target }),
    ...(stdin !== undefined && { stdin }),
  });
  await addKept(context, gathered, required);
  for (const { value } of gathered.values.values()) if (value instanceof Secret) redactor.add(value.reveal());
  return gathered;
}

/** Secrets that the wizard put into the keychain for this profile, where no other source has them. */
async function addKept(
  { profiles, options, system }: Context,
  { values }: GatheredSettings,
  required: readonly FieldKey[],
): Promise<void> {
  const missing = SECRETS.filter((key) => required.includes(key) && !values.has(key));
  if (missing.length === 0) return;
  const profile = await profiles.read(options.profile).catch(() => undefined);
  const keychain = profile?.keychain ? await system.keychain() : undefined;
  for (const key of keychain ? missing : []) {
    const secret = await keychain?.read(keychainName(options.profile, key));
    if (secret) values.set(key, { value: new Secret(secret), origin: { from: 'keychain' } });
  }
}

/** Folder of the shipped payloads. */
export function templatesFolder({ packageRoot }: Context['system']): string {
  return join(packageRoot, 'templates');
}

const MOST_STDIN = 1_000_000;

/** All that is piped in. @throws Fault, exit 2, where standard input is a terminal */
export async function readStdin({ system, signal }: Context): Promise<string> {
  if (system.stdin.isTTY) {
    throw usageError(
      '--secrets-stdin reads what is piped in, but standard input is a terminal.',
      'Pipe the lines in, or set the variables.',
    );
  }
  signal.throwIfAborted();
  // Else an input that stays open would keep the process alive after Ctrl-C.
  if (system.stdin instanceof Readable) addAbortSignal(signal, system.stdin);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of system.stdin) {
      parts.push(typeof part === 'string' ? Buffer.from(part) : Buffer.from(part));
      size += part.length;
      // Two lines are wanted; `yes` writes them without end.
      if (size > MOST_STDIN)
        throw usageError('Standard input holds more than a few secrets.', 'Pipe in NAME=value lines.');
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  try {
    return decodeText(Buffer.concat(parts));
  } catch (error) {
    throw usageError(`Standard input can't be read: ${messageOf(error)}.`, 'Pipe in NAME=value lines.');
  }
}
