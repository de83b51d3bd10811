import type { Field } from '../../config/field.ts';
import { findPlaceholder } from '../../config/placeholder.ts';
import { defaultOf, type FieldKey, fieldOf } from '../../config/settings.ts';
import { Secret } from '../../secret/secret.ts';
import { type Answer, BACK } from '../../ui/prompter.ts';
import { type Answers, textOf, type Values, withAnswers, withValues } from '../answers.ts';
import type { CheckResult } from '../check-result.ts';
import { needsAnswer, type WizardContext } from '../context.ts';
import type { Question } from '../runner.ts';

export type Page = (wizard: WizardContext) => Question<Answers>[];

/** The question for one setting; skipped if a flag, a variable or the file gives the setting. */
interface SettingQuestion {
  readonly id: string;
  readonly key: FieldKey;
  readonly when?: (answers: Answers) => boolean;
  readonly message: string;
}

type Shown = Pick<SettingQuestion, 'id' | 'message'>;

interface AskedSetting<T> extends SettingQuestion {
  /** Resolves to undefined if there is nothing to ask. */
  readonly ask: (question: Shown, answers: Answers) => Promise<Answer<T> | undefined>;
  /** Returns what to set for an answer; by default, the answer itself. */
  readonly values?: (answer: T) => Values;
}

/** Creates a question of any kind. */
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

/** Creates the question for a name; the default may depend on earlier answers. */
export function nameQuestion(wizard: WizardContext, setting: SettingQuestion): Question<Answers> {
  return settingQuestion(wizard, {
    ...setting,
    ask(question, answers) {
      const usual = defaultOf(fieldOf(setting.key), withAnswers(wizard.provided, answers));
      return wizard.prompter.text({
        ...question,
        help: 'The name that it has in the product. A later run finds it by this name; it can be changed by running the wizard again.',
        initial: textOf(answers, setting.key) ?? usual,
        check: nameProblem,
      });
    },
  });
}

/** Numbers from one to another. */
interface Range {
  readonly min: number;
  readonly max: number;
}

interface NumberQuestion extends SettingQuestion {
  /** What Enter initially accepts. */
  readonly initial: number;
  /** By default, what the setting allows. */
  readonly range?: Range;
}

/** Creates the question for a number. */
export function numberQuestion(
  wizard: WizardContext,
  { initial, range, ...setting }: NumberQuestion,
): Question<Answers> {
  const { key } = setting;
  const { kind, min = 0, max = Number.MAX_SAFE_INTEGER } = fieldOf(key);
  return settingQuestion(wizard, {
    ...setting,
    ask: (question, answers) =>
      wizard.prompter.text({
        ...question,
        initial: String(answers.values[key] ?? initial),
        check: (text) => numberProblem(text, kind, range ?? { min, max }),
      }),
    values: (text: string) => ({ [key]: numberOf(text) }),
  });
}

interface SecretQuestion extends SettingQuestion {
  readonly help: (answers: Answers) => string;
  /** The message if there is none. */
  readonly missing: string;
  /** Explains what is wrong with a text that is recognisably something else. */
  readonly recognise: (text: string, answers: Answers) => string | undefined;
  readonly check: (secret: Secret, answers: Answers) => Promise<CheckResult>;
  /** What is shown during the check. */
  readonly checking: (answers: Answers) => string;
}

/** Creates the question for a secret, checked immediately; Enter keeps the known one. */
export function secretQuestion(wizard: WizardContext, setting: SecretQuestion): Question<Answers> {
  const { key, help, missing, recognise, check: checkSecret, checking } = setting;
  async function ask({ id, message }: Shown, answers: Answers): Promise<Answer<Secret>> {
    const known = answers.values[key];
    const chosen = (typed: Secret) => (typed.reveal() === '' && known instanceof Secret ? known : typed);
    let result: CheckResult | undefined;
    const typed = await wizard.prompter.secret({
      id,
      message: known instanceof Secret ? `${message} (Enter keeps the current one)` : message,
      help: help(answers),
      checking: checking(answers),
      async check(answer) {
        const secret = chosen(answer);
        if (secret.reveal() === '') return missing;
        const mistaken = recognise(secret.reveal(), answers);
        if (mistaken !== undefined) return mistaken;
        result = await checkSecret(secret, answers);
        return result.ok ? undefined : result.problem;
      },
      confirmed: () => (result?.ok ? result.message : undefined),
    });
    return typed === BACK ? BACK : chosen(typed);
  }
  return settingQuestion(wizard, { ...setting, ask });
}

/** Explains what is wrong with a name, if anything. */
export function nameProblem(text: string): string | undefined {
  if (text === '') return 'Enter a name.';
  const placeholder = findPlaceholder(text, 'text');
  return placeholder && `${placeholder.text} is a placeholder. ${placeholder.hint}`;
}

/** Explains what is wrong with a typed number, if anything. */
function numberProblem(text: string, kind: Field['kind'], { min, max }: Range): string | undefined {
  const value = numberOf(text);
  const isNumber = text.trim() !== '' && Number.isFinite(value) && (kind !== 'integer' || Number.isInteger(value));
  if (isNumber && value >= min && value <= max) return undefined;
  return `Enter a ${kind === 'integer' ? 'whole ' : ''}number between ${min} and ${max}.`;
}

/** Reads a number as people type it, with a point or a comma. */
function numberOf(text: string): number {
  return Number(text.replace(',', '.'));
}
