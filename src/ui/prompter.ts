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
  /** It stays on the screen, whatever is searched: `Create a new escalation policy…`. */
  readonly isPinned?: boolean;
}

/**
 * A question; `id` identifies it in tests, and `help` is shown when `?` is entered. What stands in
 * parentheses at the message's end explains it, and is gone once it is answered.
 */
type Question<More> = { readonly id: string; readonly message: string; readonly help?: string } & Readonly<More>;

/** How an answer is checked before the next question is asked. */
export interface Checked<T> {
  readonly check?: Check<T>;
  /** What is shown while the check asks a service: `Checking API key…`. */
  readonly checking?: string;
  /** What is shown behind the question once the answer has passed; by default the answer, which a secret has none of. */
  readonly confirmed?: (answer: T) => string | undefined;
  /** Whether the answer is used although nothing has confirmed it: it gets no check mark. */
  readonly isUnchecked?: (answer: T) => boolean;
}

/** What Esc does at a question, as its footer says. */
export type Escape = 'go back' | 'quit' | 'skip';

/** Asks one question at a time. One implementation for terminals, one for tests. */
export interface Prompter {
  text(question: Question<{ initial?: string | undefined } & Checked<string>>): Promise<Answer<string>>;
  /** What is typed is never shown. */
  secret(question: Question<Checked<Secret>>): Promise<Answer<Secret>>;
  /** One of a list; a long list can be searched. */
  choose<T extends string>(
    question: Question<{
      choices: readonly Choice<T>[];
      initial?: T | undefined;
      /** What the caller does where the answer is BACK; by default, it goes back. */
      escapeTo?: Escape;
    }>,
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
  /**
   * Does some work between questions, and shows what is going on: `Loading escalation policies…`. What is typed meanwhile
   * answers no question. @param work may change the text as it proceeds
   */
  wait<T>(text: string, work: (show: (text: string) => void) => Promise<T>): Promise<T>;
}
