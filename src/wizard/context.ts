import { resolve } from 'node:path';
import type { AllowedHosts } from '../config/allowed-hosts.ts';
import type { Product } from '../config/product.ts';
import type { RawValue } from '../config/raw-value.ts';
import { resolveSettings } from '../config/resolve.ts';
import type { FieldKey, Settings } from '../config/settings.ts';
import type { SettingsSources } from '../config/sources.ts';
import { CliError, inOneLine, type Problem, usageErrors } from '../errors/cli-error.ts';
import { assertExportable } from '../export/write-export.ts';
import type { Context } from '../runtime/context.ts';
import { exposedSecrets } from '../runtime/exposed-secrets.ts';
import { gatherRunSettings, readPayloadOf, TO_APPLY } from '../runtime/load-settings.ts';
import { accountMismatch, readProfile } from '../runtime/profile.ts';
import { restoredValues } from '../runtime/profile-settings.ts';
import type { Prompter } from '../ui/prompter.ts';
import { createStyle, type Style } from '../ui/style.ts';
import type { Values } from './answers.ts';
import { type ConnectionChecks, createConnectionChecks } from './connection-checks.ts';
import { knownProduct } from './product.ts';

/** What every question of the wizard works with. */
export interface WizardContext {
  readonly prompter: Prompter;
  readonly checks: ConnectionChecks;
  /** Settings from flags, variables and the file: they are not asked. */
  readonly provided: ReadonlyMap<FieldKey, RawValue>;
  /** The provided settings, validated, with the defaults. */
  readonly settings: Settings;
  /** Where Halo's credentials may be sent; anywhere, if undefined. */
  readonly allowedHosts: AllowedHosts | undefined;
  readonly style: Style;
  /** Answers of the last run and secrets in the keychain, which are offered again. */
  readonly saved: Values;
  /** Whether the last run set ilert's side up alone. */
  readonly wasWithoutHaloApi: boolean;
  /** Why the profile can't be used for a URL, since it remembers an integration in another account. */
  readonly otherAccount: (haloUrl: string, product: Product | undefined) => Problem | undefined;
  /** Why files to import can't be written to a folder. */
  readonly importFolderProblem: (folder: string) => Promise<string | undefined>;
  readonly readPayload: (name: string) => Promise<RawValue | Problem>;
}

/** Settings that decide what is asked, and are not asked themselves: as in the last run. */
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
  // Defaults and secrets in the keychain are offered as answers, not taken as answered.
  const isOffered = ({ origin }: RawValue) => origin.from === 'default' || origin.from === 'keychain';
  const provided = new Map([...gathered.values].filter(([, found]) => !isOffered(found)));
  const inKeychain = [...gathered.values].filter(([, { origin }]) => origin.from === 'keychain');
  const profile = await profiles.read(options.profile);
  const restored = restoredValues(profile?.answers ?? {}, provided);
  for (const key of NEVER_ASKED) {
    const value = restored[key];
    if (value !== undefined) provided.set(key, { value, origin: { from: 'saved', profile: options.profile } });
  }
  const resolved = resolveSettings(provided, [], { isComplete: false, allowedHosts });
  const { settings, origins, notes, problems } = resolved;
  const wrong = [...gathered.problems, ...exposedSecrets(context, provided), ...problems];
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
      ...Object.fromEntries(inKeychain.map(([key, { value }]) => [key, value])),
    },
    wasWithoutHaloApi: profile?.only === 'ilert',
    importFolderProblem: (folder) => importFolderProblem(resolve(context.system.cwd, folder)),
    otherAccount: (url, product) =>
      remembered &&
      accountMismatch(context, remembered, { ...settings, 'halo.url': url, 'halo.product': product?.key }),
    readPayload: (name) => readPayloadOf(context, { value: name, origin: { from: 'prompt' } }),
  };
}

/** Checks what is in a folder; that it can be written to is only known later. */
async function importFolderProblem(folder: string): Promise<string | undefined> {
  try {
    await assertExportable({ folder, terraform: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return inOneLine(error);
  }
}

/** Whether a setting is still to be answered; an external alert source (`--alert-source`) is left as it is. */
export function needsAnswer({ provided }: WizardContext, key: FieldKey): boolean {
  return !provided.has(key) && !(key.startsWith('alertSource.') && provided.has('alertSource.id'));
}
