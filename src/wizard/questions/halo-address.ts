import { haloAddress } from '../../config/address.ts';
import { productOf, products } from '../../config/product.ts';
import { productAt } from '../../config/product-at.ts';
import { destinationProblem } from '../../config/secret-destinations.ts';
import { fieldOf } from '../../config/settings.ts';
import { inOneLine } from '../../errors/cli-error.ts';
import { BACK } from '../../ui/prompter.ts';
import { type Answers, textOf, withValues } from '../answers.ts';
import { needsAnswer } from '../context.ts';
import { knownProduct, productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { isIlertUrl } from './mistaken.ts';
import { type Page, settingQuestion } from './question.ts';

const URL_KEY = 'halo.url';
const AUTH_URL = 'halo.authUrl';
const PRODUCT_KEY = 'halo.product';
const SIGNED_OUT = { [AUTH_URL]: undefined, 'halo.clientId': undefined, 'halo.clientSecret': undefined };

/**
 * Asks for HaloITSM's URL, normalizes it and checks it immediately. Asks for the product unless the host shows it, and
 * whether to sign in on another domain if HaloITSM names one.
 */
export const haloAddressPage: Page = (wizard) => {
  const { prompter, checks, provided, settings, otherAccount, allowedHosts } = wizard;
  /** A URL that has failed its check once; entered again, it is accepted. */
  let doubtful: string | undefined;

  async function problemOf(text: string, answers: Answers): Promise<string | undefined> {
    const address = haloAddress(text);
    if ('problem' in address) return `This ${address.problem}.`;
    const { url } = address;
    const there = withValues(answers, { [URL_KEY]: url });
    if (isIlertUrl(url)) return `This is ilert. Enter the URL of ${productName(wizard, there)}.`;
    const wrong = destinationProblem(fieldOf(URL_KEY), url, { from: 'prompt' }, allowedHosts);
    if (wrong) return inOneLine({ ...wrong, message: `This ${wrong.wrong}.` });
    const elsewhere = otherAccount(url, knownProduct(wizard, there));
    if (elsewhere) return inOneLine(elsewhere);
    const result = await checks.haloAddress(url, knownProduct(wizard, there));
    if (result.ok) doubtful = undefined;
    if (result.ok || doubtful === url) return undefined;
    doubtful = url;
    return `${result.problem} Press Enter again to use it anyway.`;
  }

  /** Returns the URL as it is used, with what its host shows. */
  function confirmed(text: string): string {
    const url = urlIn(text);
    const atHost = productAt(url);
    if (atHost === undefined) return url;
    const { name } = productOf({ [PRODUCT_KEY]: atHost });
    const isContradicted = provided.has(PRODUCT_KEY) && settings[PRODUCT_KEY] !== atHost;
    return isContradicted ? `${url} (a ${name} host, but used as ${productOf(settings).name})` : `${url} (${name})`;
  }

  const url: Question<Answers> = {
    id: 'halo-url',
    when: () => needsAnswer(wizard, URL_KEY),
    async ask(answers) {
      const answer = await prompter.text({
        id: 'halo-url',
        message: 'URL, as shown in your browser',
        help: 'The URL at which you use it, such as https://acme.haloitsm.com. You can also paste the address of any of its pages.',
        initial: textOf(answers, URL_KEY),
        check: (text) => problemOf(text, answers),
        checking: 'Checking URL…',
        confirmed: (text) => (urlIn(text) === doubtful ? `${confirmed(text)}, not checked` : confirmed(text)),
        isUnchecked: (text) => urlIn(text) === doubtful,
      });
      if (answer === BACK) return BACK;
      const url = urlIn(answer);
      // Credentials for one HaloITSM don't work with another.
      const values = textOf(answers, URL_KEY) === url ? {} : SIGNED_OUT;
      return withValues(answers, { [URL_KEY]: url, ...values });
    },
  };

  const product = settingQuestion(wizard, {
    id: 'product',
    key: PRODUCT_KEY,
    when: (answers) => productAt(textOf(answers, URL_KEY) ?? settings[URL_KEY]) === undefined,
    message: 'Which product is it?',
    ask: (question, answers) =>
      prompter.choose({
        ...question,
        help: 'The host of the URL does not show which it is. Messages use its name, and ilert shows it as the type of the alert source.',
        choices: products.map(({ key, name }) => ({ value: key, name })),
        initial: knownProduct(wizard, answers)?.key,
      }),
  });

  const authUrl = settingQuestion<string>(wizard, {
    id: 'halo-auth-url',
    key: AUTH_URL,
    message: 'Send the client secret there?',
    async ask(question, answers) {
      const url = textOf(answers, URL_KEY) ?? settings[URL_KEY];
      if (url === undefined || textOf(answers, AUTH_URL) !== undefined) return undefined;
      const server = await prompter.wait('Checking URL…', () => checks.serverElsewhere(url));
      if (server === undefined) return undefined;
      const { host } = new URL(server);
      const name = productName(wizard, answers);
      const answer = await prompter.choose({
        ...question,
        message: `${name} at ${new URL(url).host} names an authorisation server on another domain: ${server}. ${question.message}`,
        choices: [
          { value: 'no', name: 'No, go back' },
          {
            value: 'yes',
            name: `Yes, use ${host}`,
            description: `Only if you know that your ${name} signs in there.`,
          },
        ],
      });
      return answer === 'yes' ? server : BACK;
    },
  });

  return [url, product, authUrl];
};

function urlIn(text: string): string {
  const address = haloAddress(text);
  return 'url' in address ? address.url : text;
}
