import type { FieldKey } from '../../config/settings.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, type Customized, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import type { Question } from '../runner.ts';
import { asksForFilters, filterQuestions, filtersInWords, isFilterProvided, removedFilters } from './filters.ts';
import { nameQuestion, type Page } from './question.ts';

const NAMES: readonly { readonly key: FieldKey; readonly label: string }[] = [
  { key: 'halo.integrationName', label: 'name of the custom integration' },
  { key: 'halo.methodName', label: 'name of its method' },
  { key: 'halo.runbookName', label: 'name of the runbook' },
];

const REMOVE_FILTER: Choice<Customized> = { value: 'all', name: 'All of them', description: 'Removes the filter.' };

/** Page 9: what most people leave as it is: which tickets become alerts, and the names in HaloITSM. One question for both. */
export const ticketsAndNamesPage: Page = (wizard) => {
  const customize: Question<Answers> = {
    id: 'more',
    when: () => asksForFilters(wizard) || NAMES.some(({ key }) => needsAnswer(wizard, key)),
    async ask(answers) {
      const answer = await wizard.prompter.choose<Customized>({
        id: 'more',
        message: `9/9 ${wizard.product}: which tickets become alerts?`,
        choices: customizations(wizard, answers),
        initial: 'nothing',
      });
      if (answer === BACK) return BACK;
      const isForAll = (answer === 'all' || answer === 'names') && !isFilterProvided(wizard);
      return { customizes: answer, ...(isForAll && withValues(answers, removedFilters(answers))) };
    },
  };
  const filters = filterQuestions(wizard, {
    when: ({ customizes }) => customizes === 'filter' || customizes === 'both',
  });
  return [customize, ...haloNames(wizard), ...filters];
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

/** What is there already comes first: Enter takes it. */
function customizations(wizard: WizardContext, answers: Answers): Choice<Customized>[] {
  const currentOf = (key: FieldKey) => answers.values[key] ?? wizard.settings[key];
  const names = `Names: ${NAMES.map(({ key }) => currentOf(key)).join(', ')}.`;
  const filters = filtersInWords(wizard, answers);
  const hasUsualNames = NAMES.every(({ key }) => currentOf(key) === wizard.settings[key]);
  const isFixed = isFilterProvided(wizard);
  const asBefore = filters === '' ? `All tickets. ${names}` : `Only tickets of ${filters}. ${names}`;
  return [
    filters === '' && hasUsualNames
      ? { value: 'nothing', name: 'All of them, under the usual names', description: names }
      : { value: 'nothing', name: 'As chosen before', description: asBefore },
    ...(filters === '' || isFixed ? [] : [REMOVE_FILTER]),
    { value: 'filter', name: 'Only some …', description: 'By ticket type, priority or team.' },
    { value: 'names', name: `${isFixed ? 'The same' : 'All of them'}, under other names …`, description: names },
    { value: 'both', name: 'Only some, under other names …', description: names },
  ];
}
