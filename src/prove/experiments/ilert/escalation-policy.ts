import { confirmed, contradicted, defineExperiment, type Verdict } from '../../experiment.ts';
import { ifRefused } from '../../lab/refused.ts';

/** Creates an escalation policy that notifies the key's owner and is never used, and takes parts away from it. */
export const escalationPolicy = defineExperiment({
  id: 'escalation-policy',
  title: 'what an escalation policy needs',
  facts: ['ilert-policy'],
  cost: { creates: ['policy'], requests: 12, minutes: 0.2 },
  async run(lab, observe) {
    const { id } = await lab.clients.ilert.currentUser();
    const users = [{ id }];
    const name = lab.name('policy');
    const whole = { name, escalationRules: [{ escalationTimeout: 15, users }] };
    const policy = await lab.create('policy', whole);
    const incomplete = {
      'a rule': { name, escalationRules: [] },
      'the timeout of a rule': { name, escalationRules: [{ users }] },
      'the users or schedules of a rule': { name, escalationRules: [{ escalationTimeout: 15 }] },
      // Last, as a row without its name would not be found by a clean-up.
      'a name': { escalationRules: whole.escalationRules },
    };
    const dispensable: string[] = [];
    for (const [part, fields] of Object.entries(incomplete)) {
      if (!(await lab.change(policy, fields).catch(ifRefused))) continue;
      dispensable.push(part);
      await lab.change(policy, whole);
    }
    observe('ilert-policy', judgeParts(dispensable));
  },
});

/** Says whether a policy needs all its parts. Pure. @param dispensable what ilert accepts a policy without */
export function judgeParts(dispensable: readonly string[]): Verdict {
  return dispensable.length === 0
    ? confirmed('ilert accepts a policy with all its parts, and none without a name, rule, timeout or responder.')
    : contradicted(`ilert accepts a policy without ${dispensable.join(', or without ')}.`);
}
