import { fieldOf } from '../../config/settings.ts';
import { GROUPING_NAMES, timeInWords } from '../../providers/ilert/alert-grouping.ts';
import type { Choice } from '../../ui/prompter.ts';
import { textOf } from '../answers.ts';
import { numberQuestion, type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.grouping';
const WINDOW = 'alertSource.groupingWindow';
const THRESHOLD = 'alertSource.similarityThreshold';

const CHOICES: readonly Choice[] = [
  {
    value: 'none',
    name: GROUPING_NAMES.none,
    description: 'One alert per ticket. You can change this later in ilert.',
  },
  {
    value: 'window',
    name: GROUPING_NAMES.window,
    description: 'Tickets within a time window are grouped into one alert.',
  },
  {
    value: 'until-accepted',
    name: GROUPING_NAMES['until-accepted'],
    description: 'New tickets join the open alert until someone accepts it.',
  },
  {
    value: 'until-resolved',
    name: GROUPING_NAMES['until-resolved'],
    description: 'New tickets join the open alert until it is resolved.',
  },
  {
    value: 'similarity',
    name: GROUPING_NAMES.similarity,
    description: 'Similar tickets within a time window are grouped into one alert (ilert AI).',
  },
];

const HELP =
  'Whether each ticket opens an alert of its own, or may join an open alert. A grouped alert is resolved as a whole, so do not group where every ticket needs a response.';

/** ilert's pages offer these thresholds, although its API accepts any from 0 to 1 (fact `ilert-at-most`). */
const THRESHOLDS = { min: 0.1, max: 0.995 };

/** Asks for alert grouping, with the window and the threshold that some kinds have. */
export const groupingPage: Page = (wizard) => [
  settingQuestion(wizard, {
    id: 'grouping',
    key: KEY,
    message: 'Alert grouping',
    ask: (question, answers) =>
      wizard.prompter.choose({ ...question, help: HELP, choices: CHOICES, initial: textOf(answers, KEY) ?? 'none' }),
    values: (grouping: string) => ({
      [KEY]: grouping,
      ...(!hasWindow(grouping) && { [WINDOW]: undefined }),
      ...(!hasThreshold(grouping) && { [THRESHOLD]: undefined }),
    }),
  }),
  settingQuestion(wizard, {
    id: 'grouping-window',
    key: WINDOW,
    when: ({ values }) => hasWindow(values[KEY]),
    message: 'Grouping window',
    ask(question, answers) {
      const choices = (fieldOf(WINDOW).choices ?? []).map((value) => ({ value, name: timeInWords(value) ?? value }));
      return wizard.prompter.choose({ ...question, choices, initial: textOf(answers, WINDOW) ?? '15m' });
    },
  }),
  numberQuestion(wizard, {
    id: 'similarity-threshold',
    key: THRESHOLD,
    when: ({ values }) => hasThreshold(values[KEY]),
    message: `Similarity threshold, ${THRESHOLDS.min} to ${THRESHOLDS.max} (higher groups less)`,
    initial: 0.8,
    range: THRESHOLDS,
  }),
];

function hasWindow(grouping: unknown): boolean {
  return grouping === 'window' || grouping === 'similarity';
}

function hasThreshold(grouping: unknown): boolean {
  return grouping === 'similarity';
}
