import type { IntegrationState as Live, ResourceKey } from '../../../src/providers/integration.ts';
import { applied, desiredOf } from '../providers/plan/tenants-in-memory.ts';

export const desired = desiredOf({ 'alertSource.escalationPolicy': 'Default' });
export const POLICY = { id: 11, name: 'Default', escalationRules: [{ users: [{ id: 1 }] }] };

/** Returns what exists after `apply`, with other fields in one row. */
export function withFields(key?: ResourceKey, fields: object = {}): Live {
  const live = applied(desired);
  const all = { ...live, 'alert-source': { ...live['alert-source'], escalationPolicy: POLICY } } as Live;
  return key ? { ...all, [key]: { ...all[key], ...fields } } : all;
}

/** Returns what exists after `apply`, with other fields in one step. */
export function withStep(name: string, fields: object): Live {
  const { steps } = withFields().runbook as unknown as { steps: { name: string }[] };
  return withFields('runbook', { steps: steps.map((step) => (step.name === name ? { ...step, ...fields } : step)) });
}

/** Returns what exists after `apply`, without some resources. */
export function without(...keys: ResourceKey[]): Live {
  return Object.fromEntries(Object.entries(withFields()).filter(([key]) => !keys.includes(key as ResourceKey)));
}
