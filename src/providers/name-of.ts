import type { Settings } from '../config/settings.ts';
import type { Resource, Row } from '../engine/resource.ts';

/**
 * The name a resource is shown by. An escalation policy that an earlier run made, and what others
 * keep, go by their own name: the settings may know another.
 */
export function nameOf(resource: Resource, settings: Settings, row: Row | undefined): string {
  const hasOwn = resource.key === 'escalation-policy' || resource.isExternal?.(settings);
  return hasOwn && typeof row?.name === 'string' ? row.name : resource.name(settings);
}
