import { emitKeypressEvents } from 'node:readline';
import { confirm, input, password, search, select } from '@inquirer/prompts';
import { interruptedFault } from '../errors.ts';
import type { Host } from '../host.ts';
import { Secret } from '../secret.ts';
import { type Answer, BACK, type Prompter } from '../wizard/prompter.ts';
import { createLook, type Look, showsUnicode } from './look.ts';
import { createPaint } from './paint.ts';
import { searchMany } from './search-many.ts';
import type { Streams } from './streams.ts';
import { wrapped } from './wrap.ts';

const LONG_LIST = 8;
const MOST_ROWS = 10;

interface Wiring {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Asks on the terminal, on standard error, so that standard output stays the result's. */
export function createPrompter(host: Host, streams: Streams, signal: AbortSignal): Prompter {
  const keys = host.stdin as unknown as NodeJS.ReadableStream;
  const output = host.stderr as unknown as NodeJS.WritableStream;
  const look = createLook(createPaint(streams.noteColor), showsUnicode(host.env, host.platform));
  const theme = themeOf(look);
  const ask = <T>(question: (wiring: Wiring) => Promise<T>, backKeys: readonly string[]) =>
    askOne(keys, output, signal, backKeys, question);

  return {
    async text({ message, initial, check }) {
      const answer = await ask(
        (wiring) =>
          input(
            {
              message,
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
          (wiring) => password({ message, theme: hiding(theme), mask: '*', toggleMask: false }, wiring),
          ['escape'],
        );
        if (answer === BACK || answer.trim() === '<') return BACK;
        const secret = new Secret(answer.trim());
        const wrong = await check?.(secret);
        if (wrong === undefined) return secret;
        // Asked anew, so that the right one is not appended to the wrong one.
        streams.warn(look.paint.bad(wrapped(`! ${wrong}`, streams.columns)));
      }
    },

    choose({ message, choices, initial }) {
      // Values may be objects, which inquirer compares by identity: so do we, by place.
      const rows = choices.map(({ name, about }, value) => ({ value, name, ...(about && { description: about }) }));
      const chosen = choices.findIndex(({ value }) => value === initial);
      const common = { message, theme, pageSize: pageSize(streams), ...(chosen >= 0 && { default: chosen }) };
      const question = (wiring: Wiring) =>
        rows.length > LONG_LIST
          ? search(
              {
                ...common,
                source: (term = '') => rows.filter(({ name }) => name.toLowerCase().includes(term.toLowerCase())),
              },
              wiring,
            )
          : select({ ...common, choices: rows, loop: false }, wiring);
      return ask(question, ['escape', '<']).then((at) =>
        at === BACK ? BACK : (choices[at] as (typeof choices)[number]).value,
      );
    },

    chooseMany({ message, choices, initial = [], check }) {
      const config = { message, choices, initial, check: check as never, look, pageSize: pageSize(streams) };
      return ask((wiring) => searchMany(config, wiring), ['escape', '<']) as Promise<Answer<never>>;
    },

    confirm: ({ message, initial }) =>
      ask((wiring) => confirm({ message, theme, default: initial }, wiring), ['escape', '<']),
    say: (text) => streams.say(wrapped(text, streams.columns)),
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

/** inquirer's look, in this program's colours; its own would not know of --no-color. */
function themeOf({ paint, asking, done, pointer }: Look) {
  return {
    prefix: { idle: asking, done },
    spinner: { interval: 120, frames: ['-', '\\', '|', '/'] },
    icon: { cursor: pointer },
    style: {
      answer: paint.accent,
      message: paint.strong,
      error: (text: string) => paint.bad(`! ${text}`),
      defaultAnswer: (text: string) => paint.faint(`(${text})`),
      help: paint.faint,
      highlight: paint.accent,
      key: paint.accent,
      description: paint.faint,
      searchTerm: paint.accent,
      disabled: paint.faint,
      keysHelpTip: (tips: readonly (readonly [string, string])[]) =>
        paint.faint(tips.map(([key, action]) => `${key} ${action}`).join(', ')),
    },
  };
}
