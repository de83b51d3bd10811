import { Secret } from '../../secret/secret.ts';
import { type Answers, textOf } from '../answers.ts';
import { type Page, secretQuestion, settingQuestion } from './question.ts';

const CLIENT_ID = 'halo.clientId';
const CLIENT_SECRET = 'halo.clientSecret';
/** Typed instead of a client ID, it shows how to create one. */
const HELP = '?';

/** Page 7: the API application to sign in with, checked as soon as both its parts are known. */
export const apiApplicationPage: Page = (wizard) => {
  const { prompter, checks, product, provided, settings } = wizard;
  const knownSecret = provided.get(CLIENT_SECRET)?.value;
  const urlOf = (answers: Answers) => settings['halo.url'] ?? textOf(answers, 'halo.url') ?? '';

  async function clientIdProblem(clientId: string, answers: Answers): Promise<string | undefined> {
    if (clientId === '') return 'A client ID is needed; ? tells how to get one.';
    if (clientId === HELP || !(knownSecret instanceof Secret)) return undefined;
    const result = await checks.haloApplication(urlOf(answers), clientId, knownSecret);
    return result.ok ? undefined : result.problem;
  }

  return [
    settingQuestion(wizard, {
      id: 'halo-client-id',
      key: CLIENT_ID,
      message: `7/9 ${product}: client ID of the API application (? tells how to make one)`,
      async ask(question, answers) {
        for (;;) {
          const check = (clientId: string) => clientIdProblem(clientId, answers);
          const answer = await prompter.text({ ...question, initial: textOf(answers, CLIENT_ID), check });
          if (answer !== HELP) return answer;
          prompter.info(applicationSteps(product, urlOf(answers)));
        }
      },
    }),
    secretQuestion(wizard, {
      id: 'halo-client-secret',
      key: CLIENT_SECRET,
      message: `7/9 ${product}: client secret of the API application`,
      missing: 'A client secret is needed to go on.',
      check(secret, answers) {
        const clientId = settings[CLIENT_ID] ?? textOf(answers, CLIENT_ID) ?? '';
        return checks.haloApplication(urlOf(answers), clientId, secret);
      },
    }),
  ];
};

/** How to create an API application in HaloITSM (fact `halo-application`). */
function applicationSteps(product: string, url: string): string {
  return [
    '',
    `An API application, made once by an administrator of ${product}:`,
    `  1. Open ${url} > Configuration > Integrations > Halo API.`,
    '  2. Under Applications choose New, and give it a name such as "ilert".',
    '  3. Authentication method: Client ID and Secret (Services). Note the client ID and the client secret: the secret is shown once.',
    '  4. Login type: Agent. Choose an agent whose role may configure integrations, runbooks and notifications.',
    '  5. Permissions: all. Save.',
    '',
  ].join('\n');
}
