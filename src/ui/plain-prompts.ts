import { StringDecoder } from 'node:string_decoder';
import { cancelledError } from '../errors/cli-error.ts';
import { Secret } from '../secret/secret.ts';
import { withoutQuotes } from '../text/pasted.ts';
import type { Keys } from './keyboard.ts';
import { NO_HELP } from './prompt-theme.ts';
import { type Answer, BACK, type Checked, type Choice, type Prompter } from './prompter.ts';
import type { Terminal } from './prompts.ts';
import { plainName, plainText } from './sanitize.ts';
import { startSpinner } from './spinner.ts';
import type { Streams } from './streams.ts';
import { wrap } from './wrap.ts';

const BACK_TEXT = '<';
const HELP_TEXT = '?';
const [CTRL_C, ESCAPE, BACKSPACE, DELETE] = ['\u0003', '\u001b', '\b', '\u007f'];
/** Erases the last character on any terminal. */
const RUB_OUT = '\b \b';

/** Reads a typed answer. @returns the answer, or what is wrong with it */
type Reading<T> = (typed: string) => Promise<{ readonly answer: T } | { readonly problem: string }>;

interface Line {
  readonly message: string;
  readonly help?: string | undefined;
  /** What Enter answers, as shown. */
  readonly offered?: string | undefined;
  readonly isHidden?: boolean;
}

/** Asks on a terminal that can only print lines (TERM=dumb): without escape sequences, and with numbered choices. */
export function createPlainPrompter({ keyboard, output }: Terminal, streams: Streams, signal: AbortSignal): Prompter {
  const inAscii = (text: string) => (streams.unicode ? text : text.replaceAll('…', '...'));
  const info = streams.warn;

  async function ask<T>(line: Line, read: Reading<T>): Promise<Answer<T>> {
    const { message, help, offered } = line;
    const hints = [...(offered ? [plainName(offered)] : []), ...(help ? [`${HELP_TEXT} for help`] : [])];
    const question = `? ${message}${hints.length > 0 ? ` (${hints.join('; ')})` : ''}: `;
    for (;;) {
      const typed = await keyboard.ask((keys) => {
        output.write(
          wrap(inAscii(plainText(question)), streams.columns && streams.columns - 2).replaceAll('\n', '\n  '),
        );
        return readLine(keys, output, signal, line.isHidden ?? false);
      });
      const answer = typed.trim();
      if (answer === BACK_TEXT) return BACK;
      if (answer === HELP_TEXT) {
        info(help ?? NO_HELP);
        continue;
      }
      const result = await read(answer);
      if ('answer' in result) return result.answer;
      info(`! ${result.problem}`);
    }
  }

  async function wait<T>(text: string | undefined, work: (show: (text: string) => void) => Promise<T>): Promise<T> {
    const release = keyboard.hold();
    const spinner = startSpinner(streams, text);
    return work(spinner.show).finally(() => {
      spinner.stop();
      release();
    });
  }

  /** Checks an answer, and shows it once it has passed. @returns the answer, or the problem */
  async function checked<T>(value: T, question: { readonly message: string } & Checked<T>): ReturnType<Reading<T>> {
    const { message, checking, check, confirmed } = question;
    const problem = await wait(checking, async () => check?.(value));
    if (problem !== undefined) return { problem };
    const shown = confirmed?.(value);
    if (shown !== undefined) info(`${message}: ${plainName(shown)}`);
    return { answer: value };
  }

  function showChoices(choices: readonly Choice[], numbers: readonly number[]): void {
    const lines = numbers.flatMap((number) => {
      const choice = choices[number - 1];
      const description = choice?.description ? ` - ${plainName(choice.description)}` : '';
      return choice ? [`  ${number}. ${plainName(choice.name)}${description}`] : [];
    });
    info(lines.join('\n'));
  }

  /** Returns the choice with this number, or the only one whose name contains this text. Shows several matches. */
  function chosen<T extends Choice>(choices: readonly T[], typed: string): T | undefined {
    const byNumber = /^\d+$/.test(typed) ? choices[Number(typed) - 1] : undefined;
    if (byNumber) return byNumber;
    const matches = numbersOf(choices, ({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
    if (matches.length > 1 && matches.length < choices.length) showChoices(choices, matches);
    return matches.length === 1 ? choices[Number(matches[0]) - 1] : undefined;
  }

  return {
    text: ({ initial, help, ...question }) =>
      ask({ message: question.message, help, offered: initial }, (typed) =>
        checked(typed || (initial ?? ''), question),
      ),

    secret: ({ help, ...question }) =>
      ask({ message: question.message, help, isHidden: true }, (typed) =>
        checked(new Secret(withoutQuotes(typed).text), question),
      ),

    choose({ message, help, choices, initial }) {
      const index = Math.max(
        0,
        choices.findIndex(({ value }) => value === initial),
      );
      showChoices(choices, numbersOf(choices));
      return ask({ message, help, offered: `number, ${index + 1}` }, async (typed) => {
        const choice = typed === '' ? choices[index] : chosen(choices, typed);
        return choice ? { answer: choice.value } : { problem: 'Enter the number of one of them.' };
      });
    },

    chooseMany({ message, help, choices, none, initial = [], check }) {
      const all = none === undefined ? choices : [...choices, { value: '', name: none }];
      const names = choices.filter(({ value }) => initial.includes(value)).map(({ name }) => name);
      const taken = names.join(', ') || none;
      const offered = `numbers, separated by commas${taken === undefined ? '' : `; Enter: ${taken}`}`;
      showChoices(all, numbersOf(all));
      return ask<readonly string[]>({ message, help, offered }, async (typed) => {
        const picked = typed === '' ? [] : typed.split(',').map((each) => chosen(all, each.trim()));
        if (picked.includes(undefined)) return { problem: 'Enter the numbers, separated by commas.' };
        const values = typed === '' ? initial : picked.flatMap((each) => (each?.value ? [each.value] : []));
        return checked(values, { message, ...(check && { check }) });
      });
    },

    confirm: ({ message, help, initial }) =>
      ask({ message, help, offered: initial ? 'Y/n' : 'y/N' }, async (typed) => {
        const word = typed.toLowerCase();
        if (word === '') return { answer: initial };
        if ('yes'.startsWith(word)) return { answer: true };
        return 'no'.startsWith(word) ? { answer: false } : { problem: 'Enter y for yes or n for no.' };
      }),

    info,
    wait,
  };
}

/** Returns the numbers of choices, as shown. */
function numbersOf(choices: readonly Choice[], isShown: (choice: Choice) => boolean = () => true): number[] {
  return choices.flatMap((choice, index) => (isShown(choice) ? [index + 1] : []));
}

/** Reads a line with its own editing: the terminal's would also echo what is typed between questions. */
function readLine(keys: Keys, output: NodeJS.WritableStream, signal: AbortSignal, isHidden: boolean): Promise<string> {
  const decoder = new StringDecoder('utf8');
  const echo = (text: string) => isHidden || output.write(text);
  return new Promise((resolve, reject) => {
    let line: string[] = [];
    const end = (act: () => void) => {
      signal.removeEventListener('abort', onAbort);
      keys.ignore();
      output.write('\n');
      act();
    };
    const onKey = (key: string) => {
      if (key === CTRL_C) end(() => reject(cancelledError()));
      else if (key === '\r' || key === '\n') end(() => resolve(line.join('')));
      else if (key === BACKSPACE || key === DELETE) {
        if (line.length > 0) echo(RUB_OUT);
        line = line.slice(0, -1);
      } else if (/^\P{C}$/u.test(key)) {
        line.push(key);
        echo(key);
      }
    };
    const onAbort = () => end(() => reject(cancelledError()));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    keys.input.on('data', (chunk: Buffer) => {
      const typed = decoder.write(chunk);
      if (typed === ESCAPE) end(() => resolve(BACK_TEXT));
      // Keys that are not characters, such as arrows, have no meaning here.
      else if (!typed.startsWith(ESCAPE)) for (const key of typed) onKey(key);
    });
  });
}
