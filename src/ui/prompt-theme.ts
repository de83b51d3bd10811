import type { Escape } from './prompter.ts';
import { type Symbols, spinnerFrames } from './symbols.ts';

/** Wraps text at words. @param used columns of each line that something else occupies */
export type Wrap = (text: string, used?: number) => string;

/** Columns before a question: its symbol and a space, at most `ok `. */
const SYMBOL_COLUMNS = 3;
/** The column of answers on a wide terminal, counted from the question. */
const ANSWER_COLUMN = 20;
/** Columns after a question: a space, and the cursor. */
const CURSOR_COLUMNS = 2;

/** Wraps a question at words, since inquirer wraps anywhere. @param after columns needed after its last line */
export function wrapQuestion(message: string, wrap: Wrap, after = 0): string {
  return wrap(message, SYMBOL_COLUMNS + CURSOR_COLUMNS + after).replaceAll('\n', '\n  ');
}

/** Everything that determines what the questions look like. */
export interface Appearance {
  readonly symbols: Symbols;
  readonly wrap: Wrap;
  readonly unicode: boolean;
  readonly columns: number | undefined;
}

/** The answer to `?` if a question has no help. */
export const NO_HELP = 'There is no further help for this question.';

/** What the line about a list's keys depends on. */
interface ListKeys {
  readonly isMany: boolean;
  readonly hasHelp: boolean;
  readonly escapeTo: Escape;
  /** The entries on the screen, unless all of them are. */
  readonly position: { readonly first: number; readonly last: number; readonly of: number } | undefined;
}

/** What all questions have in common: their symbols, their colours, and where the answer is shown. */
export type PromptTheme = ReturnType<typeof createPromptTheme>;

/** Determines what the questions look like on a terminal. */
export function createPromptTheme({ symbols, wrap, unicode, columns }: Appearance) {
  const { style, done, unchecked, selected } = symbols;
  /** Places a text after the question, or below if it does not fit there with the cursor. */
  const placed = (message: string, text: string) => {
    const lastLine = message.slice(message.lastIndexOf('\n') + 1);
    if (!columns || SYMBOL_COLUMNS + lastLine.length + text.length + CURSOR_COLUMNS < columns) return ` ${text}`;
    return `\n  ${wrap(text, 2 + CURSOR_COLUMNS).replaceAll('\n', '\n  ')}`;
  };
  return {
    ...symbols,
    columns,
    wrap,
    boxColumns: selected.length + 1,
    spinner: spinnerFrames(unicode),
    /** An answered question, without its explanation; answers are aligned in a column. */
    answered(message: string, text: string, isChecked = true): string {
      const title = message.replace(/\s*\([^()]*\)$/, '');
      const isWide = columns !== undefined && columns >= 2 * ANSWER_COLUMN;
      const aligned = isWide && !title.includes('\n') ? title.padEnd(ANSWER_COLUMN) : title;
      return `${isChecked ? done : unchecked} ${style.strong(aligned)}${style.accent(placed(aligned, text))}`.trimEnd();
    },
    /** A question the user left without an answer, such as for its help. */
    left: (message: string, typed: string) => `${symbols.question} ${style.strong(message)} ${typed}`.trimEnd(),
    /** A question with the answer that Enter gives. */
    offering: (message: string, text: string | undefined) =>
      text === undefined ? style.strong(message) : style.strong(message) + style.faint(placed(message, `(${text})`)),
    problem: (text: string) => style.bad(wrap(`! ${text}`)),
    listKeys({ isMany, hasHelp, escapeTo, position }: ListKeys): string {
      const dash = unicode ? '–' : '-';
      const arrows = `${unicode ? '↑↓' : 'up/down'} to move`;
      const keys = [
        isMany
          ? ['type to search', 'Space to select', 'Enter to continue']
          : [arrows, 'type to search', 'Enter to select'],
        hasHelp ? ['? for help'] : [],
        [`Esc to ${escapeTo}`],
      ].flat();
      const sentence = keys.join(', ');
      if (!position) return sentence[0]?.toUpperCase() + sentence.slice(1);
      return `${position.first}${dash}${position.last} of ${position.of}${unicode ? ' · ' : ': '}${sentence}`;
    },
  };
}
