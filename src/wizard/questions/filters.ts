import {
  countCombinations,
  FILTER_ATTRIBUTES,
  FILTER_SETTINGS,
  type FilterAttribute,
  MAX_COMBINATIONS,
} from '../../config/ticket-filters.ts';
import { plural } from '../../text/plural.ts';
import { type Answer, BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, listOf, type Values } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import type { Question } from '../runner.ts';
import { namedChoices } from './choices.ts';
import { settingQuestion } from './question.ts';

/** An attribute of tickets that can be filtered by. */
interface Filter {
  readonly label: string;
  /** What is typed where HaloITSM does not list the values. */
  readonly typed: 'number' | 'name';
  readonly choices: (wizard: WizardContext) => Promise<Choice[]>;
}

const FILTERS: Readonly<Record<FilterAttribute, Filter>> = {
  ticketType: {
    label: 'type',
    typed: 'number',
    choices: async ({ checks }) => namedChoices(await checks.lookups().ticketTypes(), FILTER_SETTINGS.ticketType),
  },
  priority: { label: 'priority', typed: 'number', choices: priorityChoices },
  team: { label: 'team', typed: 'name', choices: teamChoices },
};

/** What is typed for all tickets, as in the settings. */
const ANY = 'any';

/** Which tickets become alerts: a question for each attribute of them. */
export function filterQuestions(
  wizard: WizardContext,
  { when }: Required<Pick<Question<Answers>, 'when'>>,
): Question<Answers>[] {
  return FILTER_ATTRIBUTES.map((attribute) => {
    const key = FILTER_SETTINGS[attribute];
    return settingQuestion(wizard, {
      id: key,
      key,
      when,
      message: `9/9 ${wizard.product}: only tickets of which ${plural(FILTERS[attribute].label)}?`,
      ask: (question, answers) => askForValues(wizard, attribute, question, answers),
    });
  });
}

/** Whether any filter is still to be answered. */
export function asksForFilters(wizard: WizardContext): boolean {
  return Object.values(FILTER_SETTINGS).some((key) => needsAnswer(wizard, key));
}

/** The filters, such as `type Incident or Problem, priority 1`; empty where all tickets become alerts. */
export function filtersInWords(wizard: WizardContext, answers: Answers): string {
  return FILTER_ATTRIBUTES.map((attribute) => ({ attribute, values: valuesOf(wizard, answers, attribute) }))
    .filter(({ values }) => values.length > 0)
    .map(({ attribute, values }) => `${FILTERS[attribute].label} ${values.join(' or ')}`)
    .join(', ');
}

/** Whether a flag, a variable or the file filters: then no answer can let all tickets through. */
export function isFilterProvided(wizard: WizardContext): boolean {
  return Object.values(FILTER_SETTINGS).some(
    (key) => !needsAnswer(wizard, key) && (wizard.settings[key] ?? []).length > 0,
  );
}

/** The filters among the answers, each removed. */
export function removedFilters(answers: Answers): Values {
  const given = Object.values(FILTER_SETTINGS).filter((key) => listOf(answers, key).length > 0);
  return Object.fromEntries(given.map((key) => [key, []]));
}

/** Several values, or none for all tickets. */
async function askForValues(
  wizard: WizardContext,
  attribute: FilterAttribute,
  question: { readonly id: string; readonly message: string },
  answers: Answers,
): Promise<Answer<readonly string[]>> {
  const { prompter, product } = wizard;
  const { label, typed, choices } = FILTERS[attribute];
  const previous = listOf(answers, FILTER_SETTINGS[attribute]);
  const listed = await choices(wizard).catch(() => undefined);
  if (listed) {
    const gone = previous.filter((value) => !listed.some((choice) => choice.value === value));
    if (gone.length > 0) prompter.info(`9/9 ${product} has no ${label} ${gone.join(', ')} any more: left out.`);
    const check = (values: readonly string[]) => tooMany(wizard, attribute, values, answers);
    return prompter.chooseMany({ ...question, choices: listed, none: 'All', initial: previous, check });
  }
  const initial = previous.join(', ') || ANY;
  const text = await prompter.text({
    id: question.id,
    message: `${question.message} (It does not list them for us: type each ${typed}, with commas between them, or ${ANY} for all)`,
    initial,
    check: (text) => typedProblem(entriesIn(text), typed) ?? tooMany(wizard, attribute, entriesIn(text), answers),
  });
  if (text === BACK) return BACK;
  // A name that was chosen from a list may have a comma of its own.
  return text === initial ? previous : entriesIn(text);
}

/** Values that were typed, each once; none for all tickets. */
function entriesIn(text: string): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const [first = ANY, ...more] = new Set(entries.filter((entry) => entry !== ''));
  return more.length === 0 && isAny(first) ? [] : [first, ...more];
}

function typedProblem(entries: readonly string[], typed: Filter['typed']): string | undefined {
  if (entries.some(isAny)) return `Type ${ANY} alone: it lets all tickets through.`;
  const wrong = typed === 'number' ? entries.find((entry) => !/^\d+$/.test(entry)) : undefined;
  return wrong === undefined ? undefined : `${wrong} is not a whole number.`;
}

function isAny(entry: string): boolean {
  return entry.toLowerCase() === ANY;
}

/** What is wrong with so many values, together with those of the attributes that were asked for before. */
function tooMany(
  wizard: WizardContext,
  attribute: FilterAttribute,
  values: readonly string[],
  answers: Answers,
): string | undefined {
  const answered = FILTER_ATTRIBUTES.slice(0, FILTER_ATTRIBUTES.indexOf(attribute));
  const known = (other: FilterAttribute) => {
    if (other === attribute) return values;
    const isKnown = answered.includes(other) || !needsAnswer(wizard, FILTER_SETTINGS[other]);
    return isKnown ? valuesOf(wizard, answers, other) : [];
  };
  const combinations = countCombinations({
    ticketType: known('ticketType'),
    priority: known('priority'),
    team: known('team'),
  });
  return combinations <= MAX_COMBINATIONS
    ? undefined
    : `Each event would be there ${combinations} times, once for each combination: at most ${MAX_COMBINATIONS} are possible.`;
}

function valuesOf(wizard: WizardContext, answers: Answers, attribute: FilterAttribute): readonly string[] {
  const key = FILTER_SETTINGS[attribute];
  return needsAnswer(wizard, key) ? listOf(answers, key) : (wizard.settings[key] ?? []);
}

/** HaloITSM lists a priority once per service level agreement, where the same number may have another name, or none. */
async function priorityChoices({ checks }: WizardContext): Promise<Choice[]> {
  const names = new Map<number, Set<string>>();
  for (const { priorityid, name } of await checks.lookups().priorities())
    names.set(priorityid, (names.get(priorityid) ?? new Set()).add(name.trim()));
  return [...names]
    .filter(([number]) => number >= 0)
    .map(([number, all]) => {
      const name = [...all].filter((each) => each !== '').join(' / ');
      return { value: String(number), name: `${name || 'No name'} (${number})` };
    });
}

/** Tickets store the name of their team, so teams with the same name are one choice. */
async function teamChoices({ checks }: WizardContext): Promise<Choice[]> {
  const byName = new Map((await checks.lookups().ticketTeams()).map((team) => [team.name.trim(), team]));
  byName.delete('');
  return namedChoices([...byName.values()], FILTER_SETTINGS.team);
}
