import { resolve } from 'node:path';
import type { AllowedHosts } from '../config/allowed-hosts.ts';
import { isByName } from '../config/field.ts';
import { isPayload } from '../config/payload-file.ts';
import type { Product } from '../config/product.ts';
import type { RawValue } from '../config/raw-value.ts';
import { TO_APPLY } from '../config/required-settings.ts';
import { resolveSettings } from '../config/resolve.ts';
import { type FieldKey, fieldOf, type Settings } from '../config/settings.ts';
import type { SettingsSources } from '../config/sources.ts';
import { textsByName } from '../config/values-by-name.ts';
import { CliError, inOneLine, type Problem, usageErrors } from '../errors/cli-error.ts';
import { assertExportable } from '../export/write-export.ts';
import type { Context } from '../runtime/context.ts';
import { exposedSecrets } from '../runtime/exposed-secrets.ts';
import { gatherRunSettings, readPayloadOf } from '../runtime/load-settings.ts';
import { accountMismatch, readProfile } from '../runtime/profile.ts';
import { restoredValues } from '../runtime/profile-settings.ts';
import { Secret } from '../secret/secret.ts';
import { parseMinutes } from '../text/duration.ts';
import type { Prompter } from '../ui/prompter.ts';
import { createStyle, type Style } from '../ui/style.ts';
import type { Values } from './answers.ts';
import { type ConnectionChecks, createConnectionChecks } from './connection-checks.ts';
import { knownProduct } from './product.ts';

/** What every question of the wizard works with. */
export interface WizardContext {
  readonly prompter: Prompter;
  readonly checks: ConnectionChecks;
  /** Settings from flags, variables and the file, which are not asked for. */
  readonly provided: ReadonlyMap<FieldKey, RawValue>;
  /** Those settings, validated and with the defaults. */
  readonly settings: Settings;
  /** Where Halo's credentials may be sent; anywhere if undefined. */
  readonly allowedHosts: AllowedHosts | undefined;
  readonly style: Style;
  /** Answers of the last run and secrets in the keychain, which are offered again. */
  readonly saved: Values;
  /** Whether the last run set up ilert's side alone. */
  readonly wasWithoutHaloApi: boolean;
  /** Explains why the profile can't be used for a URL: it remembers an integration in another account. */
  readonly otherAccount: (haloUrl: string, product: Product | undefined) => Problem | undefined;
  /** Explains why import files can't be written to a folder. */
  readonly importFolderProblem: (folder: string) => Promise<string | undefined>;
  readonly readPayload: (name: string) => Promise<RawValue | Problem>;
}

/** Settings that affect the questions, but are not asked for themselves: they stay as in the last run. */
const NEVER_ASKED = [
  'ilert.endpoint',
  'alertSource.id',
  'halo.tenant',
  'halo.scope',
] as const satisfies readonly FieldKey[];

/** Reads the settings and the saved answers. @throws CliError, exit 2, with everything that is wrong with them */
export async function openWizard(context: Context, flags: SettingsSources['flags']): Promise<WizardContext> {
  const { profiles, streams, options } = context;
  const gathered = await gatherRunSettings(context, flags, TO_APPLY);
  const { allowedHosts } = gathered;
  const profile = await profiles.read(options.profile);
  const { provided, inKeychain, inFoundFile } = bySource(gathered.values, options);
  const answers = options.isConfigFound ? answersIn(inFoundFile) : profile?.answers;
  const restored = restoredValues(answers ?? {}, provided);
  for (const key of NEVER_ASKED) {
    const value = restored[key];
    const saved: RawValue = { value, origin: { from: 'saved', profile: options.profile } };
    if (value !== undefined) provided.set(key, inFoundFile.get(key) ?? saved);
  }
  const rules = { isComplete: false, allowedHosts };
  const resolved = resolveSettings(provided, [], rules);
  const { settings, origins, notes } = resolved;
  const given = new Map([...inFoundFile, ...provided]);
  const { problems } = resolveSettings(given, [], rules);
  const wrong = [...gathered.problems, ...exposedSecrets(context, given), ...problems];
  if (wrong.length > 0) throw usageErrors(wrong);
  for (const note of notes) streams.note(`${note}.`);
  const product = knownProduct({ provided, settings }, { values: {} });
  const remembered = await readProfile(context, { ...settings, 'halo.product': product?.key }, origins);
  return {
    prompter: await context.prompter(),
    checks: createConnectionChecks(context, resolved),
    provided,
    settings,
    allowedHosts,
    style: createStyle(streams.noteColor),
    saved: {
      ...restored,
      ...Object.fromEntries([...inKeychain].map(([key, { value }]) => [key, value])),
    },
    wasWithoutHaloApi: profile?.only === 'ilert',
    importFolderProblem: (folder) => importFolderProblem(context, resolve(context.system.cwd, folder)),
    otherAccount: (url, product) =>
      remembered &&
      accountMismatch(context, remembered, { ...settings, 'halo.url': url, 'halo.product': product?.key }),
    readPayload: (name) => readPayloadOf(context, { value: name, origin: { from: 'prompt' } }),
  };
}

/**
 * Separates what counts as answered from what is offered as an answer: secrets in the keychain, and a settings file
 * that was found rather than named. Defaults are neither.
 */
function bySource(values: ReadonlyMap<FieldKey, RawValue>, { isConfigFound }: Context['options']) {
  const sourceOf = ({ value, origin }: RawValue) => {
    if (origin.from === 'file' && isConfigFound && !(value instanceof Secret)) return 'found file';
    return origin.from === 'default' || origin.from === 'keychain' ? origin.from : 'provided';
  };
  const from = (source: ReturnType<typeof sourceOf>) =>
    new Map([...values].filter(([, raw]) => sourceOf(raw) === source));
  return { provided: from('provided'), inKeychain: from('keychain'), inFoundFile: from('found file') };
}

/** Converts a file's settings to answers. */
function answersIn(file: ReadonlyMap<FieldKey, RawValue>): Values {
  const { settings } = resolveSettings(file, [], { isComplete: false });
  const answerTo = (key: FieldKey, value: unknown): unknown => {
    if (isPayload(value)) return value.path ?? value.name;
    const { kind, choices } = fieldOf(key);
    if (isByName(kind)) return textsByName(settings[key]);
    if (kind !== 'duration') return settings[key];
    return choices?.find((choice) => parseMinutes(choice) === parseMinutes(String(value)));
  };
  return Object.fromEntries([...file].map(([key, { value }]) => [key, answerTo(key, value)]));
}

/** Checks the content of a folder; whether it is writable is only known later. */
async function importFolderProblem(context: Context, folder: string): Promise<string | undefined> {
  try {
    await assertExportable(context, { folder, terraform: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return inOneLine(error);
  }
}

/** Whether a setting still needs an answer; an external alert source (`--alert-source`) is left as it is. */
export function needsAnswer({ provided }: WizardContext, key: FieldKey): boolean {
  return !provided.has(key) && !(key.startsWith('alertSource.') && provided.has('alertSource.id'));
}
