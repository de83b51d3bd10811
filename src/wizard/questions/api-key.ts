import { type Page, secretQuestion } from './question.ts';

/** Page 1: the API key of ilert, checked at once. */
export const apiKeyPage: Page = (wizard) => {
  const message = '1/9 ilert: your API key (in ilert: your profile, API keys)';
  return [
    secretQuestion(
      wizard,
      { id: 'ilert-key', key: 'ilert.apiToken', message },
      'An API key is needed to go on.',
      wizard.checks.ilert,
    ),
  ];
};
