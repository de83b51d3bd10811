import type { Policy } from '../providers/ilert/schemas.ts';

/** Whom an escalation policy notifies first, as a sentence without its full stop. */
export function firstResponders({ escalationRules }: Policy): string {
  const first = escalationRules?.[0];
  const names = [
    ...(first?.users ?? []).filter((name) => name !== ''),
    ...(first?.schedules ?? []).filter((name) => name !== '').map((name) => `${name} (schedule)`),
  ];
  return names.length > 0 ? `Wakes first: ${names.join(', ')}` : 'ilert does not tell whom it wakes first.';
}
