import type { FieldKey } from '../../config/settings.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import { isOn, onCallOptions, whenOff } from '../on-call-options.ts';
import { productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { failureRecipientQuestion } from './failure-recipient.ts';
import { priorityQuestion, severityQuestion } from './halo-priorities.ts';
import type { Page } from './question.ts';

const HELP =
  'None of these is needed for tickets to become alerts. Each is checked after it is set: if the service did not keep it, you are informed.';

/** Asks for the on-call options, and for what some of them need to know. */
export const onCallPage: Page = (wizard) => [
  optionsQuestion(wizard),
  priorityQuestion(wizard, { when: isSelected('alertSource.priorityFromHalo') }),
  severityQuestion(wizard, { when: isSelected('alertSource.severityFromHalo') }),
  failureRecipientQuestion(wizard, { when: isSelected('halo.notifyOnFailure') }),
];

/** Returns the options that are on according to earlier answers. */
function optionsIn(values: Answers['values']): readonly FieldKey[] {
  return onCallOptions.map(({ key }) => key).filter((key) => isOn(key, values[key]));
}

function isSelected(key: FieldKey) {
  return ({ onCall, values }: Answers) => (onCall ?? optionsIn(values)).includes(key);
}

function optionsQuestion(wizard: WizardContext): Question<Answers> {
  const asked = onCallOptions.filter(({ key }) => needsAnswer(wizard, key));
  return {
    id: 'on-call',
    when: () => asked.length > 0,
    async ask(answers) {
      const product = productName(wizard, answers);
      const choices = asked.map(
        ({ key, name, description }): Choice => ({ value: key, name: name(product), description }),
      );
      const selected = await wizard.prompter.chooseMany({
        id: 'on-call',
        message: 'Options for whoever is on call',
        help: HELP,
        choices,
        none: 'None',
        initial: answers.onCall ?? optionsIn(answers.values),
      });
      if (selected === BACK) return BACK;
      const values = asked.flatMap(({ key, on }): [FieldKey, unknown][] => {
        if (selected.includes(key)) return on === undefined ? [] : [[key, on]];
        // An option that was never selected is left as it is: others may have set it up.
        return answers.values[key] === undefined ? [] : [[key, whenOff(key)]];
      });
      return {
        ...withValues(answers, Object.fromEntries(values)),
        onCall: asked.map(({ key }) => key).filter((key) => selected.includes(key)),
      };
    },
  };
}
