import { type Page, secretQuestion } from './question.ts';

/** Page 1: the API key of ilert, checked at once. */
export const apiKeyPage: Page = (wizard) => [
  secretQuestion(wizard, {
    id: 'ilert-key',
    key: 'ilert.apiToken',
    message: '1/9 ilert: your API key (in ilert: your profile, API keys)',
    missing: 'An API key is needed to go on.',
    check: wizard.checks.ilert,
  }),
];
