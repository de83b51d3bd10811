import { haloAddress } from '../../config/address.ts';
import { Secret } from '../../secret/secret.ts';
import { BACK } from '../../ui/prompter.ts';
import { type Answers, textOf, withValues } from '../answers.ts';
import { apiApplicationSteps } from '../api-application.ts';
import { isOpen, type WizardContext } from '../context.ts';
import type { Stop } from '../runner.ts';

const HOW = '?';

/** Where HaloITSM is: mended as pasted, and looked at before going on. */
export function addressStop(desk: WizardContext): Stop<Answers> {
  const key = 'halo.url';
  let doubted: string | undefined;
  return {
    id: 'halo-url',
    when: () => isOpen(desk, key),
    async ask(answers) {
      const before = textOf(answers, key);
      const answer = await desk.prompter.text({
        id: 'halo-url',
        message: `6/9 ${desk.product}: its address, as in your browser`,
        ...(before !== undefined && { initial: before }),
        async check(text) {
          const address = haloAddress(text);
          if ('problem' in address) return `This ${address.problem}.`;
          const checked = await desk.looks.haloAddress(address.url);
          if (checked.ok || doubted === address.url) return undefined;
          doubted = address.url;
          return `${checked.wrong} Enter it once more to go on all the same.`;
        },
      });
      if (answer === BACK) return BACK;
      const address = haloAddress(answer);
      const url = 'url' in address ? address.url : answer;
      if (url !== answer) desk.prompter.info(`Read as ${url}`);
      return withValues(answers, { [key]: url });
    },
  };
}

/** Who this program is to HaloITSM: an API application, checked as soon as its secret is known. */
export function applicationStops(desk: WizardContext): Stop<Answers>[] {
  return [
    {
      id: 'halo-client-id',
      when: () => isOpen(desk, 'halo.clientId'),
      async ask(answers) {
        const known = desk.given.get('halo.clientSecret')?.value;
        for (;;) {
          const before = textOf(answers, 'halo.clientId');
          const answer = await desk.prompter.text({
            id: 'halo-client-id',
            message: `7/9 ${desk.product}: client ID of the API application (? tells how to make one)`,
            ...(before !== undefined && { initial: before }),
            async check(text) {
              if (text === '') return 'A client ID is needed; ? tells how to get one.';
              if (text === HOW || !(known instanceof Secret)) return undefined;
              const checked = await desk.looks.haloApplication(haloUrlOf(desk, answers), text, known);
              return checked.ok ? undefined : checked.wrong;
            },
          });
          if (answer === BACK) return BACK;
          if (answer !== HOW) return withValues(answers, { 'halo.clientId': answer });
          desk.prompter.info(apiApplicationSteps(desk.product, haloUrlOf(desk, answers)));
        }
      },
    },
    {
      id: 'halo-client-secret',
      when: () => isOpen(desk, 'halo.clientSecret'),
      async ask(answers) {
        const before = answers.values['halo.clientSecret'];
        const chosen = (typed: Secret) => (typed.reveal() === '' && before instanceof Secret ? before : typed);
        const clientId = desk.settings['halo.clientId'] ?? textOf(answers, 'halo.clientId') ?? '';
        const answer = await desk.prompter.secret({
          id: 'halo-client-secret',
          message: `7/9 ${desk.product}: client secret of the API application${before instanceof Secret ? '; Enter keeps the one you gave' : ''}`,
          async check(typed) {
            const secret = chosen(typed);
            if (secret.reveal() === '') return 'A client secret is needed to go on.';
            const checked = await desk.looks.haloApplication(haloUrlOf(desk, answers), clientId, secret);
            return checked.ok ? undefined : checked.wrong;
          },
        });
        if (answer === BACK) return BACK;
        desk.prompter.info(`${desk.product} lets the application in.`);
        return withValues(answers, { 'halo.clientSecret': chosen(answer) });
      },
    },
  ];
}

function haloUrlOf(desk: WizardContext, answers: Answers): string {
  return desk.settings['halo.url'] ?? textOf(answers, 'halo.url') ?? '';
}
