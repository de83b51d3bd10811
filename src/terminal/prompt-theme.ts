import type { Look } from './look.ts';

/** Breaks a text at words. @param used columns that something else takes in each line */
export type Within = (text: string, used?: number) => string;

/** inquirer's look, in this program's colours and words; its own would not know of --no-color. */
export function themeOf({ paint, asking, done, pointer }: Look, within: Within, isUnicode: boolean) {
  const keys: Readonly<Record<string, string>> = {
    navigate: `${isUnicode ? '↑↓' : 'up and down'} to move`,
    select: 'Enter to choose',
  };
  return {
    prefix: { idle: asking, done },
    spinner: { interval: 120, frames: ['-', '\\', '|', '/'] },
    icon: { cursor: pointer },
    style: {
      answer: paint.accent,
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
