import { mistakenApiKey } from './mistaken.ts';
import { type Page, secretQuestion } from './question.ts';

const HELP = [
  'In ilert, click the user icon > Manage API keys, and create a key there. Copy all of it: it starts with il1api.',
  'It has the permissions of its user, who needs a role that can create alert sources.',
  'The API key that an alert source shows (il1h…) is another kind, which only accepts events.',
].join('\n');

/** Asks for ilert's API key, and checks it immediately. */
export const apiKeyPage: Page = (wizard) => [
  secretQuestion(wizard, {
    id: 'ilert-key',
    key: 'ilert.apiToken',
    message: 'API key',
    help: () => HELP,
    missing: 'Enter an API key to continue.',
    recognise: mistakenApiKey,
    check: wizard.checks.ilert,
    checking: () => 'Checking API key…',
  }),
];
