import type { Environment } from '../env/environment.ts';
import type { Style } from './style.ts';

/** The symbols of questions, in their colours. */
export type Symbols = ReturnType<typeof createSymbols>;

/** Creates the symbols. @param unicode false for a terminal that may only support ASCII */
export function createSymbols(style: Style, unicode: boolean) {
  return {
    style,
    question: style.accent('?'),
    done: style.good(unicode ? '✔' : 'ok'),
    /** An answer that nobody has checked yet. */
    unchecked: style.changed(unicode ? '•' : '-'),
    pointer: unicode ? '❯' : '>',
    selected: unicode ? '◉' : '[x]',
    unselected: unicode ? '◯' : '[ ]',
  };
}

/** Returns the frames of a spinner. @param unicode false for a terminal that may only support ASCII */
export function spinnerFrames(unicode: boolean): { interval: number; frames: string[] } {
  return unicode
    ? { interval: 80, frames: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] }
    : { interval: 120, frames: ['-', '\\', '|', '/'] };
}

/** Whether a terminal shows more than ASCII, judging by environment variables. */
export function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM === 'vscode' || env.ConEmuTask);
  if (env.TERM === 'linux' || env.TERM === 'dumb') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || /utf-?8/i.test(locale);
}
