import { fieldOf, type Settings } from '../../config/settings.ts';
import { durationInWords, parseMinutes } from '../../text/duration.ts';
import type { Choice } from '../../ui/prompter.ts';
import { textOf } from '../answers.ts';
import { numberQuestion, type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.grouping';
const WINDOW = 'alertSource.groupingWindow';
const THRESHOLD = 'alertSource.similarityThreshold';

const GROUPINGS: readonly Choice[] = [
  { value: 'none', name: 'No: one alert for each ticket', description: 'Can be changed in ilert at any time.' },
  { value: 'window', name: 'By time', description: 'Tickets within a time of your choice make one alert.' },
  { value: 'until-accepted', name: 'Until accepted', description: 'One alert at a time, until somebody accepts it.' },
  { value: 'until-resolved', name: 'Until resolved', description: 'One alert at a time, until it is resolved.' },
  {
    value: 'similarity',
    name: 'By likeness',
    description: 'Tickets that are alike, within a time of your choice, make one alert.',
  },
];

/** Page 5: which alerts are grouped, with the window and the threshold that some kinds have. */
export const groupingPage: Page = (wizard) => [
  settingQuestion(wizard, {
    id: 'grouping',
    key: KEY,
    message: '5/9 ilert: put alerts together?',
    ask: (question, answers) =>
      wizard.prompter.choose({ ...question, choices: GROUPINGS, initial: textOf(answers, KEY) ?? 'none' }),
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
    message: '5/9 ilert: within what time?',
    ask(question, answers) {
      const choices = (fieldOf(WINDOW).choices ?? []).map((value) => ({ value, name: value }));
      return wizard.prompter.choose({ ...question, choices, initial: textOf(answers, WINDOW) ?? '15m' });
    },
  }),
  numberQuestion(wizard, {
    id: 'similarity-threshold',
    key: THRESHOLD,
    when: ({ values }) => hasThreshold(values[KEY]),
    message: '5/9 ilert: how alike must they be, from 0 to 1?',
    initial: 0.8,
  }),
];

/** The grouping that settings ask for, as the review shows it. */
export function groupingInWords(settings: Settings): string {
  const grouping = settings[KEY];
  const name = GROUPINGS.find(({ value }) => value === grouping)?.name ?? 'unchanged';
  const window = settings[WINDOW];
  return window === undefined ? name : `${name}, ${durationInWords((parseMinutes(window) ?? 0) * 60_000)}`;
}

function hasWindow(grouping: unknown): boolean {
  return grouping === 'window' || grouping === 'similarity';
}

function hasThreshold(grouping: unknown): boolean {
  return grouping === 'similarity';
}
