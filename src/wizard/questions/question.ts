import type { Field } from '../../config/field.ts';
import { findPlaceholder } from '../../config/placeholder.ts';
import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { Secret } from '../../secret/secret.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, textOf, type Values, withValues } from '../answers.ts';
import type { CheckResult } from '../check-result.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import type { Question } from '../runner.ts';

/** The questions of one page. */
export type Page = (wizard: WizardContext) => Question<Answers>[];

/** The question for one setting; it is skipped where a flag, a variable or the file provides the setting. */
interface SettingQuestion {
  readonly id: string;
  readonly key: FieldKey;
  /** A further condition. */
  readonly when?: (answers: Answers) => boolean;
  readonly message: string;
}

type Shown = Pick<SettingQuestion, 'id' | 'message'>;

interface AskedSetting<T> extends SettingQuestion {
  /** Resolves to undefined where there is nothing to ask. */
  readonly ask: (question: Shown, answers: Answers) => Promise<Answer<T> | undefined>;
  /** What to set for an answer; by default, the answer itself. */
  readonly values?: (answer: T) => Values;
}

/** A question of any kind. */
export function settingQuestion<T>(wizard: WizardContext, setting: AskedSetting<T>): Question<Answers> {
  const { id, key, when, message, ask, values = (answer) => ({ [key]: answer }) } = setting;
  return {
    id,
    when: (answers) => needsAnswer(wizard, key) && (when?.(answers) ?? true),
    async ask(answers) {
      const answer = await ask({ id, message }, answers);
      if (answer === BACK) return BACK;
      return answer === undefined ? undefined : withValues(answers, values(answer));
    },
  };
}

/** The question for a name. */
export function nameQuestion(wizard: WizardContext, setting: SettingQuestion): Question<Answers> {
  return settingQuestion(wizard, {
    ...setting,
    ask(question, answers) {
      const initial = textOf(answers, setting.key) ?? textOf({ values: wizard.settings }, setting.key);
      return wizard.prompter.text({ ...question, initial, check: nameProblem });
    },
  });
}

/** The question for a number. `initial` is what Enter takes at first. */
export function numberQuestion(
  wizard: WizardContext,
  { initial, ...setting }: SettingQuestion & { readonly initial: number },
): Question<Answers> {
  const { key } = setting;
  return settingQuestion(wizard, {
    ...setting,
    ask: (question, answers) =>
      wizard.prompter.text({
        ...question,
        initial: String(answers.values[key] ?? initial),
        check: (text) => numberProblem(text, fieldOf(key)),
      }),
    values: (text: string) => ({ [key]: numberOf(text) }),
  });
}

interface SecretQuestion extends SettingQuestion {
  /** What is wrong where there is none. */
  readonly missing: string;
  readonly check: (secret: Secret, answers: Answers) => Promise<CheckResult>;
}

/** The question for a secret, checked at once; Enter keeps the one that is known. */
export function secretQuestion(wizard: WizardContext, setting: SecretQuestion): Question<Answers> {
  const { key, missing, check: checkSecret } = setting;
  async function ask({ id, message }: Shown, answers: Answers): Promise<Answer<Secret>> {
    const known = answers.values[key];
    const chosen = (typed: Secret) => (typed.reveal() === '' && known instanceof Secret ? known : typed);
    let result: CheckResult | undefined;
    const typed = await wizard.prompter.secret({
      id,
      message: known instanceof Secret ? `${message}; Enter keeps the one you gave` : message,
      async check(answer) {
        const secret = chosen(answer);
        if (secret.reveal() === '') return missing;
        result = await checkSecret(secret, answers);
        return result.ok ? undefined : result.problem;
      },
    });
    if (typed === BACK) return BACK;
    if (result?.ok && result.message) wizard.prompter.info(result.message);
    return chosen(typed);
  }
  return settingQuestion(wizard, { ...setting, ask });
}

/** What is wrong with a name, if anything. */
export function nameProblem(text: string): string | undefined {
  if (text === '') return 'A name is needed.';
  const placeholder = findPlaceholder(text, 'text');
  return placeholder && `${placeholder.text} is a placeholder. ${placeholder.hint}`;
}

/** What is wrong with a number that was typed, if anything. */
function numberProblem(
  text: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER, kind }: Pick<Field, 'min' | 'max' | 'kind'>,
): string | undefined {
  const value = numberOf(text);
  const isNumber = text.trim() !== '' && Number.isFinite(value) && (kind !== 'integer' || Number.isInteger(value));
  return isNumber && value >= min && value <= max
    ? undefined
    : `A ${kind === 'integer' ? 'whole ' : ''}number from ${min} to ${max}.`;
}

/** A number as people type it, with a point or a comma. */
function numberOf(text: string): number {
  return Number(text.replace(',', '.'));
}
