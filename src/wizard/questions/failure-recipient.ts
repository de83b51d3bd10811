import type { Agent } from '../../providers/halo/schemas.ts';
import { isNobody } from '../../providers/resolve-agent.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, textOf } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { type ChoiceOfId, namedChoices } from './choices.ts';
import { nameProblem, settingQuestion } from './question.ts';

const KEY = 'halo.notifyOnFailure';

type When = Required<Pick<Question<Answers>, 'when'>>;

/** Asks which agent Halo notifies if the runbook fails: one from the list, or a typed one if agents can't be listed. */
export function failureRecipientQuestion(wizard: WizardContext, { when }: When): Question<Answers> {
  return settingQuestion(wizard, {
    id: 'notify-on-failure',
    key: KEY,
    when,
    message: 'Agent to notify if the runbook fails',
    async ask(question, answers) {
      const given = textOf(answers, KEY);
      const previous = given === undefined || isNobody(given) ? undefined : given;
      const choices = await agentChoices(wizard, answers, previous);
      if (choices.length === 0) return askForTyped(wizard, question, answers, previous);
      return wizard.prompter.choose({
        ...question,
        help: `${productName(wizard, answers)} itself notifies this agent if a run of the runbook fails, even if ilert cannot be reached.`,
        choices,
        initial: choices.find(({ id, value }) => value === previous || id === previous)?.value,
      });
    },
  });
}

/** Without permission to list agents, a name could not be found; an import by hand needs a name to look for. */
async function askForTyped(
  wizard: WizardContext,
  { id, message }: { readonly id: string; readonly message: string },
  answers: Answers,
  previous: string | undefined,
): Promise<Answer<string>> {
  const why = answers.withoutHaloApi ? 'name' : `ID; ${productName(wizard, answers)} lists no agent by name`;
  const answer = await wizard.prompter.text({
    id,
    message: `${message} (${why})`,
    initial: previous,
    check: (text) => {
      if (answers.withoutHaloApi || text === '') return nameProblem(text);
      return /^[1-9]\d*$/.test(text) ? undefined : `"${text}" isn't an ID: enter a whole number.`;
    },
  });
  return answer === BACK ? BACK : answer.trim();
}

/**
 * Returns agents who can be notified, with their e-mail addresses; empty if they can't be listed. One without a name is
 * only offered if it was chosen before.
 */
async function agentChoices(
  { prompter, checks }: WizardContext,
  { withoutHaloApi }: Answers,
  previous: string | undefined,
): Promise<readonly ChoiceOfId[]> {
  if (withoutHaloApi) return [];
  const all = await prompter.wait('Loading agents…', () => checks.lookups().agents()).catch((): readonly Agent[] => []);
  const isKnown = ({ id, name }: Agent) => name.trim() !== '' || String(id) === previous;
  const active = all.filter((agent) => !agent.isDisabled && isKnown(agent));
  const emails = new Map(active.map(({ id, email }) => [String(id), email]));
  return namedChoices(active, KEY).map((choice) => {
    const email = emails.get(choice.id);
    return email ? { ...choice, description: email } : choice;
  });
}
