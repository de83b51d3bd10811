import type { Symbols } from './symbols.ts';

/** Breaks a text at words. @param used columns that something else takes in each line */
export type Within = (text: string, used?: number) => string;

/** Columns before a question: its sign and a space, `ok ` at most. */
const BEFORE = 3;

/** A question's text, broken at words: inquirer breaks them anywhere. @param behind columns behind its last line */
export function asQuestion(message: string, within: Within, behind = 0): string {
  return within(message, BEFORE + behind).replaceAll('\n', '\n  ');
}

/** An answer behind its question, or below it where it does not fit there. */
export function asAnswer(text: string, question: string, within: Within, columns: number | undefined): string {
  const line = question.slice(question.lastIndexOf('\n') + 1);
  if (!columns || BEFORE + line.length + 1 + text.length <= columns) return text;
  return `\n  ${within(text, 2).replaceAll('\n', '\n  ')}`;
}

interface ThemeParts {
  readonly look: Symbols;
  readonly within: Within;
  readonly isUnicode: boolean;
  readonly columns: number | undefined;
}

/** inquirer's look, in this program's colours and words; its own would not know of --no-color. @param question as shown */
export function themeOf({ look, within, isUnicode, columns }: ThemeParts, question: string) {
  const { paint, asking, done, pointer } = look;
  const keys: Readonly<Record<string, string>> = {
    navigate: `${isUnicode ? '↑↓' : 'up and down'} to move`,
    select: 'Enter to choose',
  };
  return {
    prefix: { idle: asking, done },
    spinner: { interval: 120, frames: ['-', '\\', '|', '/'] },
    icon: { cursor: pointer },
    style: {
      answer: (text: string) => paint.accent(asAnswer(text, question, within, columns)),
      message: paint.strong,
      error: (text: string) => paint.bad(within(`! ${text}`)),
      defaultAnswer: (text: string) => paint.faint(`(${text})`),
      help: paint.faint,
      highlight: paint.accent,
      key: paint.accent,
      description: paint.faint,
      searchTerm: paint.accent,
      disabled: paint.faint,
      keysHelpTip: (tips: readonly (readonly [string, string])[]) =>
        paint.faint(within([...tips.map(([, action]) => keys[action] ?? action), 'Esc to go back'].join(', '))),
    },
  };
}
