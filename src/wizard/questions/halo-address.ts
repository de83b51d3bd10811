import { haloAddress } from '../../config/address.ts';
import { productOf, products } from '../../config/product.ts';
import { productAt } from '../../config/product-at.ts';
import { BACK } from '../../ui/prompter.ts';
import { type Answers, textOf, withValues } from '../answers.ts';
import { needsAnswer } from '../context.ts';
import { knownProduct, productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { isOfIlert } from './mistaken.ts';
import { type Page, settingQuestion } from './question.ts';

const URL_KEY = 'halo.url';
const PRODUCT_KEY = 'halo.product';

/** Where HaloITSM is: the URL is normalized, and checked at once. Asks which product it is, unless the host shows it. */
export const haloAddressPage: Page = (wizard) => {
  const { prompter, checks, provided, settings, otherAccount } = wizard;
  /** Failed its check once; entered again, it is accepted. */
  let doubtful: string | undefined;

  async function problemOf(text: string, answers: Answers): Promise<string | undefined> {
    const address = haloAddress(text);
    if ('problem' in address) return `This ${address.problem}.`;
    const { url } = address;
    const there = withValues(answers, { [URL_KEY]: url });
    if (isOfIlert(url)) return `This is ilert. Enter the URL of ${productName(wizard, there)}.`;
    const elsewhere = otherAccount(url, knownProduct(wizard, there));
    if (elsewhere) return `${elsewhere.message} ${elsewhere.hint}`;
    const result = await checks.haloAddress(url, knownProduct(wizard, there));
    if (result.ok || doubtful === url) return undefined;
    doubtful = url;
    return `${result.problem} Press Enter again to use it anyway.`;
  }

  /** The URL as it is used, with what its host shows. */
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
        help: 'The URL at which you use it, such as https://acme.haloitsm.com. A page of it is fine as well.',
        initial: textOf(answers, URL_KEY),
        check: (text) => problemOf(text, answers),
        checking: 'Checking URL…',
        confirmed,
      });
      if (answer === BACK) return BACK;
      return withValues(answers, { [URL_KEY]: urlIn(answer) });
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
        choices: products.map(({ key, name }) => ({ value: key, name })),
        initial: knownProduct(wizard, answers)?.key,
      }),
  });

  return [url, product];
};

function urlIn(text: string): string {
  const address = haloAddress(text);
  return 'url' in address ? address.url : text;
}
