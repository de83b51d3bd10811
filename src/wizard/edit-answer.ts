import { APPLICATION } from '../config/required-settings.ts';
import { BACK, type Choice } from '../ui/prompter.ts';
import { type Answers, textOf } from './answers.ts';
import { needsAnswer, type WizardContext } from './context.ts';
import { pageWith } from './questions/pages.ts';
import type { ReviewRow, ReviewSection } from './review-page.ts';
import { runQuestions } from './runner.ts';

/** Questions about credentials: the review lists what they give access to, but not their answers. */
const CREDENTIALS = { key: 'ilert-key', url: 'halo-url', application: 'halo-client-id' } as const;

/**
 * Lets the person choose an answer, and asks for it again, together with what depends on it. Going back keeps the
 * answers as they were.
 */
export async function editAnswer(
  wizard: WizardContext,
  sections: readonly ReviewSection[],
  answers: Answers,
): Promise<Answers> {
  const rows = [
    { label: 'ilert API key', value: 'hidden', question: CREDENTIALS.key },
    ...sections.slice(0, 1).flatMap((section) => section.rows),
    { label: 'URL', value: textOf(answers, 'halo.url') ?? '', question: CREDENTIALS.url },
    { label: 'API application', value: textOf(answers, 'halo.clientId') ?? '', question: CREDENTIALS.application },
    ...sections.slice(1).flatMap((section) => section.rows),
  ];
  const choices = rows.flatMap((row) => choiceFor(wizard, row, answers));
  const question = await wizard.prompter.choose({
    id: 'edit',
    message: 'Which answer do you want to change?',
    choices,
  });
  if (question === BACK) return answers;
  const edited = await askAgain(wizard, question, answers);
  // An API application belongs to one HaloITSM.
  const isElsewhere = textOf(edited, 'halo.url') !== textOf(answers, 'halo.url');
  if (!isElsewhere) return edited;
  const signedIn = await askAgain(wizard, CREDENTIALS.application, edited);
  const isLeft = APPLICATION.some((key) => needsAnswer(wizard, key) && !signedIn.values[key]);
  return isLeft && !signedIn.withoutHaloApi ? answers : signedIn;
}

/** Empty for anything from flags, variables or the file, which can't be changed here. */
function choiceFor(wizard: WizardContext, { label, value, question }: ReviewRow, answers: Answers): Choice[] {
  if (question === undefined) return [];
  const isAsked = pageWith(wizard, question).some(({ id, when }) => id === question && (when?.(answers) ?? true));
  return isAsked ? [{ value: question, name: `${label}: ${value}` }] : [];
}

function askAgain(wizard: WizardContext, question: string, answers: Answers): Promise<Answers> {
  return runQuestions(pageWith(wizard, question), answers, { backFromFirst: 'leave' });
}
