import type { Policy } from '../providers/ilert/schemas.ts';

/** Whom an escalation policy notifies first, by name; empty where ilert does not say. */
export function firstResponders({ escalationRules }: Policy): string {
  const first = escalationRules?.[0];
  const schedules = (first?.schedules ?? []).filter((name) => name !== '').map((name) => `${name} (schedule)`);
  return [...(first?.users ?? []).filter((name) => name !== ''), ...schedules].join(', ');
}
