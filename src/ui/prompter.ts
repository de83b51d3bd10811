import type { Secret } from '../secret/secret.ts';

/** The answer if the user wants to go back to the previous question. */
export const BACK = Symbol('back');
/** What a question resolves to. */
export type Answer<T> = T | typeof BACK;

/** Returns what is wrong with an answer, or undefined. May ask a service. */
export type Check<T> = (value: T) => string | undefined | Promise<string | undefined>;

/** An entry of a list to choose from. */
export interface Choice<T extends string = string> {
  readonly value: T;
  /** The text to show and search. */
  readonly name: string;
  /** One line on what it means, shown while the entry is highlighted. */
  readonly description?: string;
  /** Whether it stays on the screen during a search: `Create a new escalation policy…`. */
  readonly isPinned?: boolean;
}

/**
 * A question. `id` identifies it in tests, and `?` shows `help`. An explanation in parentheses at the message's end
 * disappears once it is answered.
 */
type Question<More> = { readonly id: string; readonly message: string; readonly help?: string } & Readonly<More>;

/** How to check an answer before the next question. */
export interface Checked<T> {
  readonly check?: Check<T>;
  /** What to show while the check asks a service: `Checking API key…`. */
  readonly checking?: string;
  /** Returns what to show after the question once the check has passed; by default, the answer, but no secret. */
  readonly confirmed?: (answer: T) => string | undefined;
  /** Whether the answer is used unconfirmed, so that it gets no check mark. */
  readonly isUnchecked?: (answer: T) => boolean;
}

/** What Esc does at a question, as shown in its footer. */
export type Escape = 'go back' | 'quit' | 'skip';

/** Asks one question at a time. */
export interface Prompter {
  text(question: Question<{ initial?: string | undefined } & Checked<string>>): Promise<Answer<string>>;
  /** Never shows what is typed. */
  secret(question: Question<Checked<Secret>>): Promise<Answer<Secret>>;
  /** Asks for one entry of a list, which can be searched. */
  choose<T extends string>(
    question: Question<{
      choices: readonly Choice<T>[];
      initial?: T | undefined;
      /** What the caller does if the answer is BACK; by default, it goes back. */
      escapeTo?: Escape;
    }>,
  ): Promise<Answer<T>>;
  /** Asks for any number of entries of a list, which can be searched. Returns them in the order of selection. */
  chooseMany(
    question: Question<{
      choices: readonly Choice[];
      /** The name of a first entry that means none of the others. */
      none?: string;
      initial?: readonly string[];
      check?: Check<readonly string[]>;
    }>,
  ): Promise<Answer<readonly string[]>>;
  confirm(question: Question<{ initial: boolean }>): Promise<Answer<boolean>>;
  /** Shows text between questions. */
  info(text: string): void;
  /**
   * Does some work between questions, and shows its progress: `Loading escalation policies…`. What is typed meanwhile
   * answers no question. @param work may change the text as it proceeds
   */
  wait<T>(text: string, work: (show: (text: string) => void) => Promise<T>): Promise<T>;
}
