import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { isSameName } from '../engine/match.ts';
import type { Problem } from '../errors/cli-error.ts';
import type { IntegrationResource } from '../providers/integration.ts';
import { rootResources } from '../providers/resources.ts';
import { sameSecret } from '../secret/secret.ts';
import type { Target } from './target.ts';

/** With many targets, one slip is made with all of them. */
const MAX_REPORTED = 10;

/** What must not be shared: resources, which each would take from the other, and one Halo's client secret. Pure. */
export function conflictsOf(targets: readonly Target[]): Problem[] {
  const problems = [...sharedResources(targets), ...sharedSecrets(targets)];
  const rest = problems.length - MAX_REPORTED;
  return [...problems.slice(0, MAX_REPORTED), ...(rest > 0 ? [{ message: `And ${rest} more like this.` }] : [])];
}

type Comparison = (one: Settings, other: Settings) => boolean;

function sharedResources(targets: readonly Target[]): Problem[] {
  return rootResources.flatMap((resource) =>
    conflicting(targets, (one, other) => isShared(resource, one, other)).map(([first, { name, settings, place }]) => ({
      message: `Targets ${first.name} and ${name} would both use the ${resource.title} "${resource.name(settings)}".`,
      hint: `Set a different ${resource.nameSetting} for each, or remove one of them.`,
      place,
    })),
  );
}

/** Whether both would take the same row for their own; an external one is only read, and may serve any number of targets. */
function isShared({ service, isUniquelyNamed, isExternal, name }: IntegrationResource, one: Settings, other: Settings) {
  const isSameProduct = service === 'halo' || productOf(one).integrationType === productOf(other).integrationType;
  const isSameTenant = service === 'halo' ? isSameHalo(one, other) : isSameAccount(one, other);
  const isSameRow = isUniquelyNamed ? isSameName(name(one), name(other)) : name(one) === name(other);
  return isSameTenant && isSameProduct && isSameRow && !isExternal?.(one) && !isExternal?.(other);
}

/** A client secret is one tenant's: sent to another's Halo, it is known there. */
function sharedSecrets(targets: readonly Target[]): Problem[] {
  return conflicting(targets, isSentElsewhere).map(([first, { name, settings, place }]) => ({
    message: `Targets ${first.name} and ${name} are different ${productOf(settings).name} instances but use the same client secret.`,
    hint: 'Set halo.clientSecret for each target, as a reference: env:NAME or file:PATH.',
    place,
  }));
}

/** Every target that conflicts with one before it, together with the first of these. */
function conflicting(targets: readonly Target[], isConflict: Comparison): (readonly [Target, Target])[] {
  return targets.flatMap((target, index) => {
    const first = targets.slice(0, index).find(({ settings }) => isConflict(settings, target.settings));
    return first ? [[first, target] as const] : [];
  });
}

function isSentElsewhere(one: Settings, other: Settings): boolean {
  const host = ({ 'halo.url': url }: Settings) => url && new URL(url).host;
  const [secret, others] = [one['halo.clientSecret'], other['halo.clientSecret']];
  return secret !== undefined && others !== undefined && sameSecret(secret, others) && host(one) !== host(other);
}

/** Whether both go to one tenant of Halo, judged by its address. */
function isSameHalo(one: Settings, other: Settings): boolean {
  const tenant = (settings: Settings) => `${settings['halo.url']?.toLowerCase()} ${settings['halo.tenant'] ?? ''}`;
  return one['halo.url'] !== undefined && tenant(one) === tenant(other);
}

/** Whether both use one ilert account, judged by the API key: one account may have several. */
export function isSameAccount(one: Settings, other: Settings): boolean {
  const [token, others] = [one['ilert.apiToken'], other['ilert.apiToken']];
  const isSameKey = token === others || (token !== undefined && others !== undefined && sameSecret(token, others));
  return isSameKey && one['ilert.endpoint'] === other['ilert.endpoint'];
}
