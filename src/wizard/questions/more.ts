import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { type Answer, BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, textOf, withValues } from '../answers.ts';
import { isOpen, usualOf, type WizardContext } from '../context.ts';
import type { Stop } from '../runner.ts';
import { inRange, namedChoices, nameProblem, numberOf } from './ilert.ts';

const NAMES: readonly (readonly [FieldKey, string])[] = [
  ['halo.integrationName', 'name of the custom integration'],
  ['halo.methodName', 'name of its method'],
  ['halo.runbookName', 'name of the runbook'],
];
const ALL = '\u0000all';

/** One thing that tickets can be told apart by. */
interface Filter {
  readonly key: FieldKey;
  readonly what: string;
  /** What is given where HaloITSM does not list them. */
  readonly typed: 'number' | 'name';
  readonly list: (desk: WizardContext) => Promise<Choice<string>[]>;
}

const FILTERS: readonly Filter[] = [
  {
    key: 'halo.onlyTicketType',
    what: 'type',
    typed: 'number',
    list: async (desk) => namedChoices(await desk.looks.directory().ticketTypes()),
  },
  {
    key: 'halo.onlyPriority',
    what: 'priority',
    typed: 'number',
    async list(desk) {
      const priorities = await desk.looks.directory().priorities();
      // One row for each service level agreement, under which the same number may have another name, or none.
      const names = new Map<number, Set<string>>();
      for (const { priorityid, name } of priorities)
        names.set(priorityid, (names.get(priorityid) ?? new Set()).add(name.trim()));
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = fieldOf('halo.onlyPriority');
      return [...names]
        .filter(([number]) => number >= min && number <= max)
        .map(([number, all]) => {
          const name = [...all].filter((each) => each !== '').join(' / ');
          return { value: String(number), name: `${name || 'No name'} (${number})` };
        });
    },
  },
  {
    key: 'halo.onlyTeam',
    what: 'team',
    typed: 'name',
    // Tickets store a team's name, so two teams of one name are the same choice.
    async list(desk) {
      const teams = await desk.looks.directory().ticketTeams();
      const names = new Set(teams.map(({ name }) => name.trim()).filter((name) => name !== ''));
      return [...names].map((name) => ({ value: name, name }));
    },
  },
];

/** What most people leave as it is: that every ticket becomes an alert, and the names in HaloITSM. One question for both. */
export function moreStops(desk: WizardContext): Stop<Answers>[] {
  return [
    {
      id: 'more',
      when: () => [...NAMES.map(([key]) => key), ...FILTERS.map(({ key }) => key)].some((key) => isOpen(desk, key)),
      async ask(answers) {
        const { usual, description } = inWords(desk, answers);
        const answer = await desk.prompter.choose<Answers['wants']>({
          id: 'more',
          message: `9/9 ${desk.product}: which tickets become alerts?`,
          choices: [
            { value: 'nothing', name: usual ? 'All of them, under the usual names' : 'As chosen before', description },
            { value: 'filter', name: 'Only some …', description: 'By ticket type, priority or team.' },
            { value: 'names', name: 'All of them, under other names …', description },
            { value: 'both', name: 'Only some, under other names …', description },
          ],
          initial: 'nothing',
        });
        if (answer === BACK) return BACK;
        const none = Object.fromEntries(FILTERS.map(({ key }) => [key, undefined]));
        return answer === 'names' ? { ...withValues(answers, none), wants: answer } : { wants: answer };
      },
    },
    ...NAMES.map(([key, what]) => nameStop(desk, key, what)),
    ...FILTERS.map((filter) => filterStop(desk, filter)),
  ];
}

function nameStop(desk: WizardContext, key: FieldKey, what: string): Stop<Answers> {
  return {
    id: key,
    when: ({ wants }) => (wants === 'names' || wants === 'both') && isOpen(desk, key),
    async ask(answers) {
      const answer = await desk.prompter.text({
        id: key,
        message: `9/9 ${desk.product}: ${what}`,
        initial: textOf(answers, key) ?? usualOf(desk, key),
        check: nameProblem,
      });
      return answer === BACK ? BACK : withValues(answers, { [key]: answer });
    },
  };
}

function filterStop(desk: WizardContext, filter: Filter): Stop<Answers> {
  const { key } = filter;
  return {
    id: key,
    when: ({ wants }) => (wants === 'filter' || wants === 'both') && isOpen(desk, key),
    async ask(answers) {
      const choices = await filter.list(desk).catch(() => undefined);
      const before = answers.values[key];
      const answer = choices
        ? await desk.prompter.choose({
            id: key,
            message: `9/9 ${desk.product}: only tickets of which ${filter.what}?`,
            choices: [{ value: ALL, name: 'All' }, ...choices],
            initial: before === undefined ? ALL : String(before),
          })
        : await typed(desk, filter);
      if (answer === BACK) return BACK;
      const isNumber = fieldOf(key).kind === 'integer';
      return withValues(answers, {
        [key]: answer === ALL || answer === '' ? undefined : isNumber ? numberOf(answer) : answer,
      });
    },
  };
}

/** Where HaloITSM does not list them, the person has to know. */
function typed(desk: WizardContext, { key, what, typed: kind }: Filter): Promise<Answer<string>> {
  const range = { ...fieldOf(key), kind: 'integer' as const };
  return desk.prompter.text({
    id: key,
    message: `9/9 ${desk.product}: only tickets of which ${what}? (It does not list them for us: type the ${kind}, or nothing for all)`,
    check: (text) => (text === '' || kind === 'name' ? undefined : inRange(text, range)),
  });
}

/** What is set now, and whether that is what most people have. */
function inWords(desk: WizardContext, answers: Answers): { readonly usual: boolean; readonly description: string } {
  const valueFor = (key: FieldKey) => answers.values[key] ?? desk.settings[key];
  const names = NAMES.map(([key]) => String(valueFor(key)));
  const filters = FILTERS.filter(({ key }) => valueFor(key) !== undefined).map(
    ({ key, what }) => `${what} ${valueFor(key)}`,
  );
  const tickets = filters.length > 0 ? `Only tickets of ${filters.join(', ')}. ` : '';
  return {
    usual: filters.length === 0 && NAMES.every(([key]) => valueFor(key) === desk.settings[key]),
    description: `${tickets}Names: ${names.join(', ')}.`,
  };
}
