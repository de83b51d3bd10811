import type { Secret } from '../secret/secret.ts';

/** The answer to a question where the person wants the previous one instead. */
export const BACK = Symbol('back');
/** What a question resolves to. */
export type Answer<T> = T | typeof BACK;

/** Returns what is wrong with an answer, or undefined. May ask a service. */
export type Check<T> = (value: T) => string | undefined | Promise<string | undefined>;

/** An entry of a list to choose from. */
export interface Choice<T extends string = string> {
  readonly value: T;
  /** What is shown and searched. */
  readonly name: string;
  /** One line on what it means, shown while it is highlighted. */
  readonly description?: string;
}

/** What every question has; `id` identifies it in tests. */
interface Question {
  readonly id: string;
  readonly message: string;
}

/** Free text, with what Enter takes. */
export interface TextQuestion extends Question {
  readonly initial?: string | undefined;
  readonly check?: Check<string>;
}

/** Text that is never shown. */
export interface SecretQuestion extends Question {
  readonly check?: Check<Secret>;
}

/** One of a list, which can be searched where it is long. */
export interface ChoiceQuestion<T extends string> extends Question {
  readonly choices: readonly Choice<T>[];
  readonly initial?: T | undefined;
}

/** Any number of a list, which can be searched. */
export interface MultipleChoiceQuestion extends Question {
  readonly choices: readonly Choice[];
  readonly initial?: readonly string[];
  readonly check?: Check<readonly string[]>;
}

/** Yes or no. */
export interface YesNoQuestion extends Question {
  readonly initial: boolean;
}

/** Asks one question at a time. One implementation for terminals, one for tests. */
export interface Prompter {
  text(question: TextQuestion): Promise<Answer<string>>;
  secret(question: SecretQuestion): Promise<Answer<Secret>>;
  choose<T extends string>(question: ChoiceQuestion<T>): Promise<Answer<T>>;
  /** In the order in which they were selected. */
  chooseMany(question: MultipleChoiceQuestion): Promise<Answer<readonly string[]>>;
  confirm(question: YesNoQuestion): Promise<Answer<boolean>>;
  /** Shows text between questions. */
  info(text: string): void;
}
