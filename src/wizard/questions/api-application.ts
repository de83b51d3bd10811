import { Secret } from '../../secret/secret.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, knownText, textOf, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import { knownProduct, productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { mistakenClientId, mistakenClientSecret } from './mistaken.ts';
import { type Page, secretQuestion } from './question.ts';

const CLIENT_ID = 'halo.clientId';
const CLIENT_SECRET = 'halo.clientSecret';

/** Asks for the API application, and checks it once both its parts are known; or continues without one. */
export const apiApplicationPage: Page = (wizard) => {
  const { checks, provided, settings } = wizard;
  const clientIdOf = (answers: Answers) => knownText(settings, answers, CLIENT_ID) ?? '';
  const checking = (answers: Answers) => `Signing in to ${productName(wizard, answers)}…`;
  const signIn = (clientId: string, clientSecret: Secret, answers: Answers) =>
    checks.haloApplication({
      url: urlOf(wizard, answers),
      authUrl: knownText(settings, answers, 'halo.authUrl'),
      clientId,
      clientSecret,
      product: knownProduct(wizard, answers),
    });

  async function clientIdProblem(clientId: string, answers: Answers): Promise<string | undefined> {
    // An empty answer leads to the alternatives.
    if (clientId === '') return undefined;
    const mistaken = mistakenClientId(clientId, productName(wizard, answers));
    const secret = provided.get(CLIENT_SECRET)?.value;
    if (mistaken !== undefined || !(secret instanceof Secret)) return mistaken;
    const result = await signIn(clientId, secret, answers);
    return result.ok ? undefined : result.problem;
  }

  const clientId: Question<Answers> = {
    id: 'halo-client-id',
    when: () => needsAnswer(wizard, CLIENT_ID),
    async ask(answers) {
      const steps = applicationSteps(productName(wizard, answers), urlOf(wizard, answers));
      const initial = textOf(answers, CLIENT_ID);
      for (;;) {
        const typed = await wizard.prompter.text({
          id: 'halo-client-id',
          message: `Client ID of the API application${initial ? '' : ' (Enter if you have none)'}`,
          help: steps,
          initial,
          check: (text) => clientIdProblem(text, answers),
          checking: checking(answers),
        });
        if (typed === BACK) return BACK;
        if (typed !== '') return { ...withValues(answers, { [CLIENT_ID]: typed }), withoutHaloApi: false };
        const way = await askForAnotherWay(wizard, answers);
        if (way === 'without') return { ...withValues(answers, { [CLIENT_ID]: undefined }), withoutHaloApi: true };
        if (way === 'steps') wizard.prompter.info(steps);
      }
    },
  };

  const clientSecret = secretQuestion(wizard, {
    id: 'halo-client-secret',
    key: CLIENT_SECRET,
    when: ({ withoutHaloApi }) => !withoutHaloApi,
    message: 'Client secret',
    help: (answers) =>
      `${productName(wizard, answers)} shows the client secret once, when the API application is created. If it is lost, create another application:\n${applicationSteps(productName(wizard, answers), urlOf(wizard, answers))}`,
    missing: 'Enter a client secret to continue.',
    recognise: (text, answers) => mistakenClientSecret(text, clientIdOf(answers), productName(wizard, answers)),
    check: (secret, answers) => signIn(clientIdOf(answers), secret, answers),
    checking,
  });

  return [clientId, clientSecret];
};

/** Asks what to do without a client ID. */
function askForAnotherWay(wizard: WizardContext, answers: Answers): Promise<Answer<'enter' | 'steps' | 'without'>> {
  const product = productName(wizard, answers);
  return wizard.prompter.choose({
    id: 'halo-application',
    message: 'Do you have an API application?',
    choices: [
      { value: 'enter', name: 'Yes, enter its client ID' },
      {
        value: 'steps',
        name: 'Show me how to create one',
        description: `An administrator of ${product} does it once, in about two minutes.`,
      },
      {
        value: 'without',
        name: "I can't create an API application",
        description: `ilert is set up now; for ${product} you get files to import, and the steps.`,
      },
    ],
    initial: answers.withoutHaloApi ? 'without' : 'enter',
  });
}

function urlOf({ settings }: WizardContext, answers: Answers): string {
  return knownText(settings, answers, 'halo.url') ?? '';
}

/** Explains how to create an API application in HaloITSM (fact `halo-application`). */
function applicationSteps(product: string, url: string): string {
  return [
    '',
    `To create an API application (once, as a ${product} administrator):`,
    `  1. Open ${url} > Configuration > Integrations > Halo API.`,
    '  2. Click View Applications > New. Application name: for example "ilert". Tick Active.',
    '  3. Authentication method: Client ID and Secret (Services). Copy the client ID and the client secret now; the secret is shown only once.',
    '  4. Login type: Agent. Agent to log in as: an agent whose role can configure integrations, runbooks and notifications.',
    '  5. On the Permissions tab select "all", then Save.',
    '',
  ].join('\n');
}
