import type { Answers } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import type { Question } from '../runner.ts';
import { apiApplicationPage } from './api-application.ts';
import { apiKeyPage } from './api-key.ts';
import { escalationPolicyPage } from './escalation-policy.ts';
import { groupingPage } from './grouping.ts';
import { haloAddressPage } from './halo-address.ts';
import { payloadPage } from './payload.ts';
import { nameQuestion, type Page } from './question.ts';
import { teamsPage } from './teams.ts';
import { haloNames, ticketsAndNamesPage } from './tickets-and-names.ts';

/** Page 2: the name of the alert source. */
const sourceNamePage: Page = (wizard) => [
  nameQuestion(wizard, { id: 'name', key: 'alertSource.name', message: '2/9 ilert: name of the new alert source' }),
];

/** The pages of the wizard, in the order of ilert's guide: 1 to 5 in ilert, 6 to 9 in HaloITSM. */
const PAGES: readonly Page[] = [
  apiKeyPage,
  sourceNamePage,
  teamsPage,
  escalationPolicyPage,
  groupingPage,
  haloAddressPage,
  apiApplicationPage,
  payloadPage,
  ticketsAndNamesPage,
];

/** All questions, in order. */
export function allQuestions(wizard: WizardContext): Question<Answers>[] {
  return PAGES.flatMap((page) => page(wizard));
}

/** A question with those that depend on its answer: the page that it is on, or for a name the question alone. */
export function pageWith(wizard: WizardContext, id: string): Question<Answers>[] {
  const names = nameQuestions(wizard).filter((question) => question.id === id);
  const pages = PAGES.map((page) => page(wizard));
  return names.length > 0 ? names : (pages.find((questions) => questions.some((each) => each.id === id)) ?? []);
}

/** The questions for names, for where those in the settings are in use. */
export function nameQuestions(wizard: WizardContext): Question<Answers>[] {
  return [...sourceNamePage(wizard), ...haloNames(wizard)];
}
