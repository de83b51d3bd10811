import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import type { Question } from '../runner.ts';
import { namedChoices } from './choices.ts';
import { nameQuestion, numberOf, numberProblem, type Page, settingQuestion } from './question.ts';

const NAMES: readonly { readonly key: FieldKey; readonly label: string }[] = [
  { key: 'halo.integrationName', label: 'name of the custom integration' },
  { key: 'halo.methodName', label: 'name of its method' },
  { key: 'halo.runbookName', label: 'name of the runbook' },
];

/** An attribute of tickets that can be filtered by. */
interface Filter {
  readonly key: FieldKey;
  readonly label: string;
  /** What is typed where HaloITSM does not list the values. */
  readonly typed: 'number' | 'name';
  readonly choices: (wizard: WizardContext) => Promise<Choice[]>;
}

const FILTERS: readonly Filter[] = [
  {
    key: 'halo.onlyTicketType',
    label: 'type',
    typed: 'number',
    choices: async ({ checks }) => namedChoices(await checks.lookups().ticketTypes()),
  },
  { key: 'halo.onlyPriority', label: 'priority', typed: 'number', choices: priorityChoices },
  { key: 'halo.onlyTeam', label: 'team', typed: 'name', choices: teamChoices },
];

/** The choice that filters nothing. */
const ALL = '\u0000all';

/** Page 9: what most people leave as it is: all tickets become alerts, and the names in HaloITSM. One question for both. */
export const ticketsAndNamesPage: Page = (wizard) => {
  const customize: Question<Answers> = {
    id: 'more',
    when: () => [...NAMES, ...FILTERS].some(({ key }) => needsAnswer(wizard, key)),
    async ask(answers) {
      const { isDefault, description } = currentValues(wizard, answers);
      const answer = await wizard.prompter.choose<Answers['customizes']>({
        id: 'more',
        message: `9/9 ${wizard.product}: which tickets become alerts?`,
        choices: [
          {
            value: 'nothing',
            name: isDefault ? 'All of them, under the usual names' : 'As chosen before',
            description,
          },
          { value: 'filter', name: 'Only some …', description: 'By ticket type, priority or team.' },
          { value: 'names', name: 'All of them, under other names …', description },
          { value: 'both', name: 'Only some, under other names …', description },
        ],
        initial: 'nothing',
      });
      if (answer === BACK) return BACK;
      const noFilters = Object.fromEntries(FILTERS.map(({ key }) => [key, undefined]));
      return { customizes: answer, ...(answer === 'names' && withValues(answers, noFilters)) };
    },
  };
  return [customize, ...haloNames(wizard), ...FILTERS.map((filter) => filterQuestion(wizard, filter))];
};

/** The names of what is created in HaloITSM. */
export const haloNames: Page = (wizard) =>
  NAMES.map(({ key, label }) =>
    nameQuestion(wizard, {
      id: key,
      key,
      when: ({ customizes }) => customizes === 'names' || customizes === 'both',
      message: `9/9 ${wizard.product}: ${label}`,
    }),
  );

function filterQuestion(wizard: WizardContext, { key, label, typed, choices }: Filter): Question<Answers> {
  const { prompter, product } = wizard;
  const field = fieldOf(key);
  const numberField = { ...field, kind: 'integer' } as const;
  return settingQuestion(wizard, {
    id: key,
    key,
    when: ({ customizes }) => customizes === 'filter' || customizes === 'both',
    message: `9/9 ${product}: only tickets of which ${label}?`,
    async ask({ id, message }, answers) {
      const listed = await choices(wizard).catch(() => undefined);
      if (!listed)
        return prompter.text({
          id,
          message: `${message} (It does not list them for us: type the ${typed}, or nothing for all)`,
          check: (text) => (text === '' || typed === 'name' ? undefined : numberProblem(text, numberField)),
        });
      const initial = String(answers.values[key] ?? ALL);
      return prompter.choose({ id, message, choices: [{ value: ALL, name: 'All' }, ...listed], initial });
    },
    values(answer: string) {
      if (answer === ALL || answer === '') return { [key]: undefined };
      return { [key]: field.kind === 'integer' ? numberOf(answer) : answer };
    },
  });
}

/** HaloITSM lists a priority once per service level agreement, where the same number may have another name, or none. */
async function priorityChoices({ checks }: WizardContext): Promise<Choice[]> {
  const names = new Map<number, Set<string>>();
  for (const { priorityid, name } of await checks.lookups().priorities())
    names.set(priorityid, (names.get(priorityid) ?? new Set()).add(name.trim()));
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = fieldOf('halo.onlyPriority');
  return [...names]
    .filter(([number]) => number >= min && number <= max)
    .map(([number, all]) => {
      const name = [...all].filter((each) => each !== '').join(' / ');
      return { value: String(number), name: `${name || 'No name'} (${number})` };
    });
}

/** Tickets store the name of their team, so teams with the same name are one choice. */
async function teamChoices({ checks }: WizardContext): Promise<Choice[]> {
  const teams = await checks.lookups().ticketTeams();
  const names = new Set(teams.map(({ name }) => name.trim()).filter((name) => name !== ''));
  return [...names].map((name) => ({ value: name, name }));
}

function currentValues(wizard: WizardContext, answers: Answers) {
  const currentOf = (key: FieldKey) => answers.values[key] ?? wizard.settings[key];
  const names = NAMES.map(({ key }) => String(currentOf(key)));
  const filters = FILTERS.filter(({ key }) => currentOf(key) !== undefined);
  const tickets = filters.map(({ key, label }) => `${label} ${currentOf(key)}`).join(', ');
  return {
    isDefault: filters.length === 0 && NAMES.every(({ key }) => currentOf(key) === wizard.settings[key]),
    description: `${tickets && `Only tickets of ${tickets}. `}Names: ${names.join(', ')}.`,
  };
}
