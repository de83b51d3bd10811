import type { Symbols } from './symbols.ts';

/** Wraps text at words. @param used columns of each line that something else takes */
export type Wrap = (text: string, used?: number) => string;

/** Columns before a question: its symbol and a space, at most `ok `. */
const SYMBOL_COLUMNS = 3;

/** A question's text, wrapped at words, since inquirer wraps anywhere. @param after columns needed after its last line */
export function wrapQuestion(message: string, wrap: Wrap, after = 0): string {
  return wrap(message, SYMBOL_COLUMNS + after).replaceAll('\n', '\n  ');
}

/** Everything that determines what the questions look like. */
export interface Appearance {
  readonly symbols: Symbols;
  readonly wrap: Wrap;
  readonly unicode: boolean;
  readonly columns: number | undefined;
}

/** inquirer's theme in this program's colours and words; its own does not know `--no-color`. */
export type PromptTheme = ReturnType<typeof createPromptTheme>;

/** @param question as it is shown: the answer goes behind it, or below it where it does not fit there */
export function createPromptTheme({ symbols, wrap, unicode, columns }: Appearance, question: string) {
  const { style, question: idle, done, pointer } = symbols;
  const keys: Readonly<Record<string, string>> = {
    navigate: `${unicode ? '↑↓' : 'up and down'} to move`,
    select: 'Enter to choose',
  };
  const lastLine = question.slice(question.lastIndexOf('\n') + 1);
  const placeAnswer = (text: string) => {
    if (!columns || SYMBOL_COLUMNS + lastLine.length + 1 + text.length <= columns) return text;
    return `\n  ${wrap(text, 2).replaceAll('\n', '\n  ')}`;
  };
  return {
    prefix: { idle, done },
    spinner: { interval: 120, frames: ['-', '\\', '|', '/'] },
    icon: { cursor: pointer },
    style: {
      answer: (text: string) => style.accent(placeAnswer(text)),
      message: style.strong,
      error: (text: string) => style.bad(wrap(`! ${text}`)),
      defaultAnswer: (text: string) => style.faint(`(${text})`),
      help: style.faint,
      highlight: style.accent,
      key: style.accent,
      description: style.faint,
      searchTerm: style.accent,
      disabled: style.faint,
      keysHelpTip: (tips: readonly (readonly [string, string])[]) =>
        style.faint(wrap([...tips.map(([, action]) => keys[action] ?? action), 'Esc to go back'].join(', '))),
    },
  };
}
