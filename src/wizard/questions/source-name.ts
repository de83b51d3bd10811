import { nameQuestion, type Page } from './question.ts';

/** Page 2: the name of the alert source. */
export const sourceNamePage: Page = (wizard) => [
  nameQuestion(wizard, { id: 'name', key: 'alertSource.name', message: '2/9 ilert: name of the new alert source' }),
];
