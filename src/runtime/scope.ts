import { productOf } from '../config/product.ts';
import { requiredFor } from '../config/required-settings.ts';
import type { FieldKey } from '../config/settings.ts';
import type { SettingsSources } from '../config/sources.ts';
import type { Service } from '../providers/integration.ts';
import type { Context } from './context.ts';
import { type LoadedSettings, loadSettings } from './load-settings.ts';
import { profileForPerson } from './profile.ts';

/** The settings of a run, and the only service that it is for; undefined for both. */
export interface Scoped {
  readonly resolved: LoadedSettings;
  readonly only: Service | undefined;
}

/** What a run may be for. */
interface ScopeOptions {
  /** The service that `--only` names. */
  readonly only: Service | undefined;
  /** What the command requires if it is for both services. */
  readonly required: readonly FieldKey[];
  /** Whether Halo is optional without an API application; otherwise only where the wizard set up ilert alone. */
  readonly isHaloOptional?: boolean;
  /** The run journal's name for the run, if it records it: it begins as soon as its settings are known. */
  readonly journalName?: string | undefined;
}

/** Loads the settings of a run. @throws CliError, exit 2, as `loadSettings` */
export async function loadScoped(
  context: Context,
  flags: SettingsSources['flags'],
  { only, required, isHaloOptional = false, journalName }: ScopeOptions,
): Promise<Scoped> {
  const profile = await profileForPerson(context);
  const resolved = await loadSettings(context, flags, requiredFor(only, required), {
    isHaloOptional: isHaloOptional || profile?.only === 'ilert',
  });
  if (journalName !== undefined) await context.runJournal.recordBegin(journalName, resolved.settings);
  if (only !== undefined || resolved.settings['halo.clientId'] !== undefined) return { resolved, only };
  const { name } = productOf(resolved.settings);
  context.streams.note(`No API application is given, so only ilert's side is used; ${name} is left as it is.`);
  return { resolved, only: 'ilert' };
}
