import { haloAddress } from '../../config/address.ts';
import { BACK } from '../../ui/prompter.ts';
import { textOf } from '../answers.ts';
import { type Page, settingQuestion } from './question.ts';

const KEY = 'halo.url';

/** Page 6: where HaloITSM is; the address is normalized, and checked at once. */
export const haloAddressPage: Page = (wizard) => {
  /** Failed its check once; entered again, it is accepted. */
  let doubtful: string | undefined;

  async function problemOf(text: string): Promise<string | undefined> {
    const address = haloAddress(text);
    if ('problem' in address) return `This ${address.problem}.`;
    const elsewhere = wizard.otherAccount(address.url);
    if (elsewhere) return `${elsewhere.message} ${elsewhere.hint}`;
    const result = await wizard.checks.haloAddress(address.url);
    if (result.ok || doubtful === address.url) return undefined;
    doubtful = address.url;
    return `${result.problem} Enter it once more to go on all the same.`;
  }

  return [
    settingQuestion(wizard, {
      id: 'halo-url',
      key: KEY,
      message: `6/9 ${wizard.product}: its address, as in your browser`,
      async ask(question, answers) {
        const answer = await wizard.prompter.text({ ...question, initial: textOf(answers, KEY), check: problemOf });
        if (answer === BACK) return BACK;
        const address = haloAddress(answer);
        const url = 'url' in address ? address.url : answer;
        if (url !== answer) wizard.prompter.info(`Read as ${url}`);
        return url;
      },
    }),
  ];
};
