import {
  ATTRIBUTE_NAMES,
  countCombinations,
  FILTER_ATTRIBUTES,
  FILTER_SETTINGS,
  type FilterAttribute,
  MAX_COMBINATIONS,
} from '../../config/ticket-filters.ts';
import type { Priority } from '../../providers/halo/schemas.ts';
import type { Lookups } from '../../providers/lookups.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, listOf, withValues } from '../answers.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import { productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { type ChoiceOfId, namedChoices } from './choices.ts';
import { settingQuestion } from './question.ts';

/** An attribute of tickets to filter by. */
interface Filter {
  /** In the question, and while the values are loading. */
  readonly title: string;
  readonly plural: string;
  /** What to type if HaloITSM does not list the values. */
  readonly typed: 'ID' | 'name';
  readonly choices: (lookups: Lookups) => Promise<ChoiceOfId[]>;
}

const FILTERS: Readonly<Record<FilterAttribute, Filter>> = {
  ticketType: {
    title: 'Ticket type',
    plural: 'ticket types',
    typed: 'ID',
    choices: async (lookups) => namedChoices(await lookups.ticketTypes(), FILTER_SETTINGS.ticketType),
  },
  priority: {
    title: 'Priority',
    plural: 'priorities',
    typed: 'ID',
    choices: async (lookups) => priorityChoices(await lookups.priorities()),
  },
  team: {
    title: 'Team',
    plural: 'teams',
    typed: 'name',
    // Tickets store the name of their team, so teams with the same name are a single choice.
    async choices(lookups) {
      const byName = new Map((await lookups.ticketTeams()).map((team) => [team.name.trim(), team]));
      byName.delete('');
      return namedChoices([...byName.values()], FILTER_SETTINGS.team);
    },
  },
};

/** The settings that filter tickets. */
export const FILTER_KEYS = Object.values(FILTER_SETTINGS);

const HELP =
  'A ticket matches if it has one of the selected values. Where several attributes are filtered, it has to match each of them. Select none for all tickets.';

/** Typed to mean all tickets, as in the settings. */
const ANY = 'any';

/** Asks which tickets may open an alert, with a question for each attribute. */
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
      message: FILTERS[attribute].title,
      ask: (question, answers) => askForValues(wizard, attribute, question, answers),
    });
  });
}

/** Whether any filter still needs an answer. */
export function asksForFilters(wizard: WizardContext): boolean {
  return FILTER_KEYS.some((key) => needsAnswer(wizard, key));
}

/** Whether settings or answers let only some tickets through. */
export function hasFilter(wizard: WizardContext, answers: Answers): boolean {
  return FILTER_ATTRIBUTES.some((attribute) => valuesOf(wizard, answers, attribute).length > 0);
}

/** Describes the filter from settings and answers: `ticket type is Incident or Problem and priority is Critical`. */
export async function filterInWords(wizard: WizardContext, answers: Answers): Promise<string> {
  const parts: string[] = [];
  for (const attribute of FILTER_ATTRIBUTES) {
    const values = valuesOf(wizard, answers, attribute);
    if (values.length === 0) continue;
    const listed = await load(wizard, attribute, answers);
    const names = values.map((value) => choiceCalled(value, listed)?.name ?? value);
    parts.push(`${ATTRIBUTE_NAMES[attribute]} is ${names.join(' or ')}`);
  }
  return parts.join(' and ');
}

/** Whether a flag, a variable or the file sets a filter: then no answer can let all tickets through. */
export function isFilterProvided(wizard: WizardContext): boolean {
  return FILTER_KEYS.some((key) => !needsAnswer(wizard, key) && (wizard.settings[key] ?? []).length > 0);
}

/** Returns the answers that let all tickets through: each filter is removed. */
export function withoutFilters(wizard: WizardContext, answers: Answers): Pick<Answers, 'values'> {
  const asked = FILTER_KEYS.filter((key) => needsAnswer(wizard, key));
  return withValues(answers, Object.fromEntries(asked.map((key) => [key, []])));
}

/** Asks for several values, or none for all tickets. */
async function askForValues(
  wizard: WizardContext,
  attribute: FilterAttribute,
  question: { readonly id: string; readonly message: string },
  answers: Answers,
): Promise<Answer<readonly string[]>> {
  const { prompter } = wizard;
  const previous = listOf(answers, FILTER_SETTINGS[attribute]);
  const listed = await load(wizard, attribute, answers);
  if (!listed) return askForTypedValues(wizard, attribute, question, answers);
  const gone = previous.filter((value) => !choiceCalled(value, listed));
  if (gone.length > 0)
    prompter.info(
      `${productName(wizard, answers)} no longer has the ${ATTRIBUTE_NAMES[attribute]} ${gone.join(', ')}; skipped.`,
    );
  const initial = previous.flatMap((value) => choiceCalled(value, listed)?.value ?? []);
  const check = (values: readonly string[]) => tooMany(wizard, attribute, values, answers);
  return prompter.chooseMany({ ...question, help: HELP, choices: listed, none: 'All', initial, check });
}

/** Finds the choice that a settings file or an earlier answer means, by its name or its ID. */
function choiceCalled(value: string, choices: readonly ChoiceOfId[] = []): ChoiceOfId | undefined {
  return choices.find((each) => each.value === value) ?? choices.find(({ id, name }) => name === value || id === value);
}

async function askForTypedValues(
  wizard: WizardContext,
  attribute: FilterAttribute,
  { id, message }: { readonly id: string; readonly message: string },
  answers: Answers,
): Promise<Answer<readonly string[]>> {
  const { typed } = FILTERS[attribute];
  const previous = listOf(answers, FILTER_SETTINGS[attribute]);
  const initial = previous.join(', ') || ANY;
  const why = answers.withoutHaloApi ? '' : `${productName(wizard, answers)} returned no list: `;
  const text = await wizard.prompter.text({
    id,
    message: `${message} (${why}enter each ${typed}, separated by commas, or ${ANY} for all)`,
    initial,
    check: (text) => typedProblem(entriesIn(text), typed) ?? tooMany(wizard, attribute, entriesIn(text), answers),
  });
  if (text === BACK) return BACK;
  // A name that was chosen from a list may contain a comma.
  return text === initial ? previous : entriesIn(text);
}

/** Loads the values of an attribute; undefined if they can't be listed. */
async function load(
  { prompter, checks }: WizardContext,
  attribute: FilterAttribute,
  { withoutHaloApi }: Answers,
): Promise<ChoiceOfId[] | undefined> {
  if (withoutHaloApi) return undefined;
  const { plural, choices } = FILTERS[attribute];
  return prompter.wait(`Loading ${plural}…`, () => choices(checks.lookups())).catch(() => undefined);
}

/** Returns typed values, each once; empty for all tickets. */
function entriesIn(text: string): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const [first = ANY, ...more] = new Set(entries.filter((entry) => entry !== ''));
  return more.length === 0 && isAny(first) ? [] : [first, ...more];
}

function typedProblem(entries: readonly string[], typed: Filter['typed']): string | undefined {
  if (entries.some(isAny)) return `Enter ${ANY} alone: it lets all tickets through.`;
  const wrong = typed === 'ID' ? entries.find((entry) => !/^\d+$/.test(entry)) : undefined;
  return wrong === undefined ? undefined : `"${wrong}" isn't an ID: enter a whole number.`;
}

function isAny(entry: string): boolean {
  return entry.toLowerCase() === ANY;
}

/** Says if there are too many values, together with those of the attributes that were asked for before. */
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
    : `These filters make ${combinations} combinations; at most ${MAX_COMBINATIONS} are supported. Select fewer values.`;
}

function valuesOf(wizard: WizardContext, answers: Answers, attribute: FilterAttribute): readonly string[] {
  const key = FILTER_SETTINGS[attribute];
  return needsAnswer(wizard, key) ? listOf(answers, key) : (wizard.settings[key] ?? []);
}

/** HaloITSM lists a priority once per service level agreement, where its number may have another name, or none. */
function priorityChoices(priorities: readonly Priority[]): ChoiceOfId[] {
  const names = new Map<number, Set<string>>();
  for (const { priorityid, name } of priorities)
    names.set(priorityid, (names.get(priorityid) ?? new Set()).add(name.trim()));
  const named = [...names]
    .filter(([number]) => number >= 0)
    .map(([number, all]) => ({ number, name: [...all].filter((each) => each !== '').join(' / ') || 'No name' }));
  const isShared = (name: string) => named.filter((each) => each.name === name).length > 1 || name === 'No name';
  return named.map(({ number, name }) => ({
    value: String(number),
    id: String(number),
    name: isShared(name) ? `${name} (ID ${number})` : name,
  }));
}
