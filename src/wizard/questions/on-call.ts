import type { FieldKey } from '../../config/settings.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import { productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { failureRecipientQuestion } from './failure-recipient.ts';
import { priorityQuestion, severityQuestion } from './halo-priorities.ts';
import type { Page } from './question.ts';

/** Something that helps whoever is on call; each is off unless it is selected. */
interface OnCallOption {
  /** The setting that it is about: without `on`, a question of its own asks for the value. */
  readonly key: FieldKey;
  readonly name: (product: string) => string;
  readonly description: string;
  /** The setting where it is selected. */
  readonly on?: unknown;
  /** The setting where it was selected before, and no longer is. */
  readonly off: unknown;
}

const OPTIONS: readonly OnCallOption[] = [
  {
    key: 'alertSource.ticketLink',
    name: (product) => `Link to the ticket in ${product}`,
    description: 'Opens the ticket from the alert. Not yet confirmed on a live tenant.',
    on: true,
    off: false,
  },
  {
    key: 'alertSource.priorityFromHalo',
    name: () => "Alert priority from the ticket's priority…",
    description: 'High or low, by name. Not yet confirmed on a live tenant.',
    off: [],
  },
  {
    key: 'alertSource.severityFromHalo',
    name: () => "Alert severity from the ticket's priority…",
    description: '1 to 5, by name. Not yet confirmed on a live tenant.',
    off: [],
  },
  {
    key: 'halo.notifyOnFailure',
    name: (product) => `Notify an agent in ${product} if the runbook fails…`,
    description: 'You choose the agent. Not yet confirmed on a live tenant.',
    off: 'nobody',
  },
];

const HELP =
  'None of these is needed for tickets to become alerts. Each is checked after it is set: if the service did not keep it, you are informed.';

/** Options for whoever is on call, and what some of them need to know. */
export const onCallPage: Page = (wizard) => [
  optionsQuestion(wizard),
  priorityQuestion(wizard, { when: isSelected('alertSource.priorityFromHalo') }),
  severityQuestion(wizard, { when: isSelected('alertSource.severityFromHalo') }),
  failureRecipientQuestion(wizard, { when: isSelected('halo.notifyOnFailure') }),
];

/** The options that are on, as answered before. */
function optionsIn(values: Answers['values']): readonly FieldKey[] {
  return OPTIONS.filter(({ key, off }) => isOn(values[key], off)).map(({ key }) => key);
}

function isOn(value: unknown, off: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== off;
}

function isSelected(key: FieldKey) {
  return ({ onCall, values }: Answers) => (onCall ?? optionsIn(values)).includes(key);
}

function optionsQuestion(wizard: WizardContext): Question<Answers> {
  const asked = OPTIONS.filter(({ key }) => needsAnswer(wizard, key));
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
      const values = asked.flatMap(({ key, on, off }): [FieldKey, unknown][] => {
        if (selected.includes(key)) return on === undefined ? [] : [[key, on]];
        // What was never selected is left as it is: others may have set it up.
        return answers.values[key] === undefined ? [] : [[key, off]];
      });
      return {
        ...withValues(answers, Object.fromEntries(values)),
        onCall: asked.map(({ key }) => key).filter((key) => selected.includes(key)),
      };
    },
  };
}
