import { isPayload, SHIPPED_PAYLOADS } from '../config/payload-file.ts';
import { type Resolved, resolveSettings } from '../config/resolve.ts';
import { keysOf, LOCATING_KEYS, type Settings } from '../config/settings.ts';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { variablesOf } from '../payload/template.ts';
import { variableType } from '../payload/ticket-variables.ts';
import { withoutReturns } from '../providers/halo/method.ts';
import type { IntegrationState } from '../providers/integration.ts';
import { readLiveSettings } from '../providers/live-settings.ts';
import { listInWords } from '../text/list.ts';
import type { Context } from './context.ts';
import { type LoadedSettings, readPayloadOf } from './load-settings.ts';
import type { IntegrationSession } from './refresh.ts';
import { missingIn, type SettingsToWrite } from './settings-to-write.ts';

/** Settings that stay as given: where the integration is, how to access it, and those that no service stores. */
const OF_ACCESS = keysOf('sign-in', 'account', 'local');

/** Settings that reproduce the live integration, and its payload, which has a file of its own. */
export interface LiveSettingsToWrite extends SettingsToWrite {
  /** The content of the payload's file; undefined if the payload is a shipped one. */
  readonly payload: string | undefined;
}

/** Returns the settings that are needed to find an integration, without those that describe it. Pure. */
export function settingsToFind({ given, origins }: LoadedSettings): Pick<Resolved, 'settings' | 'origins'> {
  const kept = new Map([...given].filter(([key, { origin }]) => LOCATING_KEYS.has(key) || origin.from === 'default'));
  return { settings: resolveSettings(kept, []).settings, origins };
}

/**
 * Returns the settings that reproduce the live integration, in the form of a new settings file.
 *
 * @param given the run's settings, in the form of a file
 * @param payloadFile the name of the payload's file, next to the settings file
 * @throws CliError, exit 1, if nothing is found; exit 2, if the payload contains a secret
 */
export async function liveSettingsToWrite(
  context: Context,
  { desired, refreshed, accounts }: IntegrationSession,
  given: SettingsToWrite,
  payloadFile: string,
): Promise<LiveSettingsToWrite> {
  const { settings, only } = desired;
  const { state } = refreshed;
  if (isNothingOurs(state, settings)) throw nothingThere(settings);
  const { redactor, streams } = context;
  const { lookups } = accounts;
  const live = await readLiveSettings({ state, lookups, settings, only, hasSecret: redactor.isIn });
  if (live.left.length > 0)
    streams.note(
      `No setting makes this as it is, so it is not written, and stays as it is: ${listInWords(live.left)}.`,
    );
  const values = new Map([...[...given.values].filter(([key]) => OF_ACCESS.has(key)), ...live.values]);
  const { payload: body, comments } = live;
  const shipped = body === undefined ? undefined : await shippedPayload(context, body);
  const isInFile = body !== undefined && shipped === undefined;
  if (isInFile && redactor.isIn(body))
    throw usageError('The payload of the method contains a secret, so nothing was written.', 'Remove it there first.');
  if (body !== undefined) values.set('halo.payload', shipped ?? payloadFile);
  const unknown = unknownVariables(body ?? '', settings);
  if (unknown.length > 0)
    values.set('halo.allowedVariables', [...(settings['halo.allowedVariables'] ?? []), ...unknown]);
  const payload = isInFile ? `${body}\n` : undefined;
  return { values, comments, toFillIn: missingIn(values, only), hasExamples: true, payload };
}

/** An alert source that others maintain is no sign that anything was set up. */
function isNothingOurs(state: IntegrationState, settings: Settings): boolean {
  const { 'custom-integration': integration, method, runbook } = state;
  const source = settings['alertSource.id'] === undefined ? state['alert-source'] : undefined;
  return [source, integration, method, runbook].every((row) => row === undefined);
}

function nothingThere(settings: Settings): CliError {
  const names = ['alertSource.name', 'halo.integrationName', 'halo.runbookName'] as const;
  const wanted = listInWords(names.map((key) => `"${settings[key]}"`));
  return new CliError({
    code: 'name-unknown',
    message: `Nothing was found by the names ${wanted}, so nothing was written.`,
    hint: 'Give the names that it has with --name, --integration-name and --runbook-name, or an ID with --adopt. Without --from-live, a file to fill in is written.',
    exitCode: ExitCode.failed,
  });
}

async function shippedPayload(context: Context, body: string): Promise<string | undefined> {
  for (const name of SHIPPED_PAYLOADS) {
    const found = await readPayloadOf(context, { value: name, origin: { from: 'default' } });
    if ('value' in found && isPayload(found.value) && withoutReturns(found.value.text) === body) return name;
  }
  return undefined;
}

/** Variables of a payload that this program does not know, but that Halo has accepted. */
function unknownVariables(body: string, settings: Settings): string[] {
  const known = settings['halo.allowedVariables'] ?? [];
  const names = variablesOf(body).map(({ name }) => name);
  return [...new Set(names.filter((name) => name.trim() === name && variableType(name, known) === undefined))];
}
