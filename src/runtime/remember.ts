import { resolve } from 'node:path';
import { fields, LOCATING_KEYS, type Settings } from '../config/settings.ts';
import { type Id, nameOf } from '../engine/resource.ts';
import type {
  Desired,
  IntegrationOutcome,
  IntegrationResource,
  IntegrationState,
  ResourceKey,
  Service,
} from '../providers/integration.ts';
import { resourceOf, resources, resourcesIn } from '../providers/resources.ts';
import type { Profile, SavedTarget } from '../state/profiles.ts';
import type { Context } from './context.ts';

/** An existing resource, as listed by reports and the saved profile. */
export interface ExistingResource {
  readonly resource: ResourceKey;
  readonly title: string;
  readonly service: Service;
  readonly name: string;
  readonly id: Id;
}

/** Returns what exists, in the order in which it is created. Pure. */
export function existingResources(settings: Settings, live: IntegrationState): ExistingResource[] {
  return resources.flatMap((resource) => {
    const { key, title, service } = resource;
    const row = live[key];
    return row ? [{ resource: key, title, service, name: nameOf(resource, settings, row), id: row.id }] : [];
  });
}

/**
 * Saves the ids under the profile, so that a rename in either product does not hide them. Those of a service that the
 * run did not use stay. A failure to save does not fail the run.
 *
 * @param more what the wizard adds; without it, its earlier additions stay
 */
export async function remember(
  { system, profiles, options, reportUnsaved }: Context,
  { settings, only }: Desired,
  { state: live, done }: IntegrationOutcome,
  more: Pick<Profile, 'answers' | 'keychain'> = {},
): Promise<void> {
  const isMade =
    live['escalation-policy']?.made === true ||
    done.some(({ resource, action }) => resource === 'escalation-policy' && action === 'create');
  // An escalation policy is only ours if a run of this profile created it; an external resource never is.
  const ours = existingResources(settings, live).filter(
    ({ resource: key }) => (key !== 'escalation-policy' || isMade) && !resourceOf(key).isExternal?.(settings),
  );
  try {
    const before = await profiles.read(options.profile);
    const saved = {
      ...withoutKinds(before, resourcesIn(only)),
      ...Object.fromEntries(ours.map(({ resource, id, name }) => [resource, { id, name }])),
    };
    const wasSetUp = Object.keys(before?.resources ?? {}).length > 0;
    const isCreated = done.some(({ action }) => action === 'create');
    const hasAnswers = before?.answers !== undefined || more.answers !== undefined;
    if (Object.keys(saved).length === 0 && !hasAnswers) await profiles.delete(options.profile);
    else {
      await profiles.write(options.profile, {
        ...before,
        ...more,
        ...(settings['alertSource.id'] !== undefined && { othersSource: Number(settings['alertSource.id']) }),
        // A profile for both services stays one, even if this run was for one of them alone.
        only: resources.some(({ key, service }) => service !== only && saved[key]) ? undefined : only,
        setUpAt: wasSetUp ? before?.setUpAt : isCreated ? new Date(system.now()).toISOString() : undefined,
        product: settings['halo.product'],
        ilert: settings['ilert.endpoint'],
        halo: settings['halo.url'] ?? before?.halo ?? '',
        target: savedTarget(system, options, settings),
        resources: saved,
      });
    }
  } catch (error) {
    reportUnsaved(error);
  }
}

/** Returns what to remember of a run's target, to remove its resources once it is no longer in the file. */
function savedTarget(
  { cwd }: Context['system'],
  { config, target }: Context['options'],
  settings: Settings,
): SavedTarget | undefined {
  if (config === undefined || target === undefined) return undefined;
  const saved = fields.flatMap(({ key, kind }) =>
    kind !== 'secret' && LOCATING_KEYS.has(key) && settings[key] !== undefined ? [[key, settings[key]] as const] : [],
  );
  return { file: resolve(cwd, config), settings: Object.fromEntries(saved) };
}

/** Keys that this version does not know are dropped. */
function withoutKinds(profile: Profile | undefined, kinds: readonly IntegrationResource[]): Profile['resources'] {
  const kept = resources.filter((resource) => !kinds.includes(resource));
  return Object.fromEntries(
    kept.flatMap(({ key }) => (profile?.resources[key] ? [[key, profile.resources[key]]] : [])),
  );
}
