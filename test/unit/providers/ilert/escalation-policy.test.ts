import { describe, expect, it } from 'vitest';
import { planApply } from '../../../../src/providers/plan.ts';
import { lookedUpLater } from '../../../../src/providers/references.ts';
import { applied, changeOf, desiredOf, IDS, shown } from '../plan/tenants-in-memory.ts';

const settings = {
  'alertSource.escalationPolicy': 'On call',
  'alertSource.policyResponders': ['Ada', 'Night shift'],
};
const desired = desiredOf(settings, {
  policy: lookedUpLater('the policy that is made'),
  responders: [{ users: [{ id: 1 }] }, { schedules: [{ id: 2 }] }],
});

describe('an escalation policy', () => {
  it('is made before the alert source, where responders are given', () => {
    const { changes } = planApply(desired, {});
    expect(changes.slice(0, 2).map(({ resource, action }) => [resource, action])).toEqual([
      ['escalation-policy', 'create'],
      ['alert-source', 'create'],
    ]);
    expect(shown(changes[0]?.request?.body)).toEqual({
      name: 'On call',
      escalationRules: [
        { escalationTimeout: expect.any(Number), users: [{ id: 1 }] },
        { escalationTimeout: expect.any(Number), schedules: [{ id: 2 }] },
      ],
    });
  });

  it('is not touched where none are given', () => {
    expect(planApply(desiredOf(), {}).changes.map(({ resource }) => resource)).not.toContain('escalation-policy');
  });

  it('that was made is the one that the alert source wakes', () => {
    const live = applied(desired);
    expect(live['alert-source']?.escalationPolicy).toEqual({ id: IDS['escalation-policy'] });
  });

  it('that is there stays as it is, whatever its rules', () => {
    const live = applied(desired);
    const theirs = { ...live, 'escalation-policy': { id: 55, name: 'On call', escalationRules: [] } };
    expect(changeOf(desired, theirs, 'escalation-policy').action).toBe('keep');
  });
});
