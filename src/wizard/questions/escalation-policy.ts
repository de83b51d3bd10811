import type { Policy } from '../../providers/ilert/schemas.ts';
import { firstResponders } from '../../reporters/first-responders.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, listOf, textOf, withValues } from '../answers.ts';
import { needsAnswer } from '../context.ts';
import { namedChoices } from './choices.ts';
import { nameProblem, numberQuestion, type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.escalationPolicy';
const RESPONDERS = 'alertSource.policyResponders';
const TIMEOUT = 'alertSource.policyTimeout';
/** A choice that no policy can have as its name or id. */
const CREATE = '\u0000new';

/** Page 4: who is notified, by an existing escalation policy or a new one. */
export const escalationPolicyPage: Page = (wizard) => {
  const { prompter, checks } = wizard;
  const createsPolicy = (answers: Answers) => answers.createsPolicy && needsAnswer(wizard, KEY);
  return [
    {
      id: 'policy',
      when: () => needsAnswer(wizard, KEY),
      async ask(answers) {
        const policies = await checks.account().escalationPolicies();
        const previous = textOf(answers, KEY);
        const choices: Choice[] = namedChoices(policies, KEY).map((choice) => {
          const policy = policyCalled(policies, choice.value);
          return { ...choice, description: policy ? firstResponders(policy) : '' };
        });
        const description = 'You choose a name, and who is woken in which order.';
        choices.push({ value: CREATE, name: 'Make a new one …', description });
        // A policy that an earlier run created exists by now.
        const stillCreates = answers.createsPolicy && !policyCalled(policies, previous);
        const answer = await prompter.choose({
          id: 'policy',
          message: '4/9 ilert: escalation policy, who is woken',
          choices,
          initial: stillCreates ? CREATE : (previous ?? choices[0]?.value),
        });
        if (answer === BACK) return BACK;
        if (answer === CREATE) return { createsPolicy: true };
        const values = { [KEY]: answer, [RESPONDERS]: undefined, [TIMEOUT]: undefined };
        return { ...withValues(answers, values), createsPolicy: false };
      },
    },
    settingQuestion(wizard, {
      id: 'policy-name',
      key: KEY,
      when: createsPolicy,
      message: '4/9 ilert: name of the new escalation policy',
      async ask(question, answers) {
        const policies = await checks.account().escalationPolicies();
        const previous = textOf(answers, KEY);
        const isNew = previous !== undefined && !policyCalled(policies, previous);
        return prompter.text({
          ...question,
          initial: isNew ? previous : `${wizard.product} tickets`,
          check: (name) => {
            const problem = nameProblem(name);
            if (problem !== undefined || !policyCalled(policies, name)) return problem;
            return 'There is one of this name already. Take another name, or Esc goes back to choose that one.';
          },
        });
      },
    }),
    settingQuestion(wizard, {
      id: 'policy-responders',
      key: RESPONDERS,
      when: createsPolicy,
      message: '4/9 ilert: who is woken? In the order you take them',
      async ask(question, answers) {
        const account = checks.account();
        const [users, schedules] = await Promise.all([account.users(), account.schedules()]);
        const people = users.map(({ id, email, name }) => ({
          value: email ?? String(id),
          name: [name || `User ${id}`, email && `(${email})`].filter(Boolean).join(' '),
        }));
        const rotations = namedChoices(schedules, RESPONDERS).map(({ value, name }) => ({
          value,
          name: `${name} (schedule)`,
        }));
        return prompter.chooseMany({
          ...question,
          choices: [...people, ...rotations],
          initial: listOf(answers, RESPONDERS),
          check: (responders) => (responders.length === 0 ? 'Somebody has to be woken.' : undefined),
        });
      },
    }),
    numberQuestion(wizard, {
      id: 'policy-timeout',
      key: TIMEOUT,
      when: (answers) => createsPolicy(answers) && listOf(answers, RESPONDERS).length > 1,
      message: '4/9 ilert: minutes until the next one is woken',
      initial: 10,
    }),
  ];
};

function policyCalled(policies: readonly Policy[], wanted: string | undefined): Policy | undefined {
  return policies.find(({ id, name }) => name.trim() === wanted || String(id) === wanted);
}
