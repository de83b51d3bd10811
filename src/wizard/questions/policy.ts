import { fieldOf } from '../../config/settings.ts';
import type { Policy } from '../../providers/ilert/schemas.ts';
import { firstResponders } from '../../reporters/first-responders.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, listOf, textOf, withValues } from '../answers.ts';
import { isOpen, type WizardContext } from '../context.ts';
import type { Stop } from '../runner.ts';
import { inRange, namedChoices, nameProblem, numberOf } from './ilert.ts';

const KEY = 'alertSource.escalationPolicy';
/** No policy can have this as its name or id. */
const MAKE_ONE = '\u0000new';

/** Who is woken: one of the escalation policies, or a new one. */
export function policyStops(desk: WizardContext): Stop<Answers>[] {
  const makes = ({ makesPolicy }: Answers) => makesPolicy && isOpen(desk, KEY);
  return [
    {
      id: 'policy',
      when: () => isOpen(desk, KEY),
      async ask(answers) {
        const policies = await desk.looks.directory().escalationPolicies();
        const before = textOf(answers, KEY);
        const about = new Map(
          policies.flatMap((policy) => [
            [policy.name, firstResponders(policy)],
            [String(policy.id), firstResponders(policy)],
          ]),
        );
        const choices: Choice<string>[] = [
          ...namedChoices(policies).map((choice) => ({ ...choice, description: about.get(choice.value) ?? '' })),
          {
            value: MAKE_ONE,
            name: 'Make a new one …',
            description: 'You choose a name, and who is woken in which order.',
          },
        ];
        const answer = await desk.prompter.choose({
          id: 'policy',
          message: '4/9 ilert: escalation policy, who is woken',
          choices,
          // One that an earlier run made is there by now.
          initial: answers.makesPolicy && !isThere(policies, before) ? MAKE_ONE : (before ?? choices[0]?.value),
        });
        if (answer === BACK) return BACK;
        if (answer === MAKE_ONE) return { makesPolicy: true };
        const chosen = {
          [KEY]: answer,
          'alertSource.policyResponders': undefined,
          'alertSource.policyTimeout': undefined,
        };
        return { ...withValues(answers, chosen), makesPolicy: false };
      },
    },
    {
      id: 'policy-name',
      when: makes,
      async ask(answers) {
        const policies = await desk.looks.directory().escalationPolicies();
        const before = textOf(answers, KEY);
        const answer = await desk.prompter.text({
          id: 'policy-name',
          message: '4/9 ilert: name of the new escalation policy',
          initial: before === undefined || isThere(policies, before) ? `${desk.product} tickets` : before,
          check: (text) => {
            const wrong = nameProblem(text);
            if (wrong !== undefined || !isThere(policies, text)) return wrong;
            return 'There is one of this name already. Take another name, or Esc goes back to choose that one.';
          },
        });
        return answer === BACK ? BACK : withValues(answers, { [KEY]: answer });
      },
    },
    {
      id: 'policy-responders',
      when: makes,
      async ask(answers) {
        const directory = desk.looks.directory();
        const [users, schedules] = await Promise.all([directory.users(), directory.schedules()]);
        const answer = await desk.prompter.chooseMany({
          id: 'policy-responders',
          message: '4/9 ilert: who is woken? In the order you take them',
          choices: [
            ...users.map(({ id, email, name }) => ({
              value: email ?? String(id),
              name: [name || `User ${id}`, email && `(${email})`].filter(Boolean).join(' '),
            })),
            ...namedChoices(schedules).map(({ value, name }) => ({ value, name: `${name} (schedule)` })),
          ],
          initial: listOf(answers, 'alertSource.policyResponders'),
          check: (taken) => (taken.length === 0 ? 'Somebody has to be woken.' : undefined),
        });
        return answer === BACK ? BACK : withValues(answers, { 'alertSource.policyResponders': answer });
      },
    },
    {
      id: 'policy-timeout',
      when: (answers) => makes(answers) && listOf(answers, 'alertSource.policyResponders').length > 1,
      async ask(answers) {
        const answer = await desk.prompter.text({
          id: 'policy-timeout',
          message: '4/9 ilert: minutes until the next one is woken',
          initial: String(answers.values['alertSource.policyTimeout'] ?? 10),
          check: (text) => inRange(text, fieldOf('alertSource.policyTimeout')),
        });
        return answer === BACK ? BACK : withValues(answers, { 'alertSource.policyTimeout': numberOf(answer) });
      },
    },
  ];
}

/** Whether one of the policies goes by this name, or by this id. */
function isThere(policies: readonly Policy[], wanted: string | undefined): boolean {
  return policies.some(({ id, name }) => name.trim() === wanted || String(id) === wanted);
}
