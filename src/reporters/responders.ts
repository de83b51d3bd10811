import type { Policy } from '../providers/ilert/schemas.ts';

/** Whom an escalation policy notifies, in order: `Ada Admin, then On-call IT`; undefined where ilert doesn't say. Pure. */
export function respondersInWords({ escalationRules }: Policy): string | undefined {
  const steps = escalationRules
    .map(({ users, schedules }) => [...users, ...schedules].filter((name) => name.trim() !== '').join(', '))
    .filter((names) => names !== '');
  return steps.length === 0 ? undefined : steps.join(', then ');
}
