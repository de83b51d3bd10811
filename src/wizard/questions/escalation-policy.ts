import { respondersInWords } from '../../providers/ilert/responders.ts';
import type { Policy } from '../../providers/ilert/schemas.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, listOf, NEW_POLICY, textOf, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import { knownProduct } from '../product.ts';
import { namedChoices } from './choices.ts';
import { nameProblem, numberQuestion, type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.escalationPolicy';
const { responders: RESPONDERS, timeout: TIMEOUT } = NEW_POLICY;
/** A value that no policy can have as its name or id. */
const CREATE = '\u0000new';

/** Asks whom to notify: with an existing escalation policy or a new one. */
export const escalationPolicyPage: Page = (wizard) => {
  const { prompter, checks } = wizard;
  const createsPolicy = (answers: Answers) => answers.createsPolicy && needsAnswer(wizard, KEY);
  const loadPolicies = () => prompter.wait('Loading escalation policies…', () => checks.account().escalationPolicies());
  return [
    {
      id: 'policy',
      when: () => needsAnswer(wizard, KEY),
      async ask(answers) {
        const policies = await loadPolicies();
        const previous = textOf(answers, KEY);
        const existing = namedChoices(policies, KEY).map((choice) => withResponders(choice, policies));
        const choiceOf = (called: string | undefined) =>
          existing.find(({ id, value }) => value === called || id === called)?.value;
        // By now, a policy that an earlier run created exists.
        const stillCreates = answers.createsPolicy && !policyCalled(policies, previous);
        const answer = await prompter.choose({
          id: 'policy',
          message: 'Escalation policy (who gets notified)',
          help: 'An escalation policy in ilert says who is notified of an alert, and who is next if nobody accepts it in time. The highlighted one shows whom it notifies.',
          choices: [
            {
              value: CREATE,
              name: '+ Create a new escalation policy…',
              description: 'You choose its name, the responders and their order.',
              isPinned: true,
            },
            ...existing,
          ],
          initial: stillCreates ? CREATE : (choiceOf(previous) ?? existing[0]?.value),
        });
        if (answer === BACK) return BACK;
        if (answer === CREATE) return { createsPolicy: true };
        return { ...withValues(answers, { [KEY]: answer }), createsPolicy: false };
      },
    },
    settingQuestion(wizard, {
      id: 'policy-name',
      key: KEY,
      when: createsPolicy,
      message: 'Name of the new escalation policy',
      async ask(question, answers) {
        const policies = await loadPolicies();
        const previous = textOf(answers, KEY);
        const isNew = previous !== undefined && !policyCalled(policies, previous);
        return prompter.text({
          ...question,
          help: 'It is created in ilert under this name. You can rename it there later.',
          initial: isNew ? previous : usualName(wizard, answers),
          check: (name) => {
            const problem = nameProblem(name);
            if (problem !== undefined || !policyCalled(policies, name)) return problem;
            return 'An escalation policy with this name already exists. Enter another name, or press Esc to select that one.';
          },
        });
      },
    }),
    settingQuestion(wizard, {
      id: 'policy-responders',
      key: RESPONDERS,
      when: createsPolicy,
      message: 'Responders, in escalation order',
      async ask(question, answers) {
        const account = checks.account();
        const [users, schedules] = await prompter.wait('Loading users and schedules…', () =>
          Promise.all([account.users(), account.schedules()]),
        );
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
          help: 'The first responder is notified at once; each further one when the escalation timeout has passed and nobody has accepted the alert. Of a schedule, whoever is on call is notified.',
          choices: [...people, ...rotations],
          initial: listOf(answers, RESPONDERS),
          check: (responders) => (responders.length === 0 ? 'Select at least one responder.' : undefined),
        });
      },
    }),
    numberQuestion(wizard, {
      id: 'policy-timeout',
      key: TIMEOUT,
      when: (answers) => createsPolicy(answers) && listOf(answers, RESPONDERS).length > 1,
      message: 'Escalation timeout (minutes)',
      initial: 10,
    }),
  ];
};

function withResponders<Own extends Choice>(choice: Own, policies: readonly Policy[]): Own {
  const policy = policyCalled(policies, choice.value);
  const responders = policy && respondersInWords(policy);
  return { ...choice, description: responders ? `Notifies ${responders}.` : "ilert doesn't say who is notified." };
}

function usualName(wizard: WizardContext, answers: Answers): string {
  return `${knownProduct(wizard, answers)?.name ?? 'Service desk'} tickets`;
}

function policyCalled(policies: readonly Policy[], wanted: string | undefined): Policy | undefined {
  return policies.find(({ id, name }) => name.trim() === wanted || String(id) === wanted);
}
