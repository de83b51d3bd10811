import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, textOf, withValues } from '../answers.ts';
import { isOpen, type WizardContext } from '../context.ts';
import type { Stop } from '../runner.ts';

const KEY = 'halo.payload';
const OWN_FILE = '\u0000file';
const SHOW = '\u0000show';

const PAYLOADS: readonly Choice<string>[] = [
  {
    value: 'recommended',
    name: 'The fields that ilert recommends',
    description: 'Summary, details, status, priority, client, site, team, agent.',
  },
  { value: 'full', name: 'The whole ticket', description: 'Everything that is known of it.' },
  { value: OWN_FILE, name: 'A file of your own …', description: 'It is checked before anything is written.' },
  { value: SHOW, name: 'Show what ilert recommends' },
];

/** What HaloITSM sends of a ticket; can be looked at first. */
export function payloadStops(desk: WizardContext): Stop<Answers>[] {
  return [
    {
      id: 'payload',
      when: () => isOpen(desk, KEY),
      async ask(answers) {
        const before = textOf(answers, KEY);
        const answer = await choosePayload(desk, isOwnFile(before) ? OWN_FILE : (before ?? 'recommended'));
        if (answer === BACK) return BACK;
        if (answer !== OWN_FILE) return withValues(answers, { [KEY]: answer });
        return withValues(answers, { [KEY]: isOwnFile(before) ? before : '' });
      },
    },
    {
      id: 'payload-file',
      when: (answers) => isOpen(desk, KEY) && isOwnFile(textOf(answers, KEY)),
      async ask(answers) {
        const before = textOf(answers, KEY);
        const answer = await desk.prompter.text({
          id: 'payload-file',
          message: `8/9 ${desk.product}: path of your payload file`,
          ...(before && { initial: before }),
          async check(path) {
            if (path === '') return 'A path is needed.';
            const payload = await desk.looks.payload(path);
            return 'wrong' in payload ? payload.wrong : undefined;
          },
        });
        return answer === BACK ? BACK : withValues(answers, { [KEY]: answer });
      },
    },
  ];
}

/** Asks until something else than a look at the recommended one is chosen. */
async function choosePayload({ prompter, looks, product }: WizardContext, initial: string) {
  for (;;) {
    const answer = await prompter.choose({
      id: 'payload',
      message: `8/9 ${product}: what it sends of a ticket`,
      choices: PAYLOADS,
      initial,
    });
    if (answer !== SHOW) return answer;
    const payload = await looks.payload('recommended');
    prompter.info('text' in payload ? payload.text : payload.wrong);
  }
}

function isOwnFile(name: string | undefined): boolean {
  return name !== undefined && name !== 'recommended' && name !== 'full';
}
