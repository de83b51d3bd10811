import { isIlertHost } from '../config/secret-destinations.ts';
import type { Settings } from '../config/settings.ts';
import { type Hints, hasName, isKnown } from '../engine/match.ts';
import { type Refreshed, withRow } from '../engine/refresh.ts';
import type { Ambiguity, OtherRow, Unreadable } from '../engine/resource.ts';
import { Secret } from '../secret/secret.ts';
import { parseUrl } from '../text/url.ts';
import type { IntegrationRow } from './halo/schemas.ts';
import type { Integration, IntegrationState, ResourceKey } from './integration.ts';
import { resourceOf, resources } from './resources.ts';

/** Rows of one integration that are found by their references, not only by their names. */
const CHAIN = ['alert-source', 'custom-integration', 'method', 'runbook'] as const satisfies readonly ResourceKey[];
/** Describes a runbook that tickets start. */
const MAY_CALL = "can't be read, and tickets start it, so it may call the method";

type ChainKey = (typeof CHAIN)[number];

/** What may be removed, and what stays. */
export interface Removable {
  /** What was found, without what may be someone else's. */
  readonly refreshed: Refreshed<Integration>;
  /** A custom integration that has our name and nothing else of ours: its base URL leads elsewhere. */
  readonly foreign: IntegrationRow | undefined;
  /** Rows linked to ours that may be ours under another name, or someone else's. */
  readonly doubtful: readonly OtherRow[];
  /** The doubtful rows, and other rows that use ours. */
  readonly others: readonly OtherRow[];
  /** Rows that can't be read, and may use ours. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * Decides which rows are certainly ours. A row linked to ours may have been renamed, or belong to someone else who uses
 * ours. It is ours if all other rows of the integration exist and have the names in the settings, or are remembered.
 * Otherwise only rows that do, and that belong together, are ours. A custom integration without our method is ours only
 * if it leads to ilert. Pure.
 */
export function removableIn(refreshed: Refreshed<Integration>, settings: Settings, hints: Hints): Removable {
  const { state } = refreshed;
  const foreign = foreignIntegration(state, settings, hints);
  const found = CHAIN.filter((key) => state[key] !== undefined && state[key] !== foreign);
  const known = found.filter((key) => isKnownRow(key, state, settings, hints));
  const isWhole = known.length >= CHAIN.length - 1 || isKnownBy(hints, 'method', state);
  const ours: readonly ChainKey[] = isWhole ? found : linkedRows(found, known);
  const left = found.filter((key) => !ours.includes(key));
  const isLeft = (key: string | undefined) => left.some((each) => each === key);
  const isForeign = (key: ResourceKey) => foreign !== undefined && state[key] === foreign;
  const parts = resources.filter(
    ({ key, partOf }) => isLeft(key) || isForeign(key) || (key !== 'method' && isLeft(partOf)),
  );
  const strangers = refreshed.ambiguities.filter((each) => isUnrelated(each, settings));
  const callers = ours.includes('method') ? [] : ['runbook'];
  const users = ours.includes('alert-source') ? [] : ['method', 'custom-integration'];
  const unreadable = refreshed.unreadable.filter(({ resource }) => ![...callers, ...users].includes(resource));
  const doubtful = left.flatMap((key) => otherRow(key, state));
  return {
    refreshed: {
      ...refreshed,
      state: parts.reduce<IntegrationState>((rows, { key }) => withRow<Integration>(rows, key, undefined), state),
      ambiguities: refreshed.ambiguities.filter((each) => !strangers.includes(each)),
    },
    foreign,
    doubtful,
    others: [
      ...doubtful,
      ...strangers.flatMap(rowsOf),
      ...refreshed.duplicates.filter(({ resource }) => !callers.includes(resource)),
      ...unreadable.filter(({ isStarted }) => isStarted).map((each) => ({ ...each, does: MAY_CALL })),
    ],
    unreadable,
  };
}

/** Whether a person would have to choose between rows that all lack our name. For a removal, none of them counts. */
function isUnrelated({ resource, rows }: Ambiguity, settings: Settings): boolean {
  return rows.every((row) => !hasName(row, resourceOf(resource).name(settings)));
}

function rowsOf({ resource, rows }: Ambiguity): OtherRow[] {
  return rows.map((row) => ({ resource, title: resourceOf(resource).title, row }));
}

function isKnownRow(key: ChainKey, state: IntegrationState, settings: Settings, hints: Hints): boolean {
  const [row, resource] = [state[key], resourceOf(key)];
  const isNamed = row !== undefined && hasName(row, resource.name(settings));
  return isNamed || isKnownBy(hints, key, state) || resource.isExternal?.(settings) === true;
}

/** Whether `--adopt` names a row, or an earlier run knew it. */
function isKnownBy(hints: Hints, key: ChainKey, { [key]: row }: IntegrationState): boolean {
  return row !== undefined && isKnown(resourceOf(key), row, hints);
}

/** Returns the custom integration if its name alone makes it ours, and it can't be what an interrupted run left. */
function foreignIntegration(state: IntegrationState, settings: Settings, hints: Hints): IntegrationRow | undefined {
  const { 'custom-integration': integration, method, 'alert-source': source } = state;
  if (!integration || method || isKnownBy(hints, 'custom-integration', state)) return undefined;
  const { integrationUrl: url } = source ?? {};
  const ours = [settings['ilert.endpoint'], ...(url instanceof Secret ? [url.reveal()] : [])];
  const address = parseUrl(String(integration.resourcebaseurl ?? ''));
  const isOurs =
    address && (isIlertHost(address.hostname) || ours.some((each) => parseUrl(each)?.origin === address.origin));
  return isOurs ? undefined : integration;
}

/** A method is ours if its integration is, and a runbook if its method is, if there is one. */
function linkedRows(found: readonly ChainKey[], known: readonly ChainKey[]): ChainKey[] {
  const isOurMethod = known.includes('method') && known.includes('custom-integration');
  return known.filter((key) => {
    if (key === 'method') return isOurMethod;
    return key !== 'runbook' || isOurMethod || !found.includes('method');
  });
}

function otherRow(resource: ChainKey, { [resource]: row }: IntegrationState): OtherRow[] {
  return row ? [{ resource, title: resourceOf(resource).title, row }] : [];
}
