import { emitKeypressEvents } from 'node:readline';
import { confirm, input, password, search, select } from '@inquirer/prompts';
import { interruptedError } from '../errors/cli-error.ts';
import type { System } from '../runtime/system.ts';
import { Secret } from '../secret/secret.ts';
import { withoutQuotes } from '../text/pasted.ts';
import { asQuestion, themeOf, type Within } from './prompt-theme.ts';
import { type Answer, BACK, type Choice, type Prompter } from './prompter.ts';
import { plainName, plainText } from './sanitize.ts';
import { searchMany } from './search-many.ts';
import type { Streams } from './streams.ts';
import { createStyle } from './style.ts';
import { createSymbols, showsUnicode } from './symbols.ts';
import { wrapped } from './wrap.ts';

const LONG_LIST = 8;
const MOST_ROWS = 10;
/** What stands behind a question that is answered by yes or no. */
const YES_OR_NO = ' (Y/n) '.length;
/** The pointer's part of each row of a list. */
const POINTER = 2;

interface Wiring {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Asks on the terminal, on standard error, so that standard output stays the result's. */
export function createPrompter(host: System, streams: Streams, signal: AbortSignal): Prompter {
  const keys = host.stdin as unknown as NodeJS.ReadableStream;
  const output = host.stderr as unknown as NodeJS.WritableStream;
  const isUnicode = showsUnicode(host.env, host.platform);
  const look = createSymbols(createStyle(streams.noteColor), isUnicode);
  // inquirer prints by itself, past `streams`: what comes from a service must not steer the terminal here either.
  const within: Within = (text, used = 0) =>
    wrapped(plainText(isUnicode ? text : text.replaceAll('…', '...')), streams.columns && streams.columns - used);
  const ask = <T>(question: (wiring: Wiring) => Promise<T>, backKeys: readonly string[]) =>
    askOne(keys, output, signal, backKeys, question);
  /** What all questions take. */
  const looks = (question: string, behind?: number) => {
    const message = asQuestion(question, within, behind);
    return { message, theme: themeOf({ look, within, isUnicode, columns: streams.columns }, message) };
  };

  return {
    async text({ message, initial, check }) {
      const config = {
        ...looks(message),
        ...(initial !== undefined && { default: plainName(initial) }),
        validate: async (text: string) => text.trim() === '<' || ((await check?.(text.trim())) ?? true),
      };
      const answer = await ask((wiring) => input(config, wiring), ['escape']);
      return answer === BACK || answer.trim() === '<' ? BACK : answer.trim();
    },

    async secret({ message, check }) {
      const { theme, ...rest } = looks(message);
      // An answered secret does not even show how long it is.
      const hiding = { ...theme, style: { ...theme.style, answer: () => theme.style.answer('(hidden)') } };
      const config = { ...rest, theme: hiding, mask: '*', toggleMask: false };
      for (;;) {
        const answer = await ask((wiring) => password(config, wiring), ['escape']);
        if (answer === BACK || answer.trim() === '<') return BACK;
        const secret = new Secret(withoutQuotes(answer).text);
        const wrong = await check?.(secret);
        if (wrong === undefined) return secret;
        // Asked anew, so that the right one is not appended to the wrong one.
        streams.warn(theme.style.error(wrong));
      }
    },

    choose({ message, choices, initial }) {
      // Values may be objects, which inquirer compares by identity: so do we, by place.
      const rows = choices.map(plainChoice).map(({ name, about }, value) => ({
        value,
        name: within(name, POINTER).replaceAll('\n', '\n  '),
        short: within(name, Number.NEGATIVE_INFINITY),
        ...(about && { description: within(about) }),
      }));
      const chosen = choices.findIndex(({ value }) => value === initial);
      const common = { ...looks(message), pageSize: pageSize(streams), ...(chosen >= 0 && { default: chosen }) };
      const found = (term = '') => rows.filter(({ short }) => short.toLowerCase().includes(term.toLowerCase()));
      const question = (wiring: Wiring) =>
        rows.length > LONG_LIST
          ? search({ ...common, source: found }, wiring)
          : select({ ...common, choices: rows, loop: false }, wiring);
      return ask(question, ['escape', '<']).then((at) =>
        at === BACK ? BACK : (choices[at] as (typeof choices)[number]).value,
      );
    },

    chooseMany({ message, choices, initial = [], check }) {
      const config = {
        ...looks(message),
        choices: choices.map(plainChoice),
        initial,
        check: check as never,
        look,
        within,
        pageSize: pageSize(streams),
      };
      return ask((wiring) => searchMany(config, wiring), ['escape', '<']) as Promise<Answer<never>>;
    },

    confirm({ message, initial }) {
      const config = { ...looks(message, YES_OR_NO), default: initial };
      return ask((wiring) => confirm(config, wiring), ['escape', '<']);
    },

    // The plan and the like belong to the questions: they are seen even with --quiet.
    say: (text) => streams.warn(wrapped(text, streams.columns)),
  };
}

/** A name from a service stands in one line of the list. */
function plainChoice<T>({ value, name, about }: Choice<T>): Choice<T> {
  return { value, name: plainName(name), ...(about !== undefined && { about: plainName(about) }) };
}

/**
 * Asks, and gives BACK where the person presses one of the keys that mean so.
 *
 * @throws Fault, exit 130, on Ctrl-C and where the input ends
 */
async function askOne<T>(
  keys: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
  backKeys: readonly string[],
  question: (wiring: Wiring) => Promise<T>,
): Promise<Answer<T>> {
  const back = new AbortController();
  const onKey = (typed: string | undefined, key: { name?: string } | undefined) => {
    if (backKeys.includes(key?.name ?? '') || backKeys.includes(typed ?? '')) back.abort();
  };
  emitKeypressEvents(keys);
  keys.on('keypress', onKey);
  try {
    return await question({ input: keys, output, signal: AbortSignal.any([signal, back.signal]) });
  } catch (error) {
    if (back.signal.aborted && !signal.aborted) return BACK;
    if (error instanceof Error && /^(ExitPrompt|AbortPrompt|CancelPrompt)Error$/.test(error.name))
      throw interruptedError();
    throw error;
  } finally {
    keys.off('keypress', onKey);
  }
}

function pageSize(streams: Streams): number {
  return Math.max(3, Math.min(MOST_ROWS, (streams.rows ?? 24) - 8));
}
