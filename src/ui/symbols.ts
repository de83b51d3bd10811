import type { Style } from './style.ts';

/** The symbols of questions, and the colours they are in. */
export interface Symbols {
  readonly paint: Style;
  readonly asking: string;
  readonly done: string;
  readonly pointer: string;
  readonly taken: string;
  readonly notTaken: string;
}

/** One symbol set; ASCII where the terminal may not have the others. */
export function createSymbols(paint: Style, unicode: boolean): Symbols {
  return {
    paint,
    asking: paint.accent('?'),
    done: paint.good(unicode ? '✔' : 'ok'),
    pointer: unicode ? '❯' : '>',
    taken: unicode ? '◉' : '[x]',
    notTaken: unicode ? '◯' : '[ ]',
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a terminal shows more than ASCII, as far as its variables tell. */
export function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM === 'vscode' || env.ConEmuTask);
  if (env.TERM === 'linux' || env.TERM === 'dumb') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || /utf-?8/i.test(locale);
}
