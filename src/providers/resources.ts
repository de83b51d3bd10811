import { customIntegration } from './halo/custom-integration.ts';
import { events } from './halo/event.ts';
import { method } from './halo/method.ts';
import { runbook } from './halo/runbook.ts';
import { alertSource } from './ilert/alert-source.ts';
import { escalationPolicy } from './ilert/escalation-policy.ts';
import type { IntegrationResource, Service } from './integration.ts';

/** All resources, each after the ones it depends on. To add one, add a file and a line here. */
export const resources: readonly IntegrationResource[] = [
  escalationPolicy,
  alertSource,
  customIntegration,
  method,
  runbook,
  ...events,
];

export function resourcesIn(only: Service | undefined): readonly IntegrationResource[] {
  return only === undefined ? resources : resources.filter(({ service }) => service === only);
}

export function resourceOf(key: string): IntegrationResource {
  const resource = resources.find((each) => each.key === key);
  if (!resource) throw new TypeError(`there is no resource ${key}`);
  return resource;
}

/** Resources that are ours by name. Parts belong to their whole, and a policy is ours only if a run created it. */
export const rootResources = resources.filter(({ partOf, isOurs }) => !partOf && !isOurs);
