import { isPayload, SHIPPED_PAYLOADS } from '../../config/payload-file.ts';
import { checkTemplate } from '../../payload/check.ts';
import type { Choice } from '../../ui/prompter.ts';
import { textOf } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { type Page, settingQuestion } from './question.ts';

const KEY = 'halo.payload';
const OWN_FILE = '\u0000file';
const SHOW = '\u0000show';

const PAYLOADS: readonly Choice[] = [
  {
    value: 'recommended',
    name: 'Recommended payload',
    description: 'ID, type, status, priority, summary, details, dates, client, site, team, agent and more.',
  },
  { value: 'full', name: 'Full payload', description: 'All fields of the ticket.' },
  { value: OWN_FILE, name: 'Custom payload file…', description: 'Validated before anything is changed.' },
  { value: SHOW, name: 'Preview the recommended payload' },
];

const HELP =
  'The fields of a ticket that are sent to ilert, where they are shown with the alert. The recommended payload has what responders need; send all fields only if everybody who sees the alert may see them.';

/** Asks what to send about a ticket; the recommended payload can be shown first. */
export const payloadPage: Page = (wizard) => {
  const { prompter } = wizard;
  return [
    settingQuestion(wizard, {
      id: 'payload',
      key: KEY,
      message: 'Payload (which ticket fields are sent)',
      async ask(question, answers) {
        const previous = textOf(answers, KEY) ?? 'recommended';
        const initial = isOwnFile(previous) ? OWN_FILE : previous;
        for (;;) {
          const answer = await prompter.choose({ ...question, help: HELP, choices: PAYLOADS, initial });
          if (answer === OWN_FILE) return isOwnFile(previous) ? previous : '';
          if (answer !== SHOW) return answer;
          prompter.info(await recommendedPayload(wizard));
        }
      },
    }),
    settingQuestion(wizard, {
      id: 'payload-file',
      key: KEY,
      when: (answers) => isOwnFile(textOf(answers, KEY)),
      message: 'Path to your payload file',
      ask(question, answers) {
        const check = (path: string) => fileProblem(wizard, path);
        return prompter.text({ ...question, initial: textOf(answers, KEY) || undefined, check });
      },
    }),
  ];
};

async function recommendedPayload({ readPayload }: WizardContext): Promise<string> {
  const read = await readPayload('recommended');
  if ('message' in read) return read.message;
  return isPayload(read.value) ? read.value.text : '';
}

async function fileProblem({ readPayload, settings }: WizardContext, path: string): Promise<string | undefined> {
  if (path === '') return 'Enter a path.';
  const read = await readPayload(path);
  if ('message' in read) return read.message;
  const text = isPayload(read.value) ? read.value.text : '';
  const [problem] = checkTemplate(text, settings['halo.allowedVariables'] ?? []);
  return problem && `Line ${problem.line}, column ${problem.column}: ${problem.message} ${problem.hint}`;
}

function isOwnFile(name: string | undefined): boolean {
  return name !== undefined && !SHIPPED_PAYLOADS.includes(name);
}
