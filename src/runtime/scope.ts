import { productOf } from '../config/product.ts';
import type { FieldKey } from '../config/settings.ts';
import type { SettingsSources } from '../config/sources.ts';
import type { Service } from '../providers/integration.ts';
import type { Context } from './context.ts';
import { type LoadedSettings, loadSettings, requiredFor } from './load-settings.ts';

/** The settings of a run, and the service that it is for alone; both where it is not set. */
export interface Scoped {
  readonly resolved: LoadedSettings;
  readonly only: Service | undefined;
}

/** What a run may be for. */
interface ScopeOptions {
  /** The service that `--only` names. */
  readonly only: Service | undefined;
  /** What the command requires where it is for both services. */
  readonly required: readonly FieldKey[];
  /** Whether Halo is left out where no API application is given; otherwise only on a terminal, where the wizard set ilert's side up alone. */
  readonly isHaloOptional?: boolean;
}

/** Loads the settings of a run. @throws CliError, exit 2, as `loadSettings` */
export async function loadScoped(
  context: Context,
  flags: SettingsSources['flags'],
  { only, required, isHaloOptional = false }: ScopeOptions,
): Promise<Scoped> {
  const resolved = await loadSettings(context, flags, requiredFor(only, required), {
    isHaloOptional: isHaloOptional || (await isSetUpWithoutHalo(context)),
  });
  if (only !== undefined || resolved.settings['halo.clientId'] !== undefined) return { resolved, only };
  const { name } = productOf(resolved.settings);
  context.streams.note(`No API application is given, so only ilert's side is used; ${name} is left as it is.`);
  return { resolved, only: 'ilert' };
}

/** A script must not depend on what a machine remembers, and a settings file is complete in itself. */
async function isSetUpWithoutHalo({ canPrompt, options, profiles }: Context): Promise<boolean> {
  if (!canPrompt || options.config !== undefined) return false;
  const profile = await profiles.read(options.profile);
  return profile?.only === 'ilert';
}
