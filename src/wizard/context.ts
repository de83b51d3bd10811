import type { RawValue } from '../config/raw-value.ts';
import type { FieldKey, Settings } from '../config/settings.ts';
import type { Lookups } from '../providers/lookups.ts';
import type { Secret } from '../secret/secret.ts';
import type { Prompter } from '../ui/prompter.ts';
import type { Values } from './answers.ts';

/** What a check of credentials or of an address came to: a word for the person, or what is wrong. */
export type Checked = { readonly ok: true; readonly word?: string } | { readonly ok: false; readonly wrong: string };

/** Looks that the walk takes at both services; all of them only read. Rejects with a Fault where nothing typed can help. */
export interface ConnectionChecks {
  /** Whose key it is. */
  ilert(token: Secret): Promise<Checked>;
  /** Whether a HaloITSM answers at an address, mended as in the settings. */
  haloAddress(url: string): Promise<Checked>;
  /** Whether the application is let in and may read what has to be read. */
  haloApplication(url: string, clientId: string, clientSecret: Secret): Promise<Checked>;
  /** The lists to choose from; each once its service has let us in. */
  directory(): Lookups;
  /** The text of a payload: shipped, or a file. */
  payload(name: string): Promise<{ readonly text: string } | { readonly wrong: string }>;
}

/** What every stop of the walk works with. */
export interface WizardContext {
  readonly prompter: Prompter;
  readonly looks: ConnectionChecks;
  /** What flags, variables and the file have given: it is not asked. */
  readonly given: ReadonlyMap<FieldKey, RawValue>;
  /** The same, checked and mended, with the defaults that stand where nothing is answered. */
  readonly settings: Settings;
  /** The Halo product's name. */
  readonly product: string;
  /** Answers of the last run, offered again. */
  readonly saved: Values;
}

/** The default of a setting whose value is a text. */
export function usualOf({ settings }: WizardContext, key: FieldKey): string {
  const value = settings[key];
  return typeof value === 'string' ? value : '';
}

/** Whether a setting is still to be answered; an alert source of others (`--alert-source`) is as it is. */
export function isOpen({ given }: WizardContext, key: FieldKey): boolean {
  return !given.has(key) && !(key.startsWith('alertSource.') && given.has('alertSource.id'));
}
