import { join } from 'node:path';
import { readPayload } from '../config/payload-file.ts';
import { describeOrigin, type Found, type RawValue } from '../config/raw-value.ts';
import { APPLICATION, requiredFor } from '../config/required-settings.ts';
import { type Resolved, resolveSettings } from '../config/resolve.ts';
import { type FieldKey, fieldOf, type Settings, secretFields } from '../config/settings.ts';
import { type GatheredSettings, gatherSettings, type SettingsSources } from '../config/sources.ts';
import { usageErrors } from '../errors/cli-error.ts';
import { Secret } from '../secret/secret.ts';
import { accountsInWords } from './accounts.ts';
import { askForSecrets } from './ask-secrets.ts';
import type { Context } from './context.ts';
import { exposedSecrets } from './exposed-secrets.ts';
import { addKeychainSecrets } from './keychain-secrets.ts';
import { savedSettings } from './profile-settings.ts';
import { assertNoInputOverwritten } from './run-files.ts';
import { pipeWait, readStdin } from './stdin.ts';
import type { System } from './system.ts';

const SECRETS: readonly FieldKey[] = secretFields.map(({ key }) => key);

export interface LoadedSettings extends Resolved {
  /** As they were given, before they were resolved. */
  readonly given: ReadonlyMap<FieldKey, RawValue>;
  /** All settings, unresolved, if saved ones are among them: once applied, they are saved for later runs. */
  readonly answered?: ReadonlyMap<FieldKey, RawValue>;
}

/**
 * Loads the settings of this run from all their sources.
 *
 * @param wanted the settings that the command requires; optional ones of Halo only if an API application is given
 * @throws CliError, exit 2, with every problem of every source
 */
export async function loadSettings(
  context: Context,
  flags: SettingsSources['flags'],
  wanted: readonly FieldKey[],
  { isHaloOptional = false } = {},
): Promise<LoadedSettings> {
  const { streams } = context;
  const gathered = await gatherRunSettings(context, flags, wanted);
  await assertNoInputOverwritten(context.files);
  const saved = await addSavedSettings(context, gathered.values);
  const isGiven = (key: FieldKey) => gathered.values.has(key) || gathered.unreadable.has(key);
  const required = isHaloOptional && !APPLICATION.some(isGiven) ? requiredFor('ilert', wanted) : wanted;
  const resolveWithout = (left: ReadonlySet<FieldKey> | ReadonlyMap<FieldKey, unknown>) =>
    resolveSettings(
      gathered.values,
      required.filter((key) => !left.has(key)),
      { allowedHosts: gathered.allowedHosts, isComplete: gathered.isComplete },
    );
  const toType = new Set(context.canPrompt ? missingSecrets(gathered, required) : []);
  const exposed = () => exposedSecrets(context, gathered.values);
  const beforeTyping = resolveWithout(toType);
  const wrong = [...gathered.problems, ...saved.problems, ...exposed(), ...beforeTyping.problems];
  const canGoOn = wrong.length === 0;
  // Say which accounts a secret is for before it is typed.
  if (canGoOn) noteAccounts(context, beforeTyping.settings, saved.needsNote);
  if (toType.size > 0 && canGoOn) await askForSecrets(context, [...toType], gathered.values);
  const isWhole = toType.size === 0 && gathered.unreadable.size === 0;
  const resolved = isWhole ? beforeTyping : resolveWithout(gathered.unreadable);
  const unset = [...gathered.unset].flatMap(([key, problem]) => (gathered.values.has(key) ? [] : [problem]));
  const problems = [...gathered.problems, ...unset, ...saved.problems, ...exposed(), ...resolved.problems];
  // A missing setting has no place of its own.
  const place = gathered.targetPlace;
  if (problems.length > 0)
    throw usageErrors(
      problems.map((each) => ({ ...each, place: each.place ?? place })),
      'setting-invalid',
    );

  for (const note of resolved.notes) streams.note(`${note}.`);
  for (const [key, origin] of resolved.origins)
    streams.debug(`setting ${key}: from ${describeOrigin(origin, fieldOf(key))}`);
  return { ...resolved, given: gathered.values, ...(saved.isUsed && { answered: gathered.values }) };
}

/** Reads every source of this run without checking them yet, and registers the secrets with the redactor. */
export async function gatherRunSettings(
  context: Context,
  flags: SettingsSources['flags'],
  required: readonly FieldKey[],
): Promise<GatheredSettings> {
  const { system, options, redactor, shared } = context;
  const stdin = options.secretsStdin ? (shared?.stdin ?? (await readStdin(context))) : undefined;
  const { env, cwd, userId } = system;
  const { config, target, acceptedTargets } = options;
  const file = shared?.file;
  const templates = templatesFolder(system);
  const places = { env, cwd, userId, templates, config, file, target, acceptedTargets, stdin };
  const gathered = await gatherSettings({ ...places, ...pipeWait(context), flags, required });
  const missing = SECRETS.filter((key) => required.includes(key) && !gathered.values.has(key));
  await addKeychainSecrets(context, gathered.values, missing);
  for (const { value } of gathered.values.values()) if (value instanceof Secret) redactor.add(value.reveal());
  return gathered;
}

/** Adds what was answered earlier in this run, and what the wizard saved; a given value takes precedence. */
async function addSavedSettings(context: Context, values: Map<FieldKey, RawValue>) {
  const given = new Map([...values].filter(([, { origin }]) => origin.from !== 'default'));
  for (const [key, answer] of context.answers ?? []) {
    if (given.has(key)) continue;
    given.set(key, answer);
    values.set(key, answer);
  }
  const saved = await savedSettings(context, given, (payload) => readPayloadOf(context, payload));
  for (const [key, value] of saved.values) values.set(key, value);
  const isUsed = saved.values.size > 0;
  // Whoever answered earlier in this run knows the accounts, and what the wizard saved is the same.
  return { problems: saved.problems, isUsed, needsNote: isUsed && !context.answers };
}

/** Tells the person which accounts the run is for, if they come from something saved or found. */
function noteAccounts(
  { streams, options, canPrompt, answers }: Context,
  settings: Settings,
  isSavedUsed: boolean,
): void {
  const accounts = accountsInWords(settings, options.profile);
  if (isSavedUsed) streams.note(`Using what the wizard saved for ${accounts}.`);
  else if (options.isConfigFound && canPrompt && !answers) streams.note(`This run is for ${accounts}.`);
}

export function readPayloadOf(context: Context, raw: RawValue): Promise<Found> {
  const { system } = context;
  const places = { cwd: system.cwd, templates: templatesFolder(system), ...pipeWait(context) };
  return readPayload(raw, fieldOf('halo.payload'), places);
}

/** Secrets that nobody has given, or only through a variable that is not set. */
function missingSecrets({ values, unreadable, unset }: GatheredSettings, required: readonly FieldKey[]): FieldKey[] {
  return SECRETS.filter(
    (key) => required.includes(key) && !values.has(key) && (!unreadable.has(key) || unset.has(key)),
  );
}

/** The folder of the shipped payloads. */
export function templatesFolder({ packageRoot }: System): string {
  return join(packageRoot, 'templates');
}
