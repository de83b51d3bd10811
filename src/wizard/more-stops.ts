import { type FieldKey, fieldOf } from '../settings/settings.ts';
import { type Answers, textOf, withValues } from './answers.ts';
import { type Desk, isOpen } from './desk.ts';
import { inRange, namedChoices } from './ilert-stops.ts';
import { type Answer, BACK, type Choice } from './prompter.ts';
import type { Stop } from './walk.ts';

const NAMES: readonly (readonly [FieldKey, string])[] = [
  ['halo.integrationName', 'name of the custom integration'],
  ['halo.methodName', 'name of its method'],
  ['halo.runbookName', 'name of the runbook'],
];
const ALL = '\u0000all';

/** What most people leave as it is: the names in HaloITSM, and that every ticket becomes an alert. One question for both. */
export function moreStops(desk: Desk): Stop<Answers>[] {
  return [
    {
      id: 'more',
      async ask(answers) {
        const answer = await desk.prompter.choose<Answers['wants']>({
          id: 'more',
          message: '9/9 HaloITSM: the usual names, and an alert for every ticket?',
          choices: [
            { value: 'nothing', name: 'Yes, go on', about: namesInWords(answers) },
            { value: 'names', name: 'Other names …', about: namesInWords(answers) },
            { value: 'filter', name: 'Only some tickets …', about: 'By ticket type, priority or team.' },
            { value: 'both', name: 'Other names, and only some tickets …' },
          ],
          initial: 'nothing',
        });
        return answer === BACK ? BACK : { wants: answer };
      },
    },
    ...NAMES.map(([key, what]) => nameStop(desk, key, what)),
    filterStop(desk, 'halo.onlyTicketType', 'only tickets of which type?', async () =>
      namedChoices(await desk.looks.directory().ticketTypes()),
    ),
    filterStop(desk, 'halo.onlyPriority', 'only tickets of which priority?', async () => {
      const priorities = await desk.looks.directory().priorities();
      const numbers = new Map(priorities.map(({ priorityid, name }) => [priorityid, name]));
      return [...numbers].map(([number, name]) => ({ value: String(number), name: `${name} (${number})` }));
    }),
    filterStop(desk, 'halo.onlyTeam', 'only tickets of which team?', async () =>
      namedChoices(await desk.looks.directory().ticketTeams()),
    ),
  ];
}

function nameStop(desk: Desk, key: FieldKey, what: string): Stop<Answers> {
  return {
    id: key,
    when: ({ wants }) => (wants === 'names' || wants === 'both') && isOpen(desk, key),
    async ask(answers) {
      const answer = await desk.prompter.text({
        id: key,
        message: `9/9 HaloITSM: ${what}`,
        initial: textOf(answers, key) ?? fieldOf(key).default ?? '',
        check: (text) => (text === '' ? 'A name is needed.' : undefined),
      });
      return answer === BACK ? BACK : withValues(answers, { [key]: answer });
    },
  };
}

function filterStop(desk: Desk, key: FieldKey, question: string, list: () => Promise<Choice<string>[]>): Stop<Answers> {
  return {
    id: key,
    when: ({ wants }) => (wants === 'filter' || wants === 'both') && isOpen(desk, key),
    async ask(answers) {
      const choices = await list().catch(() => undefined);
      const before = answers.values[key];
      const answer = choices
        ? await desk.prompter.choose({
            id: key,
            message: `9/9 HaloITSM: ${question}`,
            choices: [{ value: ALL, name: 'All' }, ...choices],
            initial: before === undefined ? ALL : String(before),
          })
        : await typed(desk, key, question);
      if (answer === BACK) return BACK;
      const isNumber = fieldOf(key).kind === 'integer';
      return withValues(answers, {
        [key]: answer === ALL || answer === '' ? undefined : isNumber ? Number(answer) : answer,
      });
    },
  };
}

/** Where HaloITSM does not list them, the person has to know. */
function typed(desk: Desk, key: FieldKey, question: string): Promise<Answer<string>> {
  const field = fieldOf(key);
  return desk.prompter.text({
    id: key,
    message: `9/9 HaloITSM: ${question} Leave it empty for all`,
    check: (text) => (text === '' || field.kind !== 'integer' ? undefined : inRange(text, field)),
  });
}

function namesInWords(answers: Answers): string {
  return NAMES.map(([key]) => textOf(answers, key) ?? fieldOf(key).default).join(', ');
}
