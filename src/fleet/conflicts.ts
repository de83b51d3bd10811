import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { isSameName } from '../engine/match.ts';
import type { Problem } from '../errors/cli-error.ts';
import type { IntegrationResource } from '../providers/integration.ts';
import { rootResources } from '../providers/resources.ts';
import { sameSecret } from '../secret/secret.ts';
import { listInWords } from '../text/list.ts';
import type { Target } from './target.ts';

/** With many targets, one mistake affects all of them. */
const MAX_NAMED = 10;

/** Finds what must not be shared: resources, which targets would take from each other, and client secrets. Pure. */
export function conflictsOf(targets: readonly Target[]): Problem[] {
  return [...sharedResources(targets), ...sharedSecrets(targets)];
}

type Comparison = (one: Settings, other: Settings) => boolean;

function sharedResources(targets: readonly Target[]): Problem[] {
  return rootResources.flatMap((resource) =>
    conflicting(targets, (one, other) => isShared(resource, one, other)).map((all) => ({
      message: `Targets ${namesOf(all)} would ${all.length === 2 ? 'both' : 'all'} use the ${resource.title} "${resource.name(all[1].settings)}".`,
      hint: `Set a different ${resource.nameSetting} for each, or remove ${all.length === 2 ? 'one of them' : 'all but one'}.`,
      place: all[1].place,
    })),
  );
}

/** Whether both would take the same row for their own; an external one is only read, so targets may share it. */
function isShared({ service, isUniquelyNamed, isExternal, name }: IntegrationResource, one: Settings, other: Settings) {
  const isSameProduct = service === 'halo' || productOf(one).integrationType === productOf(other).integrationType;
  const isSameTenant = service === 'halo' ? isSameHalo(one, other) : isSameAccount(one, other);
  const isSameRow = isUniquelyNamed ? isSameName(name(one), name(other)) : name(one) === name(other);
  return isSameTenant && isSameProduct && isSameRow && !isExternal?.(one) && !isExternal?.(other);
}

/** A client secret belongs to one tenant: sent to another's Halo, it is known there. */
function sharedSecrets(targets: readonly Target[]): Problem[] {
  return conflicting(targets, isSentElsewhere).map((all) => ({
    message: `Targets ${namesOf(all)} are different ${productOf(all[1].settings).name} instances but use the same client secret.`,
    hint: 'Set halo.clientSecret for each target, as a reference: env:NAME or file:PATH.',
    place: all[1].place,
  }));
}

/** Targets that conflict with the first of them. */
type Conflicting = readonly [first: Target, second: Target, ...others: Target[]];

/** Groups every target that conflicts with an earlier one under the first of these, with all others that do. */
function conflicting(targets: readonly Target[], isConflict: Comparison): Conflicting[] {
  const found = new Map<Target, Conflicting>();
  for (const [index, target] of targets.entries()) {
    const first = targets.slice(0, index).find(({ settings }) => isConflict(settings, target.settings));
    if (!first) continue;
    const before = found.get(first);
    found.set(first, before ? [...before, target] : [first, target]);
  }
  return [...found.values()];
}

/** Returns their names: all of them, or the first ones and how many more there are. */
function namesOf(targets: Conflicting): string {
  const names = targets.map(({ name }) => name);
  const rest = names.length - MAX_NAMED;
  return listInWords(rest > 0 ? [...names.slice(0, MAX_NAMED), `${rest} more`] : names);
}

function isSentElsewhere(one: Settings, other: Settings): boolean {
  const host = ({ 'halo.url': url }: Settings) => url && new URL(url).host;
  const [secret, others] = [one['halo.clientSecret'], other['halo.clientSecret']];
  return secret !== undefined && others !== undefined && sameSecret(secret, others) && host(one) !== host(other);
}

/** Whether both use one Halo tenant, judging by its address. */
function isSameHalo(one: Settings, other: Settings): boolean {
  const tenant = (settings: Settings) => `${settings['halo.url']?.toLowerCase()} ${settings['halo.tenant'] ?? ''}`;
  return one['halo.url'] !== undefined && tenant(one) === tenant(other);
}

/** Whether both use one ilert account, judging by the API key: one account may have several. */
export function isSameAccount(one: Settings, other: Settings): boolean {
  const [token, others] = [one['ilert.apiToken'], other['ilert.apiToken']];
  const isSameKey = token === others || (token !== undefined && others !== undefined && sameSecret(token, others));
  return isSameKey && one['ilert.endpoint'] === other['ilert.endpoint'];
}
