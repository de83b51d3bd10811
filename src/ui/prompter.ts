import type { Secret } from '../secret/secret.ts';

/** What a question gives when the person wants the one before. */
export const BACK = Symbol('back');
export type Answer<T> = T | typeof BACK;

/** Says what is wrong with an answer, or nothing. May look it up. */
export type Check<T> = (value: T) => string | undefined | Promise<string | undefined>;

export interface Choice<T> {
  readonly value: T;
  /** What is shown, and searched in. */
  readonly name: string;
  /** One line on what it means, shown while it is pointed at. */
  readonly about?: string;
}

/** A question; `id` is its name in tests. */
interface Question {
  readonly id: string;
  readonly message: string;
}

/** Asks one question at a time. One implementation for terminals, one for tests. */
export interface Prompter {
  text(question: Question & { readonly initial?: string; readonly check?: Check<string> }): Promise<Answer<string>>;
  /** What is typed is never shown. */
  secret(question: Question & { readonly check?: Check<Secret> }): Promise<Answer<Secret>>;
  /** One of a list; a long list can be searched. */
  choose<T>(question: Question & { readonly choices: readonly Choice<T>[]; readonly initial?: T }): Promise<Answer<T>>;
  /** Any number of a list, which can be searched. */
  chooseMany<T>(
    question: Question & {
      readonly choices: readonly Choice<T>[];
      readonly initial?: readonly T[];
      readonly check?: Check<readonly T[]>;
    },
  ): Promise<Answer<readonly T[]>>;
  confirm(question: Question & { readonly initial: boolean }): Promise<Answer<boolean>>;
  /** Text between questions. */
  say(text: string): void;
}
