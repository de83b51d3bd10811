import { createPrompt, isBackspaceKey, isEnterKey, isTabKey, useEffect, useKeypress, useState } from '@inquirer/core';
import type { Keys } from './keyboard.ts';
import type { PromptTheme } from './prompt-theme.ts';
import { SPINNER_DELAY_MS } from './spinner.ts';

interface Config {
  readonly message: string;
  readonly theme: PromptTheme;
  readonly keys: Keys;
  /** The answer if Enter is pressed without typing, and how it is shown. */
  readonly initial?: { readonly text: string; readonly shown: string } | undefined;
  /** Shown below the question. */
  readonly hint: string | undefined;
  /** Whether to hide what is typed. */
  readonly isHidden?: boolean;
  /** What to show while an answer is being checked; changes with the progress. */
  readonly checking?: (() => string) | undefined;
  /** Returns what is wrong with an answer; undefined if it is accepted. */
  readonly check: (typed: string) => Promise<string | undefined>;
  /** Returns what to show after the question in the end; undefined if the input is not an answer, such as `?`. */
  readonly shown: (typed: string) => string | undefined;
  /** Whether the answer gets no check mark. */
  readonly isUnchecked?: (typed: string) => boolean;
}

/** Asks for a line of text. (inquirer's own shows nothing during a check, and keeps a refused hidden answer.) */
export const linePrompt = createPrompt<string, Config>((config, done) => {
  const { message, theme, keys, isHidden, hint } = config;
  const [status, setStatus] = useState<'asking' | 'checking'>('asking');
  const [accepted, setAccepted] = useState<string | undefined>(undefined);
  const [initial, setInitial] = useState(config.initial);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [frame, setFrame] = useState<string | undefined>(undefined);

  useEffect(() => {
    if (status !== 'checking') {
      setFrame(undefined);
      return;
    }
    const { frames, interval } = theme.spinner;
    let next = 0;
    const turn = () => setFrame(frames[next++ % frames.length]);
    let turning: NodeJS.Timeout | undefined;
    const delay = setTimeout(() => {
      turn();
      turning = setInterval(turn, interval);
    }, SPINNER_DELAY_MS);
    return () => {
      clearTimeout(delay);
      clearInterval(turning);
    };
  }, [status]);

  useKeypress(async (key, rl) => {
    if (status !== 'asking') return;
    if (isEnterKey(key)) {
      const answer = typed || (initial?.text ?? '');
      keys.ignore();
      setStatus('checking');
      const found = await config.check(answer);
      if (found === undefined) {
        setAccepted(answer);
        done(answer);
        return;
      }
      // readline has started a new line: a text can be corrected, a secret has to be typed again.
      rl.clearLine(0);
      if (isHidden) setTyped('');
      else rl.write(typed);
      setProblem(found);
      setStatus('asking');
      keys.accept();
    } else if (isBackspaceKey(key) && typed === '') {
      setInitial(undefined);
    } else if (isTabKey(key) && typed === '' && initial) {
      // Tab edits the offered answer.
      rl.clearLine(0);
      rl.write(initial.text);
      setTyped(initial.text);
    } else {
      setTyped(rl.line);
      setProblem(undefined);
    }
  });

  const { style } = theme;
  if (accepted !== undefined) {
    const shown = config.shown(accepted);
    return shown === undefined
      ? theme.left(message, accepted)
      : theme.answered(message, shown, !config.isUnchecked?.(accepted));
  }
  if (frame !== undefined && config.checking !== undefined)
    return `${style.accent(frame)} ${theme.wrap(config.checking(), 2)}`;
  const question = theme.offering(message, typed === '' ? initial?.shown : undefined);
  const below = [
    ...(problem === undefined ? [] : [theme.problem(problem)]),
    ...(hint ? [style.faint(theme.wrap(hint))] : []),
  ];
  const prefix = frame === undefined ? theme.question : style.accent(frame);
  return [`${prefix} ${question} ${isHidden ? '*'.repeat(typed.length) : typed}`, below.join('\n')];
});
