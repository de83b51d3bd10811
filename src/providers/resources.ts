import { type Resource, type ResourceKey, resourceKeys } from '../engine/resource.ts';
import { customIntegration } from './halo/custom-integration.ts';
import { newTicketBinding, statusChangedBinding } from './halo/event.ts';
import { method } from './halo/method.ts';
import { runbook } from './halo/runbook.ts';
import { alertSource } from './ilert/alert-source.ts';
import { escalationPolicy } from './ilert/escalation-policy.ts';

const byKey: Readonly<Record<ResourceKey, Resource>> = {
  'escalation-policy': escalationPolicy,
  'alert-source': alertSource,
  'custom-integration': customIntegration,
  method,
  runbook,
  'new-ticket-binding': newTicketBinding,
  'status-changed-binding': statusChangedBinding,
};

/** All resources, each after those it depends on. */
export const resources: readonly Resource[] = resourceKeys.map((key) => byKey[key]);

/** The resource of a key. */
export function resourceOf(key: ResourceKey): Resource {
  return byKey[key];
}
