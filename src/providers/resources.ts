import { customIntegration } from './halo/custom-integration.ts';
import { events } from './halo/event.ts';
import { method } from './halo/method.ts';
import { runbook } from './halo/runbook.ts';
import { alertSource } from './ilert/alert-source.ts';
import { escalationPolicy } from './ilert/escalation-policy.ts';
import type { IntegrationResource, Service } from './integration.ts';

/** All resources, each after those it depends on: a new one is one file, and one line here. */
export const resources: readonly IntegrationResource[] = [
  escalationPolicy,
  alertSource,
  customIntegration,
  method,
  runbook,
  ...events,
];

/** The resources of one service, or of both. */
export function resourcesIn(only: Service | undefined): readonly IntegrationResource[] {
  return only === undefined ? resources : resources.filter(({ service }) => service === only);
}

/** The resource of a key. */
export function resourceOf(key: string): IntegrationResource {
  const resource = resources.find((each) => each.key === key);
  if (!resource) throw new TypeError(`there is no resource ${key}`);
  return resource;
}

/** Resources that a name alone makes ours: parts belong to their whole, and a policy is ours only if a run created it. */
export const rootResources = resources.filter(({ partOf, isOurs }) => !partOf && !isOurs);
