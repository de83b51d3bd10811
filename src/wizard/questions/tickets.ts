import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, textOf } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import { filterOfRunbook } from '../kept-filter.ts';
import type { Question } from '../runner.ts';
import {
  asksForFilters,
  FILTER_KEYS,
  filterInWords,
  filterQuestions,
  hasFilter,
  isFilterProvided,
  withoutFilters,
} from './filters.ts';
import type { Page } from './question.ts';

type Tickets = 'keep' | 'all' | 'matching';

const ALL: Choice<Tickets> = {
  value: 'all',
  name: 'All tickets',
  description: 'Each new ticket opens an alert.',
};
const MATCHING: Choice<Tickets> = {
  value: 'matching',
  name: 'Only matching tickets…',
  description: 'By type, priority or team; several values each.',
};

/** Asks which tickets may open an alert: all, those that match, or those that pass the existing filter. */
export const ticketsPage: Page = (wizard) => {
  const tickets: Question<Answers> = {
    id: 'tickets',
    when: () => asksForFilters(wizard),
    async ask(answers) {
      const { prompter } = wizard;
      const current = await currentFilter(wizard, answers);
      const answer = await prompter.choose<Tickets>({
        id: 'tickets',
        message: 'Which tickets may open an alert?',
        help: 'A filter is set on the events of the runbook: tickets that do not match it open no alert. An alert is resolved when its ticket is closed, whatever the filter.',
        choices: [
          ...(current === undefined ? [] : [keep(current)]),
          // No answer can remove a filter from a flag, a variable or the file.
          ...(isFilterProvided(wizard) ? [] : [ALL]),
          MATCHING,
        ],
        initial: current === undefined ? 'all' : 'keep',
      });
      if (answer === BACK) return BACK;
      if (answer !== 'all' || current === undefined) return { asksForFilters: answer === 'matching' };
      return { ...withoutFilters(wizard, answers), asksForFilters: false };
    },
  };
  return [tickets, ...filterQuestions(wizard, { when: (answers) => answers.asksForFilters })];
};

function keep(current: string): Choice<Tickets> {
  return {
    value: 'keep',
    name: `Keep the current filter: ${current}`,
    description: 'Other tickets open no alert.',
  };
}

/** Describes the filter that is set or was answered, or otherwise HaloITSM's existing one. */
async function currentFilter(wizard: WizardContext, answers: Answers): Promise<string | undefined> {
  const { prompter, checks, settings } = wizard;
  if (hasFilter(wizard, answers)) return filterInWords(wizard, answers);
  const halo = answers.withoutHaloApi ? undefined : checks.halo();
  const isDecided = FILTER_KEYS.some((key) => answers.values[key] !== undefined || !needsAnswer(wizard, key));
  if (!halo || isDecided) return undefined;
  const runbook = textOf(answers, 'halo.runbookName') ?? settings['halo.runbookName'];
  // A filter that can't be read is kept, and the review shows it.
  return prompter.wait('Reading the current filter…', () => filterOfRunbook(halo, runbook)).catch(() => undefined);
}
