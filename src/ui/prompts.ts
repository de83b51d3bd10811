import { emitKeypressEvents } from 'node:readline';
import { confirm, input, password, search, select } from '@inquirer/prompts';
import { interruptedError } from '../errors/cli-error.ts';
import { Secret } from '../secret/secret.ts';
import { withoutQuotes } from '../text/pasted.ts';
import { type Appearance, createPromptTheme, wrapQuestion } from './prompt-theme.ts';
import { type Answer, BACK, type Prompter } from './prompter.ts';
import { plainName, plainText } from './sanitize.ts';
import { searchMany } from './search-many.ts';
import type { Streams } from './streams.ts';
import { createStyle } from './style.ts';
import { createSymbols } from './symbols.ts';
import { wrap } from './wrap.ts';

const MAX_SCROLLED_CHOICES = 8;
const MAX_PAGE_SIZE = 10;
/** Follows a question that is answered with yes or no. */
const YES_OR_NO_COLUMNS = ' (Y/n) '.length;
const POINTER_COLUMNS = 2;
/** Typed as an answer, it goes back like Esc. */
const BACK_TEXT = '<';
const TEXT_BACK_KEYS = ['escape'];
const LIST_BACK_KEYS = ['escape', BACK_TEXT];

/** The two ends of a terminal. Questions go to standard error, so that standard output has the result alone. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** How a prompt of inquirer is connected to the terminal. */
interface PromptContext extends Terminal {
  readonly signal: AbortSignal;
}

/** Asks on a terminal. */
export function createPrompter(terminal: Terminal, streams: Streams, signal: AbortSignal): Prompter {
  const { unicode } = streams;
  const symbols = createSymbols(createStyle(streams.noteColor), unicode);
  // inquirer writes past `streams`, so control characters in a service's text have to be removed here.
  const wrapPlain = (text: string, used = 0) =>
    wrap(plainText(unicode ? text : text.replaceAll('…', '...')), streams.columns && streams.columns - used);
  const appearance = (): Appearance => ({ symbols, wrap: wrapPlain, unicode, columns: streams.columns });
  const common = (question: string, after?: number) => {
    const message = wrapQuestion(question, wrapPlain, after);
    return { message, theme: createPromptTheme(appearance(), message) };
  };
  const pageSize = () => Math.max(3, Math.min(MAX_PAGE_SIZE, (streams.rows ?? 24) - 8));
  const ask = <T>(backKeys: readonly string[], prompt: (context: PromptContext) => Promise<T>) =>
    askOrGoBack(terminal, signal, backKeys, prompt);

  return {
    async text({ message, initial, check }) {
      const config = {
        ...common(message),
        ...(initial !== undefined && { default: plainName(initial) }),
        validate: async (text: string) => text.trim() === BACK_TEXT || ((await check?.(text.trim())) ?? true),
      };
      const answer = await ask(TEXT_BACK_KEYS, (context) => input(config, context));
      return answer === BACK || answer.trim() === BACK_TEXT ? BACK : answer.trim();
    },

    async secret({ message, check }) {
      const { theme, ...rest } = common(message);
      // Once answered, not even the length of a secret is shown.
      const hidden = { ...theme, style: { ...theme.style, answer: () => theme.style.answer('(hidden)') } };
      const config = { ...rest, theme: hidden, mask: '*', toggleMask: false };
      for (;;) {
        const answer = await ask(TEXT_BACK_KEYS, (context) => password(config, context));
        if (answer === BACK || answer.trim() === BACK_TEXT) return BACK;
        const secret = new Secret(withoutQuotes(answer).text);
        const problem = await check?.(secret);
        if (problem === undefined) return secret;
        // A new prompt, so that the right secret is not appended to the wrong one.
        streams.warn(theme.style.error(problem));
      }
    },

    choose({ message, choices, initial }) {
      const shown = choices.map(({ value, name, description }) => ({
        value,
        name: wrapPlain(plainName(name), POINTER_COLUMNS).replaceAll('\n', '\n  '),
        short: wrapPlain(plainName(name), Number.NEGATIVE_INFINITY),
        ...(description && { description: wrapPlain(plainName(description)) }),
      }));
      const config = { ...common(message), pageSize: pageSize(), ...(initial !== undefined && { default: initial }) };
      const source = (term = '') => shown.filter(({ short }) => short.toLowerCase().includes(term.toLowerCase()));
      return ask(LIST_BACK_KEYS, (context) =>
        shown.length > MAX_SCROLLED_CHOICES
          ? search({ ...config, source }, context)
          : select({ ...config, choices: shown, loop: false }, context),
      );
    },

    chooseMany({ message, choices, none, initial = [], check }) {
      const config = {
        ...common(message),
        ...appearance(),
        choices: choices.map(({ value, name }) => ({ value, name: plainName(name) })),
        none,
        initial,
        check,
        pageSize: pageSize(),
      };
      return ask(LIST_BACK_KEYS, (context) => searchMany(config, context));
    },

    confirm({ message, initial }) {
      const config = { ...common(message, YES_OR_NO_COLUMNS), default: initial };
      return ask(LIST_BACK_KEYS, (context) => confirm(config, context));
    },

    // The plan and the like are part of a question: they are shown even with --quiet.
    info: (text) => streams.warn(wrap(text, streams.columns)),
    wait: (_text, work) => work(() => undefined),
  };
}

/** Asks, or resolves to BACK where a key for that is pressed. @throws CliError, exit 130, on Ctrl-C and at its end */
async function askOrGoBack<T>(
  { input, output }: Terminal,
  signal: AbortSignal,
  backKeys: readonly string[],
  prompt: (context: PromptContext) => Promise<T>,
): Promise<Answer<T>> {
  const back = new AbortController();
  const onKey = (typed: string | undefined, key: { name?: string } | undefined) => {
    if (backKeys.includes(key?.name ?? '') || backKeys.includes(typed ?? '')) back.abort();
  };
  emitKeypressEvents(input);
  input.on('keypress', onKey);
  try {
    return await prompt({ input, output, signal: AbortSignal.any([signal, back.signal]) });
  } catch (error) {
    if (back.signal.aborted && !signal.aborted) return BACK;
    if (error instanceof Error && /^(ExitPrompt|AbortPrompt|CancelPrompt)Error$/.test(error.name))
      throw interruptedError();
    throw error;
  } finally {
    input.off('keypress', onKey);
  }
}
