import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { schemaOf, textsByName } from '../../config/value-schema.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { capitalized } from '../../text/plural.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, listOf } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { productName } from '../product.ts';
import type { Question } from '../runner.ts';
import { settingQuestion } from './question.ts';

type When = Required<Pick<Question<Answers>, 'when'>>;

const PRIORITY = 'alertSource.priorityFromHalo';
const SEVERITY = 'alertSource.severityFromHalo';
const LOWEST_SEVERITY = fieldOf('alertSource.severity').max ?? 1;

/** Which priorities of Halo make an alert a high one; the others make it a low one. */
export function priorityQuestion(wizard: WizardContext, { when }: When): Question<Answers> {
  return settingQuestion(wizard, {
    id: 'priority-from-halo',
    key: PRIORITY,
    when,
    message: 'Which priorities make a high-priority alert?',
    async ask(question, answers) {
      const names = await priorityNames(wizard, answers);
      if (!names) return askForTexts(wizard, { key: PRIORITY, ...question, message: 'Alert priorities' }, answers);
      const selected = await wizard.prompter.chooseMany({
        ...question,
        help: 'Tickets of the priorities that you select make high-priority alerts; all others make low-priority ones.',
        choices: names.map((name) => ({ value: name, name })),
        none: 'None',
        initial: highIn(answers) ?? names.slice(0, 1),
      });
      if (selected === BACK) return BACK;
      return names.map((name) => `${name}=${selected.includes(name) ? 'high' : 'low'}`);
    },
  });
}

/** The severity of an alert for each priority of Halo. */
export function severityQuestion(wizard: WizardContext, { when }: When): Question<Answers> {
  return settingQuestion(wizard, {
    id: 'severity-from-halo',
    key: SEVERITY,
    when,
    message: 'Alert severities',
    ask: async (question, answers) => {
      const names = await priorityNames(wizard, answers);
      return askForTexts(wizard, { key: SEVERITY, ...question, names }, answers);
    },
  });
}

interface TypedQuestion {
  readonly key: typeof PRIORITY | typeof SEVERITY;
  readonly id: string;
  readonly message: string;
  /** Names of the priorities, as far as they are known. */
  readonly names?: readonly string[] | undefined;
}

async function askForTexts(
  wizard: WizardContext,
  { key, id, message, names }: TypedQuestion,
  answers: Answers,
): Promise<Answer<readonly string[]>> {
  const { placeholder } = fieldOf(key);
  const usual = (names ?? []).map((name, index) => `${name}=${Math.min(index + 1, LOWEST_SEVERITY)}`);
  const previous = listOf(answers, key);
  const product = productName(wizard, answers);
  const typed = await wizard.prompter.text({
    id,
    message: `${message} (${placeholder}, separated by commas)`,
    help: `What an alert gets for each priority in ${product}. A priority that is not named leaves it to the alert source.`,
    initial: (previous.length > 0 ? previous : usual).join(', '),
    check: (text) => typedProblem(key, textsIn(text), names, product),
  });
  return typed === BACK ? BACK : textsIn(typed);
}

/** A name may have a comma, but what it is mapped to has none. */
function textsIn(text: string): string[] {
  const entries = text.split(/(?<==[^,=]*),/).map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '');
}

function typedProblem(
  key: FieldKey,
  texts: readonly string[],
  names: readonly string[] | undefined,
  product: string,
): string | undefined {
  if (texts.length === 0) return `Enter at least one ${fieldOf(key).placeholder}.`;
  const { data, error } = schemaOf(fieldOf(key)).safeParse(texts);
  if (error) return `${capitalized(error.issues[0]?.message ?? 'it is not valid')}.`;
  const unknown = namesIn(data).find((name) => names && !names.includes(name));
  if (unknown === undefined) return undefined;
  return `${product} has no priority "${unknown}". ${didYouMean(unknown, names ?? []) ?? ''}`.trim();
}

function namesIn(map: unknown): string[] {
  return typeof map === 'object' && map !== null ? Object.keys(map) : [];
}

/** The priorities that were answered as high; undefined for no answer. */
function highIn(answers: Answers): string[] | undefined {
  const texts = textsByName(answers.values[PRIORITY]);
  return texts.length === 0
    ? undefined
    : texts.flatMap((text) => (text.endsWith('=high') ? [text.slice(0, -'=high'.length)] : []));
}

/** Each name once, in the order of Halo, where it is there for each service level agreement; undefined where they can't be listed. */
async function priorityNames(
  { prompter, checks }: WizardContext,
  { withoutHaloApi }: Answers,
): Promise<string[] | undefined> {
  if (withoutHaloApi) return undefined;
  const rows = await prompter.wait('Loading priorities…', () => checks.lookups().priorities()).catch(() => []);
  const names = [...new Set(rows.map(({ name }) => name.trim()))].filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
}
