import { alertSource } from './alert-source.ts';
import { customIntegration } from './custom-integration.ts';
import { escalationPolicy } from './escalation-policy.ts';
import { newTicketBinding, statusChangedBinding } from './event-binding.ts';
import { method } from './method.ts';
import { type Resource, type ResourceKey, resourceKeys } from './resource.ts';
import { runbook } from './runbook.ts';

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
