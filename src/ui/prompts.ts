import { emitKeypressEvents } from 'node:readline';
import { cancelledError } from '../errors/cli-error.ts';
import { Secret } from '../secret/secret.ts';
import { withoutQuotes } from '../text/pasted.ts';
import type { Keyboard, Keys } from './keyboard.ts';
import { linePrompt } from './line-prompt.ts';
import { listPrompt } from './list-prompt.ts';
import { type ListState, NONE, startingAt } from './list-state.ts';
import { createPromptTheme, NO_HELP, wrapQuestion } from './prompt-theme.ts';
import { type Answer, BACK, type Choice, type Prompter } from './prompter.ts';
import { plainName, plainText } from './sanitize.ts';
import { startSpinner } from './spinner.ts';
import type { Streams } from './streams.ts';
import { createStyle } from './style.ts';
import { createSymbols } from './symbols.ts';
import { wrap } from './wrap.ts';

/** What follows a yes-or-no question. */
const YES_OR_NO_COLUMNS = ' (Y/n) '.length;
/** The answer that goes back, like Esc. */
const BACK_TEXT = '<';
/** The answer that shows the help. */
const HELP_TEXT = '?';
const TEXT_BACK_KEYS = ['escape'];
const LIST_BACK_KEYS = ['escape', BACK_TEXT];

/** Drawn by inquirer, which also shows what a check waits for, so that nobody else prints a line about it. */
const QUESTION = { start: () => undefined, stop: () => undefined };

/** The two ends of a terminal. Questions go to standard error, so that standard output has only the result. */
export interface Terminal {
  readonly keyboard: Keyboard;
  readonly output: NodeJS.WritableStream;
}

/** How an inquirer prompt is connected to the terminal. */
interface Asking {
  readonly keys: Keys;
  readonly context: {
    readonly input: NodeJS.ReadableStream;
    readonly output: NodeJS.WritableStream;
    readonly signal: AbortSignal;
    /** Whether the question disappears from the screen at its end. */
    readonly clearPromptOnDone: boolean;
  };
  /** Ends the prompt with an error. */
  readonly fail: (error: unknown) => void;
}

/** Asks on a terminal. */
export function createPrompter({ keyboard, output }: Terminal, streams: Streams, signal: AbortSignal): Prompter {
  const { unicode } = streams;
  const symbols = createSymbols(createStyle(streams.noteColor), unicode);
  // inquirer bypasses `streams`, so control characters in a service's text must be removed here.
  const wrapPlain = (text: string, used = 0) =>
    wrap(plainText(unicode ? text : text.replaceAll('…', '...')), streams.columns && streams.columns - used);
  const common = (question: string, after?: number) => ({
    message: wrapQuestion(question, wrapPlain, after),
    theme: createPromptTheme({ symbols, wrap: wrapPlain, unicode, columns: streams.columns }),
  });
  const shownWhile = (text: string | undefined) => (text === undefined ? undefined : () => streams.activity(text));

  /** Asks for a line until it is not a request for help. */
  async function askLine(
    { message, help, after }: { message: string; help?: string | undefined; after?: number },
    backKeys: readonly string[],
    line: Omit<Parameters<typeof linePrompt>[0], 'message' | 'theme' | 'keys' | 'hint'>,
  ): Promise<Answer<string>> {
    for (;;) {
      const answer = await ask(backKeys, ({ keys, context, fail }) => {
        const isCommand = (typed: string) =>
          typed.trim() === BACK_TEXT || (help !== undefined && typed.trim() === HELP_TEXT);
        const check = async (typed: string) => {
          if (isCommand(typed)) return undefined;
          const problem = await line.check(typed).catch((error: unknown) => {
            fail(error);
            return new Promise<never>(() => undefined);
          });
          return problem ?? (typed.trim() === HELP_TEXT ? NO_HELP : undefined);
        };
        const shown = (typed: string) => (isCommand(typed) ? undefined : line.shown(typed));
        const hint = help === undefined ? undefined : 'Enter ? for help';
        return linePrompt({ ...common(message, after), ...line, keys, hint, check, shown }, context);
      });
      if (answer === BACK || answer.trim() === BACK_TEXT) return BACK;
      if (help === undefined || answer.trim() !== HELP_TEXT) return answer;
      streams.warn(help);
    }
  }

  async function askList(
    { message, help }: { message: string; help?: string | undefined },
    list: Omit<
      Parameters<typeof listPrompt>[0],
      'message' | 'theme' | 'keys' | 'hasHelp' | 'terminalRows' | 'entries'
    > & {
      readonly choices: readonly Choice[];
    },
  ): Promise<Answer<ListState>> {
    let { start } = list;
    const entries = list.choices.map(({ name, description, ...choice }) => ({
      ...choice,
      name: wrapPlain(plainName(name), Number.NEGATIVE_INFINITY),
      ...(description && { description: wrapPlain(plainName(description), Number.NEGATIVE_INFINITY) }),
    }));
    for (;;) {
      const answer = await ask(LIST_BACK_KEYS, ({ keys, context }) =>
        listPrompt(
          {
            ...common(message),
            ...list,
            start,
            entries,
            keys,
            hasHelp: help !== undefined,
            terminalRows: streams.rows ?? 24,
          },
          context,
        ),
      );
      if (answer === BACK) return BACK;
      if (!answer.asksForHelp || help === undefined) return answer.state;
      streams.warn(help);
      start = answer.state;
    }
  }

  /** Asks, or resolves to BACK if a key for that is pressed. @throws CliError, exit 130, on Ctrl-C */
  function ask<T>(backKeys: readonly string[], prompt: (asking: Asking) => Promise<T>): Promise<Answer<T>> {
    return keyboard.ask(async (keys) => {
      const { input } = keys;
      const left = new AbortController();
      const fail = (error: unknown) => left.abort(error);
      const onKey = (typed: string | undefined, key: { name?: string } | undefined) => {
        if (backKeys.includes(key?.name ?? '') || backKeys.includes(typed ?? '')) left.abort(BACK);
      };
      emitKeypressEvents(input);
      input.on('keypress', onKey);
      streams.draw(QUESTION);
      try {
        const context = {
          input,
          output,
          signal: AbortSignal.any([signal, left.signal]),
          // A question that the user left by going back disappears.
          get clearPromptOnDone() {
            return left.signal.reason === BACK;
          },
        };
        return await prompt({ keys, context, fail });
      } catch (error) {
        if (left.signal.reason === BACK && !signal.aborted) return BACK;
        throw reasonOf(error, left.signal, signal);
      } finally {
        streams.draw(undefined);
        input.off('keypress', onKey);
      }
    });
  }

  return {
    async text({ initial, check, checking, confirmed, isUnchecked, ...question }) {
      const answer = await askLine(question, TEXT_BACK_KEYS, {
        checking: shownWhile(checking),
        initial: initial ? { text: plainName(initial), shown: plainName(initial) } : undefined,
        check: async (typed) => check?.(typed.trim()),
        // An empty answer gets no check mark.
        shown: (typed) => plainName(confirmed?.(typed.trim()) ?? typed.trim()) || undefined,
        isUnchecked: (typed) => isUnchecked?.(typed.trim()) ?? false,
      });
      return answer === BACK ? BACK : answer.trim();
    },

    async secret({ check, checking, confirmed, isUnchecked, ...question }) {
      const secretIn = (typed: string) => new Secret(withoutQuotes(typed).text);
      const answer = await askLine(question, TEXT_BACK_KEYS, {
        checking: shownWhile(checking),
        isHidden: true,
        check: async (typed) => check?.(secretIn(typed)),
        // Afterwards, not even the length of a secret is shown.
        shown: (typed) => plainName(confirmed?.(secretIn(typed)) ?? '(hidden)'),
        isUnchecked: (typed) => isUnchecked?.(secretIn(typed)) ?? false,
      });
      return answer === BACK ? BACK : secretIn(answer);
    },

    async choose({ choices, initial, escapeTo = 'go back', ...question }) {
      const start = startingAt(choices, initial);
      const answer = await askList(question, { choices, start, isMany: false, escapeTo });
      if (answer === BACK) return BACK;
      const chosen = choices.find(({ value }) => value === answer.selected[0]);
      if (!chosen) throw new TypeError(`${question.id} has no choices`);
      return chosen.value;
    },

    async chooseMany({ choices, none, initial = [], check, ...question }) {
      const all = none === undefined ? choices : [{ value: NONE, name: none }, ...choices];
      const selected = initial.filter((value) => choices.some((choice) => choice.value === value));
      const start = { ...startingAt(all, undefined), selected };
      const answer = await askList(question, { choices: all, start, isMany: true, escapeTo: 'go back', check });
      return answer === BACK ? BACK : answer.selected;
    },

    async confirm({ initial, ...question }) {
      const [yes, no] = ['y', 'n'];
      const isYes = (typed: string) => 'yes'.startsWith(typed.trim().toLowerCase());
      const isNo = (typed: string) => 'no'.startsWith(typed.trim().toLowerCase());
      const answer = await askLine({ ...question, after: YES_OR_NO_COLUMNS }, LIST_BACK_KEYS, {
        initial: { text: initial ? yes : no, shown: initial ? 'Y/n' : 'y/N' },
        check: async (typed) => (isYes(typed) || isNo(typed) ? undefined : 'Enter y for yes or n for no.'),
        shown: (typed) => (isYes(typed) ? 'Yes' : 'No'),
      });
      return answer === BACK ? BACK : isYes(answer);
    },

    // The plan and the like belong to a question, so they are shown even with --quiet.
    info: streams.warn,

    async wait(text, work) {
      const release = keyboard.hold();
      const spinner = startSpinner(streams, text);
      try {
        return await work(spinner.show);
      } finally {
        spinner.stop();
        release();
      }
    },
  };
}

/** Returns why a prompt ended without an answer. @param left aborted if the check of an answer has failed */
function reasonOf(error: unknown, left: AbortSignal, interrupt: AbortSignal): unknown {
  const isCtrlC = error instanceof Error && error.name === 'ExitPromptError';
  if (interrupt.aborted || isCtrlC) return cancelledError();
  return left.aborted ? left.reason : error;
}
