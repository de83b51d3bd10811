import { emitKeypressEvents } from 'node:readline';
import { confirm, input, password, search, select } from '@inquirer/prompts';
import { interruptedFault } from '../errors.ts';
import type { Host } from '../host.ts';
import { Secret } from '../secret.ts';
import { type Answer, BACK, type Choice, type Prompter } from '../wizard/prompter.ts';
import { createLook, showsUnicode } from './look.ts';
import { createPaint } from './paint.ts';
import { themeOf, type Within } from './prompt-theme.ts';
import { searchMany } from './search-many.ts';
import type { Streams } from './streams.ts';
import { wrapped } from './wrap.ts';

const LONG_LIST = 8;
const MOST_ROWS = 10;
/** What stands before a question: a sign and a space. */
const BEFORE = 3;
/** What stands behind one that is answered by yes or no. */
const YES_OR_NO = ' (Y/n) '.length;

interface Wiring {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Asks on the terminal, on standard error, so that standard output stays the result's. */
export function createPrompter(host: Host, streams: Streams, signal: AbortSignal): Prompter {
  const keys = host.stdin as unknown as NodeJS.ReadableStream;
  const output = host.stderr as unknown as NodeJS.WritableStream;
  const isUnicode = showsUnicode(host.env, host.platform);
  const look = createLook(createPaint(streams.noteColor), isUnicode);
  // inquirer breaks lines in the middle of words: what is long is broken before it gets there.
  const within: Within = (text, used = 0) =>
    wrapped(isUnicode ? text : text.replaceAll('…', '...'), streams.columns && streams.columns - used);
  const theme = themeOf(look, within, isUnicode);
  const asked = (message: string, behind = 0) => within(message, BEFORE + behind).replaceAll('\n', '\n  ');
  // Two columns of each row are the pointer's.
  const shown = <T>(choices: readonly Choice<T>[]) =>
    choices.map(({ name, about, ...rest }) => ({
      ...rest,
      name: within(name, 2),
      ...(about && { about: within(about) }),
    }));
  const ask = <T>(question: (wiring: Wiring) => Promise<T>, backKeys: readonly string[]) =>
    askOne(keys, output, signal, backKeys, question);

  return {
    async text({ message, initial, check }) {
      const answer = await ask(
        (wiring) =>
          input(
            {
              message: asked(message),
              theme,
              ...(initial !== undefined && { default: initial }),
              validate: async (text) => text.trim() === '<' || ((await check?.(text.trim())) ?? true),
            },
            wiring,
          ),
        ['escape'],
      );
      return answer === BACK || answer.trim() === '<' ? BACK : answer.trim();
    },

    async secret({ message, check }) {
      for (;;) {
        const answer = await ask(
          (wiring) => password({ message: asked(message), theme: hiding(theme), mask: '*', toggleMask: false }, wiring),
          ['escape'],
        );
        if (answer === BACK || answer.trim() === '<') return BACK;
        const secret = new Secret(answer.trim());
        const wrong = await check?.(secret);
        if (wrong === undefined) return secret;
        // Asked anew, so that the right one is not appended to the wrong one.
        streams.warn(theme.style.error(wrong));
      }
    },

    choose({ message, choices, initial }) {
      // Values may be objects, which inquirer compares by identity: so do we, by place.
      const rows = shown(choices).map(({ name, about }, value) => ({
        value,
        name,
        ...(about && { description: about }),
      }));
      const chosen = choices.findIndex(({ value }) => value === initial);
      const common = {
        message: asked(message),
        theme,
        pageSize: pageSize(streams),
        ...(chosen >= 0 && { default: chosen }),
      };
      const found = (term = '') => rows.filter(({ name }) => name.toLowerCase().includes(term.toLowerCase()));
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
        message: asked(message),
        choices: shown(choices),
        initial,
        check: check as never,
        look,
        within,
        pageSize: pageSize(streams),
      };
      return ask((wiring) => searchMany(config, wiring), ['escape', '<']) as Promise<Answer<never>>;
    },

    confirm: ({ message, initial }) =>
      ask(
        (wiring) => confirm({ message: asked(message, YES_OR_NO), theme, default: initial }, wiring),
        ['escape', '<'],
      ),
    // The plan and the like belong to the questions: they are seen even with --quiet.
    say: (text) => streams.warn(within(text)),
  };
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
      throw interruptedFault();
    throw error;
  } finally {
    keys.off('keypress', onKey);
  }
}

/** An answered secret does not even show how long it is. */
function hiding(theme: ReturnType<typeof themeOf>) {
  return { ...theme, style: { ...theme.style, answer: () => theme.style.answer('(hidden)') } };
}

function pageSize(streams: Streams): number {
  return Math.max(3, Math.min(MOST_ROWS, (streams.rows ?? 24) - 8));
}
