import type { Answers } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { apiApplicationPage } from './api-application.ts';
import { apiKeyPage } from './api-key.ts';
import { escalationPolicyPage } from './escalation-policy.ts';
import { groupingPage } from './grouping.ts';
import { haloAddressPage } from './halo-address.ts';
import { announcing } from './headings.ts';
import { importFolderPage } from './import-folder.ts';
import { onCallPage } from './on-call.ts';
import { payloadPage } from './payload.ts';
import { nameQuestion, type Page } from './question.ts';
import { teamsPage } from './teams.ts';
import { ticketsPage } from './tickets.ts';

/** The pages about one of the services, below its heading. */
interface Section {
  readonly heading: (wizard: WizardContext, answers: Answers) => string;
  readonly pages: readonly Page[];
}

const SECTIONS: readonly Section[] = [
  { heading: () => 'ilert', pages: [apiKeyPage, teamsPage, escalationPolicyPage, groupingPage] },
  {
    heading: productName,
    pages: [haloAddressPage, apiApplicationPage, payloadPage, ticketsPage, onCallPage, importFolderPage],
  },
];

/** Returns all questions, in order. Each section shows its heading when it begins, even when going back to it. */
export function allQuestions(wizard: WizardContext): Question<Answers>[] {
  let shown: Section | undefined;
  return SECTIONS.flatMap((section) => {
    let heading = '';
    const prompter = announcing(wizard.prompter, () => {
      if (shown !== section) wizard.prompter.info(`\n ${wizard.style.strong(heading)}`);
      shown = section;
    });
    const questions = section.pages.flatMap((page) => page({ ...wizard, prompter }));
    return questions.map((question) => ({
      ...question,
      ask(answers) {
        heading = section.heading(wizard, answers);
        return question.ask(answers);
      },
    }));
  });
}

/** Returns a question with those that depend on its answer: its page, or for a name the question alone. */
export function pageWith(wizard: WizardContext, id: string): Question<Answers>[] {
  const names = nameQuestions(wizard).filter((question) => question.id === id);
  const pages = SECTIONS.flatMap((section) => section.pages).map((page) => page(wizard));
  return names.length > 0 ? names : (pages.find((questions) => questions.some((each) => each.id === id)) ?? []);
}

/** Returns the questions for names: the defaults are fine, unless something else already has them. */
export function nameQuestions(wizard: WizardContext): Question<Answers>[] {
  return [
    nameQuestion(wizard, { id: 'name', key: 'alertSource.name', message: 'Alert source name' }),
    nameQuestion(wizard, {
      id: 'halo.integrationName',
      key: 'halo.integrationName',
      message: 'Custom integration name',
    }),
    nameQuestion(wizard, { id: 'halo.methodName', key: 'halo.methodName', message: 'Method name' }),
    nameQuestion(wizard, { id: 'halo.runbookName', key: 'halo.runbookName', message: 'Runbook name' }),
  ];
}
