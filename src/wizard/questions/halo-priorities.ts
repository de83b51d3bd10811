import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { schemaOf } from '../../config/value-schema.ts';
import { separatedByName, textsByName } from '../../config/values-by-name.ts';
import { capitalized } from '../../text/plural.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, listOf } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { OTHERS } from '../on-call-options.ts';
import type { Question } from '../runner.ts';
import { settingQuestion } from './question.ts';

type When = Required<Pick<Question<Answers>, 'when'>>;

/** What an alert can get according to the name of its ticket's priority. */
interface Mapping {
  readonly id: string;
  readonly key: 'alertSource.priorityFromHalo' | 'alertSource.severityFromHalo';
  /** The question if priorities can't be listed. */
  readonly message: string;
  readonly help: string;
  /** The levels for a priority, starting with the highest. */
  readonly levels: readonly [Level, ...Level[]];
}

interface Level {
  readonly value: string;
  /** Asks which priorities map to this level. */
  readonly message: string;
  /** Returns the initial selection among the remaining ones. */
  readonly usual: (left: readonly string[]) => readonly string[];
}

const first = (left: readonly string[]) => left.slice(0, 1);

const PRIORITY: Mapping = {
  id: 'priority-from-halo',
  key: 'alertSource.priorityFromHalo',
  message: 'Alert priorities',
  help: 'What the alert is, by the priority of its ticket. A priority that you select for neither leaves it to the alert source.',
  levels: [
    { value: 'high', message: 'Which priorities make a high-priority alert?', usual: first },
    // A ticket must not become less urgent by default.
    { value: 'low', message: 'Which priorities make a low-priority alert?', usual: () => [] },
  ],
};

const SEVERITY: Mapping = {
  id: 'severity-from-halo',
  key: 'alertSource.severityFromHalo',
  message: 'Alert severities, usually 1 for the most severe',
  help: 'What the alert has, by the priority of its ticket: 1 to 5, of which 1 is usually the most severe. A priority that you select for none leaves it to the alert source.',
  levels: [
    { value: '1', message: 'Which priorities have severity 1, usually the most severe?', usual: first },
    ...['2', '3', '4'].map((value) => ({ value, message: `Which priorities have severity ${value}?`, usual: first })),
    { value: '5', message: 'Which priorities have severity 5, usually the least severe?', usual: (left) => left },
  ],
};

/** Asks which Halo priorities make an alert high-priority, and which low-priority. */
export function priorityQuestion(wizard: WizardContext, when: When): Question<Answers> {
  return mappingQuestion(wizard, PRIORITY, when);
}

/** Asks for an alert's severity for each Halo priority. */
export function severityQuestion(wizard: WizardContext, when: When): Question<Answers> {
  return mappingQuestion(wizard, SEVERITY, when);
}

function mappingQuestion(wizard: WizardContext, mapping: Mapping, { when }: When): Question<Answers> {
  const { id, key, message } = mapping;
  return settingQuestion(wizard, {
    id,
    key,
    message,
    when,
    async ask(_, answers) {
      const names = await priorityNames(wizard, mapping, answers);
      if (!names) return askForTexts(wizard, mapping, answers);
      return askForLevels(levelPrompt(wizard, mapping, names, answers), mapping.levels, names);
    },
  });
}

/** Asks which of the remaining priorities get a level. @param again the selection before the person came back */
type AskForLevel = (
  level: Level,
  left: readonly string[],
  again: readonly string[] | undefined,
) => Promise<Answer<readonly string[]>>;

/** Asks for one level after another, as `NAME=LEVEL`; a priority that is never selected is not mapped. */
async function askForLevels(
  ask: AskForLevel,
  [level, ...lower]: readonly Level[],
  left: readonly string[],
): Promise<Answer<readonly string[]>> {
  if (!level || left.length === 0) return [];
  let selected: readonly string[] | undefined;
  for (;;) {
    const answer = await ask(level, left, selected);
    if (answer === BACK) return BACK;
    selected = answer;
    const having = left.filter((name) => answer.includes(name));
    const others = left.filter((name) => !answer.includes(name));
    const rest = await askForLevels(ask, lower, others);
    if (rest !== BACK) return [...having.map((name) => `${name}=${level.value}`), ...rest];
  }
}

function levelPrompt(
  { prompter }: WizardContext,
  { id, key, help, levels }: Mapping,
  names: readonly string[],
  answers: Answers,
): AskForLevel {
  // As interpreted: a value given earlier as a flag may be in capitals.
  const previous = textsByName(schemaOf(fieldOf(key)).safeParse(listOf(answers, key)).data);
  return (level, left, again) => {
    const isLast = level === levels.at(-1);
    const before = left.filter((name) => previous.includes(`${name}=${level.value}`));
    const isNothingMapped = left.length === names.length;
    return prompter.chooseMany({
      id,
      message: `${level.message} (${isLast ? `all others: ${OTHERS}` : 'the others are asked next'})`,
      help,
      choices: left.map((name) => ({ value: name, name })),
      none: 'None',
      initial: again ?? (previous.length > 0 ? before : level.usual(left)),
      check: ({ length }) =>
        isLast && isNothingMapped && length === 0
          ? 'Select at least one, or go back and select some there.'
          : undefined,
    });
  };
}

async function askForTexts(
  { prompter }: WizardContext,
  { id, key, message, help }: Mapping,
  answers: Answers,
): Promise<Answer<readonly string[]>> {
  const { placeholder } = fieldOf(key);
  const typed = await prompter.text({
    id,
    message: `${message} (${placeholder}, separated by commas; all others: ${OTHERS})`,
    help,
    initial: listOf(answers, key).join(', '),
    check: (text) => typedProblem(key, textsIn(text)),
  });
  return typed === BACK ? BACK : textsIn(typed);
}

function textsIn(text: string): string[] {
  const entries = separatedByName(text).map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '');
}

function typedProblem(key: FieldKey, texts: readonly string[]): string | undefined {
  if (texts.length === 0) return `Enter at least one ${fieldOf(key).placeholder}.`;
  const { error } = schemaOf(fieldOf(key)).safeParse(texts);
  return error && `${capitalized(error.issues[0]?.message ?? 'it is not valid')}.`;
}

/**
 * Returns the priorities that can be mapped, each once and in Halo's order, which repeats them for each service level
 * agreement; undefined if they can't be listed.
 */
async function priorityNames(
  { prompter, checks }: WizardContext,
  { key, levels }: Mapping,
  { withoutHaloApi }: Answers,
): Promise<string[] | undefined> {
  if (withoutHaloApi) return undefined;
  const rows = await prompter.wait('Loading priorities…', () => checks.lookups().priorities()).catch(() => []);
  const canBeMapped = (name: string) => schemaOf(fieldOf(key)).safeParse([`${name}=${levels[0].value}`]).success;
  const names = [...new Set(rows.map(({ name }) => name.trim()))].filter(canBeMapped);
  return names.length === 0 ? undefined : names;
}
