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

/** A question; `id` identifies it in tests. */
type Question<More> = { readonly id: string; readonly message: string } & Readonly<More>;

/** Asks one question at a time. One implementation for terminals, one for tests. */
export interface Prompter {
  text(question: Question<{ initial?: string | undefined; check?: Check<string> }>): Promise<Answer<string>>;
  /** What is typed is never shown. */
  secret(question: Question<{ check?: Check<Secret> }>): Promise<Answer<Secret>>;
  /** One of a list; a long list can be searched. */
  choose<T extends string>(
    question: Question<{ choices: readonly Choice<T>[]; initial?: T | undefined }>,
  ): Promise<Answer<T>>;
  /** Any number of a list, which can be searched; in the order in which they were selected. */
  chooseMany(
    question: Question<{
      choices: readonly Choice[];
      /** The name of a first entry that stands for none of the others. */
      none?: string;
      initial?: readonly string[];
      check?: Check<readonly string[]>;
    }>,
  ): Promise<Answer<readonly string[]>>;
  confirm(question: Question<{ initial: boolean }>): Promise<Answer<boolean>>;
  /** Shows text between questions. */
  info(text: string): void;
}
