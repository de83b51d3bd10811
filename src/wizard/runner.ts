import { type Answer, BACK } from '../ui/prompter.ts';

/** A question whose answer is merged into the answers so far. */
export interface Question<Answers> {
  readonly id: string;
  /** Whether it is asked, given the answers so far. Always, if there is no condition. */
  readonly when?: (answers: Answers) => boolean;
  /** Resolves to undefined if there turns out to be nothing to ask; going back then skips the question. */
  readonly ask: (answers: Answers) => Promise<Answer<Partial<Answers>> | undefined>;
}

interface Going {
  /** `end` returns to questions that have all been answered, and asks the last one first. */
  readonly from?: 'start' | 'end';
  /**
   * What going back from the first question does: `leave` ends with the original answers; a function is called, and the
   * question is asked again.
   */
  readonly backFromFirst?: 'leave' | (() => void);
}

/**
 * Asks one question after another. Going back returns to the previous question and loses no answer: it and later ones
 * are asked again with their answers. Going back from the first question asks it again.
 */
export async function runQuestions<Answers>(
  questions: readonly Question<Answers>[],
  start: Answers,
  { from = 'start', backFromFirst = () => undefined }: Going = {},
): Promise<Answers> {
  let answers = start;
  const asked = from === 'start' ? [] : [...questions.keys()].filter((index) => isAsked(questions[index], start));
  let isGoingBack = asked.length > 0;
  let index = asked.pop() ?? 0;
  for (let question = questions[index]; question !== undefined; question = questions[index]) {
    const answer = isAsked(question, answers) ? await question.ask(answers) : undefined;
    const previous = answer === BACK || (answer === undefined && isGoingBack) ? asked.pop() : undefined;
    isGoingBack = previous !== undefined;
    if (previous !== undefined) {
      index = previous;
      continue;
    }
    // Going back from the first question asks it again; if that has nothing to ask, go on.
    if (answer === BACK) {
      if (backFromFirst === 'leave') return start;
      backFromFirst();
      continue;
    }
    if (answer !== undefined) {
      answers = { ...answers, ...answer };
      asked.push(index);
    }
    index += 1;
  }
  return answers;
}

function isAsked<Answers>(question: Question<Answers> | undefined, answers: Answers): boolean {
  return question?.when?.(answers) ?? true;
}
